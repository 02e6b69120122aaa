package backlog

import (
	"regexp"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Fields are recognised by the words that stand before them on Vietnamese administrative papers. What is not found stays
// empty; somebody reads it from the picture.

var (
	numberIs = regexp.MustCompile(`^\d{1,6}(/[\p{L}\d.-]+)*$`)
	spokenOn = regexp.MustCompile(`ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})`)
	shortOn  = regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`)
	twelve   = regexp.MustCompile(`^\d{12}$`)
)

// holderAfter are the words before a holder's name, folded.
var holderAfter = []string{"ho chu dem ten", "ho va ten", "ho ten", "ong ba", "cap cho"}

// guess finds the fields of a paper in the words of its pages.
func guess(pages [][]scan.Word) map[string]Guess {
	out := map[string]Guess{}
	put := func(name, value string, words []scan.Word) {
		if _, has := out[name]; has || value == "" {
			return
		}
		sure := 1.0
		for _, w := range words {
			sure = min(sure, w.Sure)
		}
		out[name] = Guess{value, sure}
	}
	for _, words := range pages {
		for _, line := range linesOf(words) {
			said := folded(line)
			if m := spokenOn.FindStringSubmatch(said); m != nil {
				if strings.Contains(said, "sinh") {
					put(FieldBirth, dateOf(m[1:]), line)
				} else {
					put(FieldIssued, dateOf(m[1:]), line)
				}
			}
			if m := shortOn.FindStringSubmatch(plain(line)); m != nil && strings.Contains(said, "sinh") {
				put(FieldBirth, dateOf(m[1:]), line)
			}
			for i, w := range line {
				bare := strings.Trim(w.Text, ".,:;")
				if twelve.MatchString(bare) {
					put(FieldPersonal, bare, line[i:i+1])
				}
				if i > 0 && text.Fold(strings.Trim(line[i-1].Text, ".:")) == "so" && numberIs.MatchString(bare) && len(bare) < 12 {
					put(FieldNumber, bare, line[i-1:i+1])
				}
			}
			if rest := after(line, holderAfter); len(rest) > 0 {
				put(FieldHolder, strings.Trim(plain(rest), " .:,;"), rest)
			}
		}
	}
	return out
}

// linesOf are the words of a page, line by line.
func linesOf(words []scan.Word) [][]scan.Word {
	var out [][]scan.Word
	for i, w := range words {
		if i == 0 || words[i-1].Line != w.Line {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], w)
	}
	return out
}

func plain(line []scan.Word) string {
	words := make([]string, len(line))
	for i, w := range line {
		words[i] = w.Text
	}
	return strings.Join(words, " ")
}

// folded is a line without marks and points.
func folded(line []scan.Word) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(".,:;()", r) {
			return ' '
		}
		return r
	}, text.Fold(plain(line)))), " ")
}

// after are the words of a line behind the first of some beginnings, when there are two or more.
func after(line []scan.Word, beginnings []string) []scan.Word {
	for i := range line {
		for _, b := range beginnings {
			if folded(line[:i+1]) == b && len(line)-i-1 >= 2 {
				return line[i+1:]
			}
		}
	}
	return nil
}

func dateOf(dmy []string) string {
	two := func(s string) string { return ("0" + s)[len(s)-1:] }
	d, err := clock.ParseDate(dmy[2] + "-" + two(dmy[1]) + "-" + two(dmy[0]))
	if err != nil {
		return ""
	}
	return string(d)
}
