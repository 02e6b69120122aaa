// Command history writes the past of the demonstration district: the dossiers that its former one-stop
// system would hand over, January 2022 to August 2023, one line each.
//
//	go run ./tools/history            writes demo/history.csv.gz
//
// The same seed gives the same file. What the district reported of that time is written down here as
// what to draw (strata in plan.go); the program that shows figures knows none of it and counts dossiers.
// The demonstration plays some of its dossiers itself (internal/app/demo_past.go): they are received
// between June and August 2023 and have to be left out here. When their number changes, a test says so:
// write the new one down below.
//
//	main.go      the file
//	plan.go      how many, where, when
//	draw.go      one dossier
//	cast.go      units, officers, citizens
//	calendar.go  working days
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
)

// What the demonstration receives by itself between January and August 2023, and how much of it online.
const defaultLaid, defaultOnline = 262, 223

func main() {
	laid := flag.Int("laid", defaultLaid, "dossiers that the demonstration receives by itself")
	online := flag.Int("laid-online", defaultOnline, "of those, how many online")
	out := flag.String("o", "demo/history.csv.gz", "file to write")
	flag.Parse()
	raw, err := write(*laid, *online)
	if err == nil {
		err = os.WriteFile(*out, packed(raw), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "history:", err)
		os.Exit(1)
	}
}

// write draws the whole past as CSV.
func write(laid, online int) ([]byte, error) {
	w, err := newWorld()
	if err != nil {
		return nil, err
	}
	all := w.past(laid, online)
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.Comma = ';'
	_ = out.Write(heads)
	for _, d := range all {
		_ = out.Write(d.line())
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// packed packs without a time or name, so that the same past is the same file.
func packed(raw []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(raw) // into memory: never fails
	_ = z.Close()
	return b.Bytes()
}
