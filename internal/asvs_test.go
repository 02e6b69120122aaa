package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// asvsSections are how many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, and which of its numbers are of
// level 3 and stand nowhere here.
var asvsSections = map[string]struct {
	last int   // the highest number of the section
	out  []int // of level 3
}{
	"1.1": {2, nil}, "1.2": {10, []int{10}}, "1.3": {12, []int{12}}, "1.4": {3, nil}, "1.5": {3, []int{3}},
	"2.1": {3, nil}, "2.2": {3, nil}, "2.3": {5, []int{5}}, "2.4": {2, []int{2}},
	"3.1": {1, []int{1}}, "3.2": {3, []int{3}}, "3.3": {5, []int{5}}, "3.4": {8, []int{7, 8}}, "3.5": {8, []int{6, 7, 8}}, "3.6": {1, []int{1}}, "3.7": {5, []int{3, 4, 5}},
	"4.1": {5, []int{4, 5}}, "4.2": {5, []int{2, 3, 4, 5}}, "4.3": {2, nil}, "4.4": {4, nil},
	"5.1": {1, nil}, "5.2": {6, []int{4, 5, 6}}, "5.3": {3, []int{3}}, "5.4": {3, nil},
	"6.1": {3, nil}, "6.2": {12, nil}, "6.3": {8, []int{5, 6, 7, 8}}, "6.4": {6, []int{5, 6}}, "6.5": {8, []int{6, 7, 8}}, "6.6": {4, []int{4}}, "6.7": {2, []int{1, 2}}, "6.8": {4, nil},
	"7.1": {3, nil}, "7.2": {4, nil}, "7.3": {2, nil}, "7.4": {5, nil}, "7.5": {3, []int{3}}, "7.6": {2, nil},
	"8.1": {4, []int{3, 4}}, "8.2": {4, []int{4}}, "8.3": {3, []int{2, 3}}, "8.4": {2, []int{2}},
	"9.1": {3, nil}, "9.2": {4, nil},
	"10.1": {2, nil}, "10.2": {3, []int{3}}, "10.3": {5, []int{5}}, "10.4": {16, []int{12, 13, 14, 15, 16}}, "10.5": {5, nil}, "10.6": {2, nil}, "10.7": {3, nil},
	"11.1": {4, []int{3, 4}}, "11.2": {5, []int{4, 5}}, "11.3": {5, []int{4, 5}}, "11.4": {4, nil}, "11.5": {2, []int{2}}, "11.6": {2, []int{2}}, "11.7": {2, []int{1, 2}},
	"12.1": {5, []int{4, 5}}, "12.2": {2, nil}, "12.3": {5, []int{5}},
	"13.1": {4, []int{2, 3, 4}}, "13.2": {6, []int{6}}, "13.3": {4, []int{3, 4}}, "13.4": {7, []int{6, 7}},
	"14.1": {2, nil}, "14.2": {8, []int{5, 6, 7, 8}}, "14.3": {3, nil},
	"15.1": {5, []int{4, 5}}, "15.2": {5, []int{4, 5}}, "15.3": {7, nil}, "15.4": {4, []int{1, 2, 3, 4}},
	"16.1": {1, nil}, "16.2": {5, nil}, "16.3": {4, nil}, "16.4": {3, nil}, "16.5": {4, []int{4}},
	"17.1": {2, []int{2}}, "17.2": {8, []int{5, 6, 7, 8}}, "17.3": {2, nil},
}

var (
	asvsLine    = regexp.MustCompile(`^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$`)
	asvsChapter = regexp.MustCompile(`^## V(\d+) .*\((\d+)\)$`)
	asvsCited   = regexp.MustCompile("`([^`]+)`")
	testFunc    = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
)

// TestEveryLineOfASVSIsAnswered reads doc/asvs.md: each requirement of levels 1 and 2 once, under its chapter, in few words,
// with tests and files that exist.
func TestEveryLineOfASVSIsAnswered(t *testing.T) {
	raw, err := os.ReadFile("../doc/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := everyTest(t)
	seen, counted, said, chapter := map[string]bool{}, map[string]int{}, map[string]int{}, ""
	for _, line := range strings.Split(string(raw), "\n") {
		if m := asvsChapter.FindStringSubmatch(line); m != nil {
			chapter = m[1]
			said[chapter], _ = strconv.Atoi(m[2])
			continue
		}
		m := asvsLine.FindStringSubmatch(line)
		if m == nil {
			if strings.HasPrefix(line, "| ") && line != "| # | L | what | shown by |" {
				t.Errorf("cannot be read: %s", line)
			}
			continue
		}
		if seen[m[1]] || !strings.HasPrefix(m[1], chapter+".") {
			t.Errorf("%s stands twice, or in V%s", m[1], chapter)
		}
		seen[m[1]] = true
		counted[chapter]++
		if words := len(strings.Fields(m[3])); words > 12 {
			t.Errorf("%s is said in %d words", m[1], words)
		}
		cited := asvsCited.FindAllStringSubmatch(m[4], -1)
		for _, c := range cited {
			checkCited(t, m[1], c[1], tests)
		}
	}
	for section, s := range asvsSections {
		for n := 1; n <= s.last; n++ {
			number, out := section+"."+strconv.Itoa(n), false
			for _, o := range s.out {
				out = out || o == n
			}
			if seen[number] == out {
				t.Errorf("%s: answered %v, of level 3 %v", number, seen[number], out)
			}
			delete(seen, number)
		}
	}
	for number := range seen {
		t.Errorf("there is no %s", number)
	}
	all := 0
	for c, n := range said {
		all += n
		if counted[c] != n {
			t.Errorf("V%s says %d lines and has %d", c, n, counted[c])
		}
	}
	if all != 253 {
		t.Errorf("%d lines, want 253", all)
	}
}

// checkCited fails unless a name in backticks is a test, or a path that is there; flags and words of the trade pass.
func checkCited(t *testing.T, number, cited string, tests map[string]bool) {
	switch {
	case strings.HasPrefix(cited, "Test"), strings.HasPrefix(cited, "Fuzz"):
		if !tests[cited] {
			t.Errorf("%s cites %s, which is no test", number, cited)
		}
	case strings.Contains(cited, "/") || strings.HasSuffix(cited, ".md") || strings.HasPrefix(cited, "go."):
		if _, err := os.Stat(filepath.Join("..", cited)); err != nil {
			t.Errorf("%s cites %s, which is not there", number, cited)
		}
	}
}

func everyTest(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, dir := range []string{".", "../stories", "../cmd"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, m := range testFunc.FindAllStringSubmatch(string(raw), -1) {
				all[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
