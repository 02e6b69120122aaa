package result

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
)

// run is a piece of the words of a paragraph: where it stands in the part, and what it says.
type run struct {
	tag        int // where its <w:t begins that must be told to keep spaces; -1 when it does
	start, end int
	text       string
}

var braced = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// eachField puts what fill returns in the place of each field of a part. Words are read paragraph by
// paragraph, because word processors cut them into runs as they like.
func eachField(body []byte, fill func(inside string) string) ([]byte, error) {
	var edits []edit
	err := eachParagraph(body, func(runs []run) { edits = append(edits, fieldsIn(runs, fill)...) })
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(body[at:e.start])
		out.WriteString(e.words)
		at = e.end
	}
	out.Write(body[at:])
	return out.Bytes(), nil
}

// edit puts words in the place of bytes.
type edit struct {
	start, end int
	words      string
}

// eachParagraph hands out the runs of each paragraph. One in a text box stands within another.
func eachParagraph(body []byte, do func([]run)) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	var open [][]run // of the paragraphs that are open, the outermost first
	tag, words := -1, false
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Space != "w":
			case t.Name.Local == "p":
				open = append(open, nil)
			case t.Name.Local == "t":
				words = true
				if tag = start; attr(t, "space") != "" {
					tag = -1
				}
			}
		case xml.EndElement:
			switch {
			case t.Name.Space != "w":
			case t.Name.Local == "t":
				words = false
			case t.Name.Local == "p" && len(open) > 0:
				do(open[len(open)-1])
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if words && len(open) > 0 {
				last := len(open) - 1
				open[last] = append(open[last], run{tag, start, int(d.InputOffset()), string(t)})
			}
		}
	}
}

// fieldsIn are the edits that fill in the fields of a paragraph. The words for a field stand in the run in
// which it begins, with the look of that run.
func fieldsIn(runs []run, fill func(string) string) (edits []edit) {
	var all strings.Builder
	for _, r := range runs {
		all.WriteString(r.text)
	}
	found := braced.FindAllStringSubmatchIndex(all.String(), -1)
	if found == nil {
		return nil
	}
	words := make([]string, len(found))
	for i, f := range found {
		words[i] = fill(all.String()[f[2]:f[3]])
	}
	from, told := 0, -1
	for _, r := range runs {
		text, changed := r.with(from, found, words)
		if changed && r.tag > told { // a tag can hold several pieces
			edits = append(edits, edit{r.tag, r.tag + len("<w:t"), `<w:t xml:space="preserve"`})
			told = r.tag
		}
		if changed {
			edits = append(edits, edit{r.start, r.end, escaped(text)})
		}
		from += len(r.text)
	}
	return edits
}

// with is what a run says that begins at from, once the words stand in the places that were found.
func (r run) with(from int, found [][]int, words []string) (string, bool) {
	var out strings.Builder
	at, end, changed := from, from+len(r.text), false
	for i, f := range found {
		if f[1] <= from || f[0] >= end {
			continue
		}
		changed = true
		if f[0] >= from {
			out.WriteString(r.text[at-from : f[0]-from])
			out.WriteString(words[i])
		}
		at = min(f[1], end)
	}
	out.WriteString(r.text[at-from:])
	return out.String(), changed
}

func escaped(s string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(s)) // a buffer takes all
	return out.String()
}
