package object

import "bytes"

// section is one table of positions.
type section struct {
	start   int
	stream  bool
	entries map[int]entry
	trailer Dict
}

// chain reads the newest section and those before it, newest first.
func (f *File) chain(start int) ([]section, error) {
	var out []section
	for seen := map[int]bool{}; ; {
		if seen[start] {
			return nil, broken("tables in a circle")
		}
		seen[start] = true
		if len(out) == maxSections {
			return nil, tooMuch("revisions")
		}
		s, err := f.section(start)
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
		switch prev := s.trailer["Prev"].(type) {
		case nil:
			return out, nil
		case int:
			start = prev
		case float64: // some writers do
			start = int(prev)
		default:
			return nil, broken("Prev is %v", prev)
		}
	}
}

func (f *File) section(start int) (*section, error) {
	if start <= 0 || start >= len(f.Bytes) {
		return nil, broken("table at %d of %d bytes", start, len(f.Bytes))
	}
	s := &section{start: start, entries: map[int]entry{}}
	if bytes.HasPrefix(f.Bytes[start:], []byte("xref")) {
		return s, f.table(s)
	}
	s.stream = true
	return s, f.tableStream(s, start)
}

// table reads "xref … trailer <<…>>" (ISO 32000-1, 7.5.4), and the stream beside it in files for two kinds of readers.
func (f *File) table(s *section) error {
	l := &lexer{data: f.Bytes, pos: s.start + len("xref"), budget: &f.budget}
	for l.space(); isDigit(l.peek(0)); l.space() {
		if err := f.subsection(l, s); err != nil {
			return err
		}
	}
	if err := l.keyword("trailer"); err != nil {
		return err
	}
	o, err := l.object()
	if err != nil {
		return err
	}
	d, ok := o.(Dict)
	if !ok {
		return broken("trailer behind %d", s.start)
	}
	s.trailer = d
	beside, ok := d["XRefStm"].(int)
	if !ok {
		return nil
	}
	if beside <= 0 || beside >= len(f.Bytes) {
		return broken("table beside that at %d", s.start)
	}
	hidden := &section{entries: map[int]entry{}}
	if err := f.tableStream(hidden, beside); err != nil {
		return err
	}
	for n, e := range hidden.entries {
		if old, ok := s.entries[n]; !ok || old.kind == free {
			s.entries[n] = e
		}
	}
	return nil
}

func (f *File) subsection(l *lexer, s *section) error {
	first, err := l.natural()
	if err != nil {
		return err
	}
	count, err := l.natural()
	if err != nil {
		return err
	}
	for i := range count {
		at, err := l.natural()
		if err != nil {
			return err
		}
		gen, err := l.natural()
		if err != nil {
			return err
		}
		l.space()
		e := entry{plain, at, gen}
		switch l.word() {
		case "n":
		case "f":
			e.kind = free
		default:
			return broken("entry before %d", l.pos)
		}
		if err := f.enter(s, first+i, e); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) enter(s *section, n int, e entry) error {
	if f.entries++; f.entries > maxEntries {
		return tooMuch("objects")
	}
	if n < 0 || n >= 1<<31 {
		return broken("object number %d", n)
	}
	if _, twice := s.entries[n]; twice {
		return broken("object %d stands twice in a table", n)
	}
	s.entries[n] = e
	return nil
}

// tableStream reads a table that is a stream (7.5.8).
func (f *File) tableStream(s *section, at int) error {
	l := &lexer{data: f.Bytes, pos: at, budget: &f.budget}
	n, err := l.natural()
	if err != nil {
		return err
	}
	gen, err := l.natural()
	if err != nil {
		return err
	}
	v := View{&File{Bytes: f.Bytes}, -1} // nothing can be referred to before there is a table
	o, err := f.indirect(v, Ref{n, gen}, at, len(f.Bytes))
	if err != nil {
		return err
	}
	str, ok := o.(Stream)
	if !ok || str.Dict["Type"] != Name("XRef") {
		return broken("no table at %d", at)
	}
	s.trailer = str.Dict
	data, err := f.unpack(v, str)
	if err != nil {
		return err
	}
	return f.rows(s, str.Dict, data)
}

func (f *File) rows(s *section, d Dict, data []byte) error {
	w, _ := d["W"].(Array)
	if len(w) != 3 {
		return broken("widths of the table at %d", s.start)
	}
	var widths [3]int
	for i := range w {
		if widths[i] = intOr(w[i], -1); widths[i] < 0 || widths[i] > 8 {
			return broken("widths of the table at %d", s.start)
		}
	}
	index, ok := d["Index"].(Array)
	if !ok {
		index = Array{0, d["Size"]}
	}
	size := widths[0] + widths[1] + widths[2]
	for i := 0; i+1 < len(index); i += 2 {
		first, count := intOr(index[i], -1), intOr(index[i+1], -1)
		if first < 0 || count < 0 || size == 0 || count > len(data)/size {
			return broken("range of the table at %d", s.start)
		}
		for j := range count {
			if err := f.row(s, first+j, data[:size], widths); err != nil {
				return err
			}
			data = data[size:]
		}
	}
	return nil
}

func (f *File) row(s *section, n int, data []byte, widths [3]int) error {
	field := func(i int) int {
		v := 0
		for range widths[i] {
			v, data = v<<8|int(data[0]), data[1:]
		}
		return v
	}
	kind := 1
	if t := field(0); widths[0] > 0 {
		kind = t
	}
	at, gen := field(1), field(2)
	if at < 0 || gen < 0 {
		return broken("entry of object %d", n)
	}
	switch kind {
	case 0:
		return f.enter(s, n, entry{free, at, gen})
	case 1:
		return f.enter(s, n, entry{plain, at, gen})
	case 2:
		return f.enter(s, n, entry{packed, at, gen})
	}
	return nil // further kinds are null (7.5.8.3)
}
