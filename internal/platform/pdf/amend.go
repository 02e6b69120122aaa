package pdf

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// The engine writes strings for people (title, author) as raw UTF-8, which readers show as
// gibberish: ISO 32000-1, 7.9.2.2 wants UTF-16BE. It also loses the words that stand for a picture.
// amend writes the objects concerned once more behind the file, as ISO 32000-1, 7.5.6 provides;
// not a byte of the original moves.

// amend puts right the strings of file, and gives its figures, in their order, their alternatives.
// When their numbers differ nobody can tell which is whose, and the figures stay as they are.
func amend(file []byte, alternatives []string) ([]byte, error) {
	t, err := readTable(file)
	if err != nil {
		return nil, fmt.Errorf("amending a pdf: %w", err)
	}
	changed := map[int][]byte{}
	var figures []int
	for _, n := range slices.Sorted(maps.Keys(t.offsets)) {
		object := objectAt(file, t.offsets[n])
		if better := readableStrings(object); !bytes.Equal(better, object) {
			changed[n] = better
		}
		if isFigure.Match(object) && !bytes.Contains(object, []byte("/Alt ")) {
			figures = append(figures, n)
		}
	}
	if len(figures) == len(alternatives) {
		for i, n := range figures {
			object := objectAt(file, t.offsets[n])
			changed[n] = isFigure.ReplaceAll(object, []byte("$0 /Alt "+textString(alternatives[i])))
		}
	}
	if len(changed) == 0 {
		return file, nil
	}
	return t.update(file, changed), nil
}

var isFigure = regexp.MustCompile(`^\d+ 0 obj\s*<< /Type /StructElem /S /Figure\b`)

// table is the cross-reference table at the end of a file.
type table struct {
	start   int         // where it begins
	offsets map[int]int // object number to position
	trailer []byte      // the inside of the trailer's dictionary
}

var (
	endOfFile = regexp.MustCompile(`trailer\s*<<((?s:.*))>>\s*startxref\s+(\d+)\s+%%EOF\s*$`)
	tableHead = regexp.MustCompile(`^xref\s+0 (\d+)\s+`)
)

const entrySize = 20 // ISO 32000-1, 7.5.4

func readTable(file []byte) (*table, error) {
	tail := file[max(0, bytes.LastIndex(file, []byte("trailer"))):]
	end := endOfFile.FindSubmatch(tail)
	if end == nil {
		return nil, fmt.Errorf("no trailer")
	}
	start, _ := strconv.Atoi(string(end[2]))
	if start >= len(file) {
		return nil, fmt.Errorf("table at %d of %d bytes", start, len(file))
	}
	head := tableHead.FindSubmatch(file[start:])
	if head == nil {
		return nil, fmt.Errorf("no table at %d", start)
	}
	count, _ := strconv.Atoi(string(head[1]))
	entries := file[start+len(head[0]):]
	if len(entries) < count*entrySize {
		return nil, fmt.Errorf("table of %d entries is cut", count)
	}
	t := &table{start: start, offsets: map[int]int{}, trailer: end[1]}
	for n := range count {
		entry := entries[n*entrySize:][:entrySize]
		if at, err := strconv.Atoi(string(entry[:10])); err == nil && entry[17] == 'n' && at < len(file) {
			t.offsets[n] = at
		}
	}
	return t, nil
}

// objectAt returns the object that begins at a position, nil for one with a stream: those hold no
// strings for people.
func objectAt(file []byte, at int) []byte {
	end := bytes.Index(file[at:], []byte("endobj"))
	if end < 0 || bytes.Contains(file[at:at+end], []byte(">>\nstream")) {
		return nil
	}
	return file[at : at+end+len("endobj")]
}

// update appends the changed objects with a table of their own.
func (t *table) update(file []byte, changed map[int][]byte) []byte {
	out := bytes.NewBuffer(slices.Clone(file))
	var entries bytes.Buffer
	for _, n := range slices.Sorted(maps.Keys(changed)) {
		fmt.Fprintf(&entries, "%d 1\n%010d 00000 n \n", n, out.Len())
		out.Write(changed[n])
		out.WriteByte('\n')
	}
	start := out.Len()
	fmt.Fprintf(out, "xref\n%strailer\n<<%s/Prev %d >>\nstartxref\n%d\n%%%%EOF\n", entries.Bytes(), t.trailer, t.start, start)
	return out.Bytes()
}

// readableStrings rewrites the literal strings of an object that hold more than ASCII.
func readableStrings(object []byte) []byte {
	if !slices.ContainsFunc(object, func(b byte) bool { return b >= utf8.RuneSelf }) {
		return object
	}
	return literal.ReplaceAllFunc(object, func(s []byte) []byte {
		plain := unescape.ReplaceAllFunc(s[1:len(s)-1], unescaped)
		if isASCII(plain) || !utf8.Valid(plain) {
			return s
		}
		return []byte(textString(string(plain)))
	})
}

var (
	literal  = regexp.MustCompile(`\((?:[^()\\]|\\(?s:.))*\)`)
	unescape = regexp.MustCompile(`\\(?s:.)`)
)

func unescaped(s []byte) []byte {
	if i := bytes.IndexByte([]byte("nrtbf"), s[1]); i >= 0 {
		return []byte("\n\r\t\b\f")[i : i+1]
	}
	return s[1:]
}

func isASCII(s []byte) bool {
	return !slices.ContainsFunc(s, func(b byte) bool { return b >= utf8.RuneSelf })
}

// textString writes s as UTF-16BE in hexadecimal.
func textString(s string) string {
	var b bytes.Buffer
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteByte('>')
	return b.String()
}

var (
	picture = regexp.MustCompile(`<img\b[^>]*>`)
	inTable = regexp.MustCompile(`(?s)<table\b.*?</table>`)
	altWord = regexp.MustCompile(`\balt="([^"]*)"`)
)

// alternatives returns the words of each picture in the paper's HTML, but for those in tables: the
// engine does not see them as figures.
func alternatives(markup string) []string {
	var words []string
	for _, img := range picture.FindAllString(inTable.ReplaceAllString(markup, ""), -1) {
		if alt := altWord.FindStringSubmatch(img); alt != nil {
			words = append(words, html.UnescapeString(alt[1]))
		}
	}
	return words
}
