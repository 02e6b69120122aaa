package id

import (
	"strings"
	"testing"
)

func TestCodesAreReadAloudAndDoNotRepeat(t *testing.T) {
	seen := map[string]bool{}
	count := map[rune]int{}
	for range 2000 {
		c := Code(10)
		if len(c) != 10 || seen[c] || strings.Trim(c, CodeLetters) != "" {
			t.Fatalf("drew %q", c)
		}
		seen[c] = true
		for _, r := range c {
			count[r]++
		}
	}
	if len(count) != 32 || strings.ContainsAny(CodeLetters, "IO01") {
		t.Errorf("%d signs come up", len(count))
	}
}
