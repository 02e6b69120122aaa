package pades_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// build writes a PDF of objects whose first is the catalogue.
func build(version string, objects map[int]string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-%s\n", version)
	numbers, at := slices.Sorted(maps.Keys(objects)), map[int]int{}
	for _, n := range numbers {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, objects[n])
	}
	start := b.Len()
	b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", numbers[len(numbers)-1]+1, start)
	return b.Bytes()
}
