package object

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
)

// Update is a further revision in the making. Not a byte before it moves.
type Update struct {
	f       *File
	next    int
	objects map[Ref]any
}

// Update begins a further revision.
func (f *File) Update() (*Update, error) {
	next := 1
	for _, r := range f.Revisions {
		next = max(next, intOr(r.Trailer["Size"], 0))
		for n := range r.entries {
			next = max(next, n+1)
		}
	}
	if next >= 8_388_607 { // the largest number by 7.5.4's annex C
		return nil, tooMuch("objects")
	}
	return &Update{f: f, next: next, objects: map[Ref]any{}}, nil
}

// New takes a number for an object.
func (u *Update) New() Ref {
	u.next++
	return Ref{u.next - 1, 0}
}

// Add writes a further object.
func (u *Update) Add(o any) Ref {
	r := u.New()
	u.objects[r] = o
	return r
}

// Set writes an object, in place of that which had the number.
func (u *Update) Set(r Ref, o any) { u.objects[r] = o }

// Bytes returns the file with the revision behind it, and where each of its objects begins.
func (u *Update) Bytes() ([]byte, map[Ref]int) {
	old := u.f.Revisions[len(u.f.Revisions)-1]
	const usual = 128 << 10 // of an update; beyond it the file is copied once more
	out := append(make([]byte, 0, len(u.f.Bytes)+usual), u.f.Bytes...)
	if last := out[len(out)-1]; last != '\n' && last != '\r' {
		out = append(out, '\n')
	}
	places := map[Ref]int{}
	for _, r := range u.sorted() {
		places[r] = len(out)
		out = strconv.AppendInt(out, int64(r.N), 10)
		out = append(out, ' ')
		out = strconv.AppendInt(out, int64(r.Gen), 10)
		out = append(out, " obj\n"...)
		out = append(Append(out, u.objects[r]), "\nendobj\n"...)
	}
	trailer := Dict{"Prev": old.Start, "Root": old.Trailer["Root"], "Size": u.next}
	for _, k := range []Name{"Info", "ID"} {
		if v := old.Trailer[k]; v != nil {
			trailer[k] = v
		}
	}
	start := len(out)
	if old.Stream {
		out = u.tableStream(out, trailer, places)
	} else {
		out = u.table(out, trailer, places)
	}
	out = append(out, "startxref\n"...)
	out = strconv.AppendInt(out, int64(start), 10)
	return append(out, "\n%%EOF\n"...), places
}

func (u *Update) sorted() []Ref {
	return slices.SortedFunc(maps.Keys(u.objects), func(a, b Ref) int { return a.N - b.N })
}

func (u *Update) table(out []byte, trailer Dict, places map[Ref]int) []byte {
	out = append(out, "xref\n"...)
	for _, r := range u.sorted() {
		out = append(out, strconv.Itoa(r.N)+" 1\n"...)
		out = append(out, pad(places[r], 10)+" "+pad(r.Gen, 5)+" n \n"...)
	}
	out = append(out, "trailer\n"...)
	return append(Append(out, trailer), '\n')
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// tableStream continues a file whose tables are streams: others may not be mixed in (7.5.8.4).
func (u *Update) tableStream(out []byte, trailer Dict, places map[Ref]int) []byte {
	self := Ref{u.next, 0}
	trailer["Size"] = u.next + 1
	rows, index := []byte{}, Array{}
	add := func(r Ref, at int) {
		rows = append(rows, 1)
		rows = binary.BigEndian.AppendUint32(rows, uint32(at))
		rows = binary.BigEndian.AppendUint16(rows, uint16(r.Gen))
		index = append(index, r.N, 1)
	}
	for _, r := range u.sorted() {
		add(r, places[r])
	}
	add(self, len(out))
	raw := Pack(rows)
	trailer["Type"], trailer["W"], trailer["Index"] = Name("XRef"), Array{1, 4, 2}, index
	trailer["Length"], trailer["Filter"] = len(raw), Name("FlateDecode")
	out = append(out, strconv.Itoa(self.N)+" 0 obj\n"...)
	return append(Append(out, Stream{trailer, raw}), "\nendobj\n"...)
}

// Pack deflates bytes for a stream with /Filter /FlateDecode.
func Pack(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}
