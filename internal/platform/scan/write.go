package scan

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// Word is a recognised word where it stands on its page.
type Word struct {
	Text       string  `json:"t"`
	X, Y, W, H int     // pixels from the upper left corner
	Sure       float64 `json:"s"` // 0 to 1
	Line       int     `json:"l"` // words of one line have one number
}

// Page is a page of a paper: a picture with its words, or lines of our own.
type Page struct {
	Picture
	Words []Word
	Fine  int    // of the picture, in dpi: the page is as large as the sheet was; 0 makes it A4
	Lines []Line // in place of a picture
}

// About is what the file says of itself.
type About struct {
	Title   string
	Agency  string // whose scan it is
	Subject string
	At      time.Time // of the scan
}

// PDF writes pages as PDF/A-2b: each picture as it is, and its words behind it, unseen, to be searched and copied. The
// same pages at the same time are the same bytes.
func PDF(about About, pages []Page) ([]byte, error) {
	if len(pages) == 0 {
		return nil, fmt.Errorf("a paper without pages")
	}
	w := &writer{}
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, tree, font, profile, meta := w.ref(), w.ref(), w.ref(), w.ref(), w.ref()
	w.stream(profile, object.Dict{"N": 3}, sRGB(), true)
	w.stream(meta, object.Dict{"Type": object.Name("Metadata"), "Subtype": object.Name("XML")}, xmp(about), false)
	w.font(font)
	var kids object.Array
	for _, p := range pages {
		one := w.page
		if p.Lines != nil {
			one = w.sheet
		}
		ref, err := one(p, tree, font)
		if err != nil {
			return nil, err
		}
		kids = append(kids, ref)
	}
	w.put(tree, object.Dict{"Type": object.Name("Pages"), "Count": len(pages), "Kids": kids})
	w.put(catalog, object.Dict{"Type": object.Name("Catalog"), "Pages": tree, "Metadata": meta, "Lang": object.String("vi-VN"),
		"ViewerPreferences": object.Dict{"DisplayDocTitle": true},
		"OutputIntents": object.Array{object.Dict{"Type": object.Name("OutputIntent"), "S": object.Name("GTS_PDFA1"),
			"OutputConditionIdentifier": object.String("sRGB"), "Info": object.String("sRGB"), "DestOutputProfile": profile}}})
	return w.end(catalog), nil
}

// writer writes a file from its beginning.
type writer struct {
	out    bytes.Buffer
	places []int // of objects, by number - 1
}

func (w *writer) ref() object.Ref {
	w.places = append(w.places, 0)
	return object.Ref{N: len(w.places)}
}

func (w *writer) put(r object.Ref, o any) {
	w.begin(r)
	w.out.Write(object.Append(nil, o))
	w.out.WriteString("\nendobj\n")
}

func (w *writer) begin(r object.Ref) {
	w.places[r.N-1] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n", r.N)
}

func (w *writer) stream(r object.Ref, d object.Dict, data []byte, pack bool) {
	if pack {
		d["Filter"], data = object.Name("FlateDecode"), object.Pack(data)
	}
	d["Length"] = len(data)
	w.begin(r)
	w.out.Write(object.Append(nil, d))
	w.out.WriteString("\nstream\n")
	w.out.Write(data)
	w.out.WriteString("\nendstream\nendobj\n")
}

// font is one that has no glyphs: unseen text needs none (ISO 19005-2, 6.2.11.4.1). Codes are UTF-16.
func (w *writer) font(r object.Ref) {
	below, about, codes := w.ref(), w.ref(), w.ref()
	w.put(r, object.Dict{"Type": object.Name("Font"), "Subtype": object.Name("Type0"), "BaseFont": object.Name("Unseen"),
		"Encoding": object.Name("Identity-H"), "DescendantFonts": object.Array{below}, "ToUnicode": codes})
	w.put(below, object.Dict{"Type": object.Name("Font"), "Subtype": object.Name("CIDFontType2"), "BaseFont": object.Name("Unseen"),
		"CIDSystemInfo":  object.Dict{"Registry": object.String("Adobe"), "Ordering": object.String("Identity"), "Supplement": 0},
		"FontDescriptor": about, "CIDToGIDMap": object.Name("Identity"), "DW": 500})
	w.put(about, object.Dict{"Type": object.Name("FontDescriptor"), "FontName": object.Name("Unseen"), "Flags": 4, "FontBBox": object.Array{0, 0, 500, 1000},
		"ItalicAngle": 0, "Ascent": 1000, "Descent": 0, "CapHeight": 1000, "StemV": 80})
	w.stream(codes, object.Dict{}, []byte("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"+
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"+
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"+
		"endcmap CMapName currentdict /CMap defineresource pop end end\n"), true)
}

