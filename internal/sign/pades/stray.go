package pades

import (
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/sign/cms"
)

var rangeInFile = regexp.MustCompile(`/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]`)

// stray is the hole of a signature, and the ends that ranges give to what it covers.
type stray struct {
	hole [2]int
	ends []int
}

// strays finds signatures by looking at the bytes alone, whether or not the form shows them.
func (c *check) strays() []stray {
	var out []stray
	for _, m := range rangeInFile.FindAllSubmatch(c.file, maxSignatures) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(string(m[i+1]))
		}
		hole, ok := holeOf(c.file, n)
		if !ok {
			continue
		}
		i := slices.IndexFunc(out, func(s stray) bool { return s.hole == hole })
		if i < 0 {
			i, out = len(out), append(out, stray{hole: hole})
		}
		out[i].ends = append(out[i].ends, n[2]+n[3])
	}
	return out
}

// isOff tells whether in a hole there is a signature which fits none of the ends.
func (c *check) isOff(h [2]int, ends []int) bool {
	raw, ok := unhex(c.file[h[0]+1 : h[1]-1])
	if !ok {
		return false
	}
	s, err := cms.Parse(raw)
	if err != nil || s.Content != nil {
		return false
	}
	for _, end := range ends {
		digest, ok := c.digest(&found{hole: h, end: end}, s)
		if !ok || s.Verify(digest) == nil {
			return false
		}
	}
	return len(ends) > 0
}

var (
	signedDataInFile = regexp.MustCompile(`<30[0-9A-Fa-f]{200,}>`)
	endInFile        = regexp.MustCompile(`%%EOF(\r\n|\n|\r)?`)
)

// lostSignatureIsOff looks for signatures by their looks, ranges or not, in a file whose structure is lost. Ends of
// earlier revisions are tried, so that a broken update behind a sound signature is not called a change of what was signed.
func (c *check) lostSignatureIsOff() bool {
	ends := []int{len(c.file)}
	for _, m := range endInFile.FindAllIndex(c.file, maxSignatures) {
		eof := m[0] + len("%%EOF")
		ends = append(ends, eof, min(eof+1, m[1]), m[1])
	}
	for _, h := range signedDataInFile.FindAllIndex(c.file, maxSignatures) {
		behind := slices.DeleteFunc(slices.Clone(ends), func(end int) bool { return end < h[1] })
		if c.isOff([2]int{h[0], h[1]}, slices.Compact(behind)) {
			return true
		}
	}
	return false
}

// unhex reads hexadecimal digits with white space between them.
func unhex(raw []byte) ([]byte, bool) {
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\f\x00", r) {
			return -1
		}
		return r
	}, string(raw))
	if len(text)%2 == 1 {
		text += "0"
	}
	out, err := hex.DecodeString(text)
	return out, err == nil
}

var dateForm = regexp.MustCompile(`^(?:D:)?(\d{14})(?:Z|([+-])(\d{2})'?(\d{2})?'?)?`)

// dateOf reads a date of PDF (ISO 32000-1, 7.9.4), to the second.
func dateOf(s string) (time.Time, bool) {
	m := dateForm.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	t, err := time.Parse("20060102150405", m[1])
	if err != nil {
		return time.Time{}, false
	}
	if m[2] != "" {
		hours, _ := strconv.Atoi(m[3])
		minutes, _ := strconv.Atoi(m[4])
		away := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if m[2] == "+" {
			away = -away
		}
		t = t.Add(away)
	}
	return t, true
}
