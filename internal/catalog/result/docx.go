package result

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a file of a word processor. What its directory says of sizes is not believed.
const (
	MaxDocx     = 2 << 20  // bytes as it comes
	maxUnpacked = 20 << 20 // bytes of all its parts
	maxParts    = 500
)

// Docx is a template written with a word processor. Its fields are those of the text, also where the
// processor has cut one into runs.
type Docx struct {
	parts  []part
	fields []Field
}

type part struct {
	head  zip.FileHeader
	bytes []byte
}

// written are the parts that people see: the body, heads and feet, notes.
var written = regexp.MustCompile(`^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$`)

// alive are parts that run or carry other documents.
var alive = regexp.MustCompile(`(?i)(vbaProject|activeX|embeddings/|\.bin$|\.exe$|\.js$)`)

// reaches are fields of word processors that fetch something from the machine or the net.
var reaches = regexp.MustCompile(`(?i)INCLUDE|DDE|\bLINK\b|DATABASE|IMPORT`)

// ReadDocx reads a file. With problems it cannot be filled in.
func ReadDocx(raw []byte) (*Docx, []Problem) {
	p := &parser{}
	d := &Docx{}
	if len(raw) > MaxDocx {
		p.say("docx-large", "mb", MaxDocx>>20)
		return d, p.problems
	}
	if key := d.unpack(raw); key != "" {
		p.say(key)
		return d, p.problems
	}
	for _, one := range d.parts {
		if written.MatchString(one.head.Name) {
			_, err := eachField(one.bytes, func(inside string) string {
				if f, ok := fieldOf(norm.NFC.String(inside)); ok {
					p.uses(f)
				} else {
					p.say("field", "field", strings.TrimSpace(inside))
				}
				return ""
			})
			if err != nil {
				p.say("docx")
				return d, p.problems
			}
		}
	}
	d.fields = p.fields
	return d, p.problems
}

// Fields are the fields of the file in their order, each once.
func (d *Docx) Fields() []Field { return d.fields }

// unpack reads the parts; it returns the key of what is wrong, "" when nothing is.
func (d *Docx) unpack(raw []byte) string {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "docx"
	}
	if len(z.File) > maxParts {
		return "docx-bomb"
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if alive.MatchString(f.Name) {
			return "docx-alive"
		}
		r, err := f.Open()
		if err != nil {
			return "docx"
		}
		body, err := io.ReadAll(io.LimitReader(r, left+1))
		_ = r.Close() // what it would say is of the part that was read
		if left -= int64(len(body)); left < 0 {
			return "docx-bomb"
		}
		if err != nil {
			return "docx"
		}
		if key := unsafePart(f.Name, body); key != "" {
			return key
		}
		d.parts = append(d.parts, part{zip.FileHeader{Name: f.Name, Method: zip.Deflate}, body})
	}
	if !slices.ContainsFunc(d.parts, func(p part) bool { return p.head.Name == "word/document.xml" }) {
		return "docx"
	}
	return ""
}

// unsafePart refuses declarations that grow, and whatever would make the converter fetch something.
func unsafePart(name string, body []byte) string {
	if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
		return ""
	}
	if !utf8.Valid(body) || bytes.Contains(body, []byte("<!DOCTYPE")) || bytes.Contains(body, []byte("<!ENTITY")) {
		return "docx"
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	orders := false
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return "docx"
		}
		switch t := token.(type) {
		case xml.StartElement:
			orders = t.Name.Local == "instrText"
			if attr(t, "TargetMode") == "External" && !strings.HasSuffix(attr(t, "Type"), "/hyperlink") || reaches.MatchString(attr(t, "instr")) || t.Name.Local == "altChunk" {
				return "docx-reaches"
			}
		case xml.EndElement:
			orders = false
		case xml.CharData:
			if orders && reaches.Match(t) {
				return "docx-reaches"
			}
		}
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Fill returns the file with the data in its fields.
func (d *Docx) Fill(data Data) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, one := range d.parts {
		body := one.bytes
		if written.MatchString(one.head.Name) {
			var err error
			if body, err = eachField(body, func(inside string) string {
				f, _ := fieldOf(norm.NFC.String(inside))
				return data.value(f)
			}); err != nil {
				return nil, err
			}
		}
		head := one.head
		w, err := z.CreateHeader(&head)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