func (w *writer) page(p Page, tree, font object.Ref) (object.Ref, error) {
	page, picture, content := w.ref(), w.ref(), w.ref()
	colours := object.Name("DeviceRGB")
	if p.Grey {
		colours = "DeviceGray"
	}
	w.stream(picture, object.Dict{"Type": object.Name("XObject"), "Subtype": object.Name("Image"), "Width": p.Width, "Height": p.Height,
		"ColorSpace": colours, "BitsPerComponent": 8, "Filter": object.Name("DCTDecode")}, p.JPEG, false)
	scale := a4Points / float64(max(p.Width, p.Height))
	if p.Fine > 0 {
		scale = 72 / float64(p.Fine)
	}
	wide, high := float64(p.Width)*scale, float64(p.Height)*scale
	w.stream(content, object.Dict{}, paint(p, scale, wide, high), true)
	w.put(page, object.Dict{"Type": object.Name("Page"), "Parent": tree, "MediaBox": object.Array{0, 0, round(wide), round(high)},
		"Contents": content, "Resources": object.Dict{"XObject": object.Dict{"P": picture}, "Font": object.Dict{"F": font}}})
	return page, nil
}

// round keeps two digits: enough for a page.
func round(v float64) float64 { return float64(int(v*100+0.5)) / 100 }

// paint draws the picture and sets the words, unseen, where they stand in it.
func paint(p Page, scale, wide, high float64) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "q %.2f 0 0 %.2f 0 0 cm /P Do Q\n", wide, high)
	if len(p.Words) == 0 {
		return b.Bytes()
	}
	b.WriteString("BT 3 Tr\n")
	for _, word := range p.Words {
		unseen(&b, word.Text, float64(word.X)*scale, high-float64(word.Y+word.H)*scale, float64(word.W)*scale, float64(word.H)*scale)
	}
	b.WriteString("ET\n")
	return b.Bytes()
}

// unseen sets a text from (x, y), in points, as wide and as high as it is seen.
func unseen(b *bytes.Buffer, text string, x, y, wide, size float64) {
	codes := utf16.Encode([]rune(text + " "))
	if size <= 0 || len(codes) < 2 || wide <= 0 {
		return
	}
	stretch := 100 * wide / (0.5 * size * float64(len(codes)-1))
	fmt.Fprintf(b, "/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <", size, stretch, x, y)
	for _, c := range codes {
		fmt.Fprintf(b, "%04X", c)
	}
	b.WriteString("> Tj\n")
}

// xmp is the metadata of the file.
func xmp(a About) []byte {
	var esc = func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
		return b.String()
	}
	at := a.At.Format("2006-01-02T15:04:05Z07:00")
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` +
		`<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate>` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + esc(a.Title) + `</rdf:li></rdf:Alt></dc:title>` +
		`<dc:creator><rdf:Seq><rdf:li>` + esc(a.Agency) + `</rdf:li></rdf:Seq></dc:creator>` +
		`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + esc(a.Subject) + `</rdf:li></rdf:Alt></dc:description>` +
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
}

// end writes the table of places and where it stands.
func (w *writer) end(root object.Ref) []byte {
	sum := sha256.Sum256(w.out.Bytes())
	own := object.String(sum[:16])
	at := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.places)+1)
	for _, p := range w.places {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", p)
	}
	w.out.WriteString("trailer\n")
	w.out.Write(object.Append(nil, object.Dict{"Size": len(w.places) + 1, "Root": root, "ID": object.Array{own, own}}))
	fmt.Fprintf(&w.out, "\nstartxref\n%d\n%%%%EOF\n", at)
	return w.out.Bytes()
}

// Count is how many pages a PDF has.
func Count(pdf []byte) (int, error) {
	f, err := object.Open(pdf)
	if err != nil {
		return 0, err
	}
	v := f.Latest()
	n, ok := v.Resolve(v.Dict(v.Root()["Pages"])["Count"]).(int)
	if !ok || n < 1 {
		return 0, object.ErrBroken
	}
	return n, nil
}
