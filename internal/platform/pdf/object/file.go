package object

import (
	"bytes"
	"regexp"
	"strconv"
)

// Limits on one file. A paper of a thousand scanned pages has some ten thousand objects.
const (
	maxSections = 2_000
	maxEntries  = 500_000
	maxUnpacked = 64 << 20 // bytes of tables and object streams, all together
	maxNested   = 16       // objects that must be read to read an object
	maxRead     = 64 << 20 // bytes of objects, besides four times the file
)

// File is a PDF whose tables have been read. It is for one goroutine.
type File struct {
	Bytes     []byte
	Revisions []Revision // oldest first, never empty

	// Err is the first error met by Resolve: what was said about the file until then may lack something.
	Err error

	budget, unpacked, entries, nested int
	packed                            map[packedKey]*pack
}

// Revision is what one save made of the file.
type Revision struct {
	Start   int  // of its table
	End     int  // behind its %%EOF and that line's end
	EOF     int  // behind its %%EOF alone
	Stream  bool // its table is a stream
	Trailer Dict

	entries map[int]entry
}

// Numbers returns the numbers of the objects that the revision writes or frees, in no order.
func (r Revision) Numbers() []int {
	out := make([]int, 0, len(r.entries))
	for n := range r.entries {
		out = append(out, n)
	}
	return out
}

// entry says where an object is: at an offset, or as the nth in an object stream.
type entry struct {
	kind    byte // free, plain, packed
	at, gen int  // plain: offset and generation; packed: number of the stream and place in it
}

const (
	free byte = iota
	plain
	packed
)

var endOfRevision = regexp.MustCompile(`startxref\s+(\d{1,12})\s+%%EOF(\r\n|\n|\r)?`)

// Open reads the tables of a file. The bytes must not change afterwards.
func Open(raw []byte) (*File, error) {
	f := &File{Bytes: raw, budget: maxRead + 4*len(raw), unpacked: maxUnpacked, packed: map[packedKey]*pack{}}
	if !bytes.HasPrefix(raw, []byte("%PDF-")) {
		return nil, broken("does not begin with %%PDF-")
	}
	ends := f.ends()
	if len(ends) == 0 {
		return nil, broken("no startxref")
	}
	sections, err := f.chain(ends[len(ends)-1].start)
	if err != nil {
		return nil, err
	}
	if err := f.group(sections, ends); err != nil {
		return nil, err
	}
	for _, r := range f.Revisions {
		if r.Trailer["Encrypt"] != nil {
			return nil, ErrEncrypted
		}
	}
	return f, nil
}

type end struct{ start, eof, line int }

// ends finds where revisions may end: each "startxref N %%EOF".
func (f *File) ends() []end {
	var out []end
	for _, m := range endOfRevision.FindAllSubmatchIndex(f.Bytes, 4*maxSections) {
		start, _ := strconv.Atoi(string(f.Bytes[m[2]:m[3]]))
		eof := m[1]
		if m[4] >= 0 {
			eof = m[4]
		}
		out = append(out, end{start, eof, m[1]})
	}
	return out
}

// group makes revisions of sections, which come newest first. A section whose predecessor stands behind
// it belongs to the same save: that is how files for slow lines are written (ISO 32000-1, annex F).
func (f *File) group(sections []section, ends []end) error {
	var out []Revision
	for i := 0; i < len(sections); i++ {
		s := sections[i]
		r := Revision{Start: s.start, Stream: s.stream, Trailer: s.trailer, entries: s.entries}
		for i+1 < len(sections) && sections[i+1].start > s.start {
			i++
			for n, e := range sections[i].entries {
				if _, newer := r.entries[n]; !newer {
					r.entries[n] = e
				}
			}
		}
		for _, e := range ends {
			if e.start == s.start && e.eof > s.start {
				r.End, r.EOF = e.line, e.eof
				break
			}
		}
		if r.End < r.Start {
			return broken("the table at %d has no end", s.start)
		}
		if len(out) > 0 && r.End > out[len(out)-1].Start {
			return broken("tables at %d and %d stand in each other", r.Start, out[len(out)-1].Start)
		}
		out = append(out, r)
	}
	for i := len(out) - 1; i >= 0; i-- {
		f.Revisions = append(f.Revisions, out[i])
	}
	return nil
}

// View is the file as it was after a revision.
type View struct {
	f   *File
	rev int
}

// At returns the file as of a revision, by its index.
func (f *File) At(rev int) View { return View{f, rev} }

// Latest returns the file as it is.
func (f *File) Latest() View { return f.At(len(f.Revisions) - 1) }

// Trailer returns the trailer of the view's revision.
func (v View) Trailer() Dict { return v.f.Revisions[v.rev].Trailer }

// Root returns the catalogue, nil when there is none.
func (v View) Root() Dict { return v.Dict(v.Trailer()["Root"]) }

// find looks an object's entry up, and tells the revision that wrote it.
func (v View) find(n int) (entry, int, bool) {
	for i := v.rev; i >= 0; i-- {
		v.f.budget--
		if e, ok := v.f.Revisions[i].entries[n]; ok {
			return e, i, true
		}
	}
	return entry{}, 0, false
}

// Get reads an object; one that is not there is null.
func (v View) Get(r Ref) (any, error) {
	e, rev, ok := v.find(r.N)
	if v.f.budget < 0 {
		return nil, tooMuch("objects to read")
	}
	if !ok || e.kind == free {
		return nil, nil
	}
	if v.f.nested++; v.f.nested > maxNested {
		v.f.nested--
		return nil, tooMuch("objects that need each other")
	}
	defer func() { v.f.nested-- }()
	if e.kind == packed {
		if r.Gen != 0 {
			return nil, nil
		}
		return v.f.fromPack(rev, r.N, e)
	}
	if e.gen != r.Gen {
		return nil, nil
	}
	return v.f.indirect(v, r, e.at, v.f.Revisions[rev].End)
}

// Resolve follows references. What cannot be read is null, and the file's Err says why.
func (v View) Resolve(o any) any {
	for range maxNested {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		var err error
		if o, err = v.Get(r); err != nil {
			v.fail(err)
			return nil
		}
	}
	v.fail(broken("references in a circle"))
	return nil
}

func (v View) fail(err error) {
	if v.f.Err == nil {
		v.f.Err = err
	}
}

// Dict resolves o to a dictionary, that of a stream included; nil when it is none.
func (v View) Dict(o any) Dict {
	switch d := v.Resolve(o).(type) {
	case Dict:
		return d
	case Stream:
		return d.Dict
	}
	return nil
}

// Array resolves o to an array; nil when it is none.
func (v View) Array(o any) Array {
	a, _ := v.Resolve(o).(Array)
	return a
}

// Unpack resolves o to a stream and returns its bytes unpacked; nil when it is none.
func (v View) Unpack(o any) []byte {
	s, ok := v.Resolve(o).(Stream)
	if !ok {
		return nil
	}
	out, err := v.f.unpack(v, s)
	if err != nil {
		v.fail(err)
		return nil
	}
	return out
}

// Place returns where the view's version of a plain object begins, -1 for one that is packed or not there.
func (v View) Place(n int) int {
	if e, _, ok := v.find(n); ok && e.kind == plain {
		return e.at
	}
	return -1
}

// Ref returns how an object is referred to in the view: its number with its present generation.
func (v View) Ref(n int) Ref {
	if e, _, ok := v.find(n); ok && e.kind == plain {
		return Ref{n, e.gen}
	}
	return Ref{n, 0}
}
