package object

import "bytes"

// indirect reads "N G obj … endobj" at an offset; the whole object must stand before limit.
func (f *File) indirect(v View, want Ref, at, limit int) (any, error) {
	if at <= 0 || at >= limit {
		return nil, broken("object %d outside of its revision", want.N)
	}
	l := &lexer{data: f.Bytes[:limit], pos: at, budget: &f.budget}
	n, err := l.natural()
	if err != nil {
		return nil, err
	}
	gen, err := l.natural()
	if err != nil {
		return nil, err
	}
	if n != want.N || gen != want.Gen {
		return nil, broken("object %d %d stands where %d %d should", n, gen, want.N, want.Gen)
	}
	if err := l.keyword("obj"); err != nil {
		return nil, err
	}
	o, err := l.object()
	if err != nil {
		return nil, err
	}
	if d, ok := o.(Dict); ok {
		back := l.pos
		if l.keyword("stream") == nil {
			if o, err = l.stream(v, d); err != nil {
				return nil, err
			}
		} else {
			l.pos = back
		}
	}
	return o, l.keyword("endobj")
}

// stream reads the bytes behind a stream's keyword.
func (l *lexer) stream(v View, d Dict) (any, error) {
	if l.peek(0) == '\r' {
		l.pos++
	}
	if l.peek(0) != '\n' {
		return nil, broken("no line ends before the stream at %d", l.pos)
	}
	l.pos++
	length, ok := v.Resolve(d["Length"]).(int)
	if !ok || length < 0 || length > len(l.data)-l.pos {
		return nil, broken("length of the stream at %d", l.pos)
	}
	raw := l.data[l.pos : l.pos+length]
	l.pos += length
	return Stream{d, raw}, l.keyword("endstream")
}

type packedKey struct{ rev, n int }

// pack is an object stream, unpacked.
type pack struct {
	data    []byte
	first   int
	numbers []int // of the objects
	offsets []int // behind first
}

// fromPack reads an object that stands in an object stream.
func (f *File) fromPack(rev, n int, e entry) (any, error) {
	p, err := f.pack(rev, e.at)
	if err != nil {
		return nil, err
	}
	if e.gen >= len(p.numbers) || p.numbers[e.gen] != n {
		return nil, broken("object %d is not in stream %d", n, e.at)
	}
	at := p.first + p.offsets[e.gen]
	if at >= len(p.data) {
		return nil, broken("object %d behind the end of stream %d", n, e.at)
	}
	l := &lexer{data: p.data, pos: at, budget: &f.budget}
	return l.object()
}

func (f *File) pack(rev, n int) (*pack, error) {
	key := packedKey{rev, n}
	if p := f.packed[key]; p != nil {
		return p, nil
	}
	v := f.At(rev)
	if e, _, _ := v.find(n); e.kind != plain {
		return nil, broken("object stream %d is not there", n)
	}
	o, err := v.Get(Ref{n, 0})
	if err != nil {
		return nil, err
	}
	s, ok := o.(Stream)
	if !ok || s.Dict["Type"] != Name("ObjStm") {
		return nil, broken("%d is no object stream", n)
	}
	data, err := f.unpack(v, s)
	if err != nil {
		return nil, err
	}
	p := &pack{data: data, first: intOr(v.Resolve(s.Dict["First"]), -1)}
	count := intOr(v.Resolve(s.Dict["N"]), -1)
	if p.first < 0 || p.first > len(data) || count < 0 || count > p.first {
		return nil, broken("head of object stream %d", n)
	}
	l := &lexer{data: data[:p.first], budget: &f.budget}
	for range count {
		number, err := l.natural()
		if err != nil {
			return nil, err
		}
		offset, err := l.natural()
		if err != nil {
			return nil, err
		}
		p.numbers, p.offsets = append(p.numbers, number), append(p.offsets, offset)
	}
	f.packed[key] = p
	return p, nil
}

// Same tells whether two objects are written alike.
func Same(a, b any) bool {
	return bytes.Equal(Append(nil, a), Append(nil, b))
}
