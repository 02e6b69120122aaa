package pades

import (
	"maps"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// pair is two views of a file, one revision apart. may holds the changed objects that were looked at, and what their
// change amounts to.
type pair struct {
	old, now object.View
	count    map[int]int
	may      map[int]step
	touched  []string // names of fields that were there and got a value
}

// note says of an object that its change was looked at.
func (p *pair) note(o any, s step) step {
	if r, ok := o.(object.Ref); ok {
		p.may[r.N] = max(p.may[r.N], s)
	}
	return s
}

// alone tells whether one place only refers to an object, so that it is nothing else besides.
func (p *pair) alone(o any) bool {
	r, ok := o.(object.Ref)
	return ok && p.count[r.N] == 1
}

// roots compares the trailers, and from there on what may change.
func (p *pair) roots() step {
	a, b := p.old.Trailer(), p.now.Trailer()
	if !sameRef(a["Root"], b["Root"]) {
		return rewritten
	}
	p.info(a["Info"], b["Info"])
	return p.note(b["Root"], p.catalogue(p.old.Root(), p.now.Root()))
}

// info lets programs say that they have written the file; nobody sees that on a page.
func (p *pair) info(a, b any) {
	if sameRef(a, b) && onlyIn(p.old.Dict(a), p.now.Dict(b), "ModDate", "Producer") {
		p.note(b, nothing)
	}
}

func (p *pair) catalogue(a, b object.Dict) step {
	if a == nil || b == nil || !onlyIn(a, b, "AcroForm", "DSS", "Extensions", "Perms", "Metadata") {
		return rewritten
	}
	if sameRef(a["Metadata"], b["Metadata"]) && p.alone(a["Metadata"]) {
		p.note(a["Metadata"], nothing)
	} else if !object.Same(a["Metadata"], b["Metadata"]) {
		return rewritten
	}
	if a["Perms"] != nil && !object.Same(a["Perms"], b["Perms"]) {
		return rewritten
	}
	p.store(a["DSS"], b["DSS"])
	p.note(b["Extensions"], nothing)
	return p.form(a["AcroForm"], b["AcroForm"])
}

// store lets a document security store grow. What stands in it is certificates, answers and lists, and is nothing else
// besides.
func (p *pair) store(a, b any) {
	if a == nil {
		return
	}
	if sameRef(a, b) && p.alone(a) {
		p.note(a, nothing)
	}
	d := p.old.Dict(a)
	for _, k := range []object.Name{"Certs", "OCSPs", "CRLs", "VRI"} {
		if p.alone(d[k]) {
			p.note(d[k], nothing)
		}
	}
	for _, o := range p.old.Dict(d["VRI"]) {
		if p.alone(o) {
			p.note(o, nothing)
		}
	}
}

// form compares the form: fields may be added that are signed.
func (p *pair) form(a, b any) step {
	old, now := p.old.Dict(a), p.now.Dict(b)
	if now == nil {
		if old == nil {
			return nothing
		}
		return rewritten
	}
	if a != nil && !onlyIn(old, now, "Fields", "SigFlags") || a == nil && !onlyIn(object.Dict{}, now, "Fields", "SigFlags", "DA", "DR") {
		return rewritten
	}
	s := p.appended(old["Fields"], now["Fields"])
	if sameRef(a, b) {
		p.note(b, s)
	}
	return max(s, p.filledIn(now["Fields"]))
}

// appended compares two lists, of fields or of annotations on a page: what is new at the end must be signatures.
func (p *pair) appended(a, b any) step {
	old, now := p.old.Array(a), p.now.Array(b)
	if len(now) < len(old) || len(now) > maxFields || !object.Same(old, now[:len(old)]) {
		return rewritten
	}
	worst := nothing
	for _, o := range now[len(old):] {
		worst = max(worst, p.added(o))
	}
	if sameRef(a, b) {
		p.note(b, worst)
	}
	return worst
}

// added tells what a new field or annotation is.
func (p *pair) added(o any) step {
	r, ok := o.(object.Ref)
	d := p.now.Dict(o)
	if !ok || d == nil || p.old.Dict(r) != nil {
		return rewritten
	}
	kind, value := p.now.Resolve(d["FT"]), d["V"]
	if parent := p.now.Dict(d["Parent"]); parent != nil && kind == nil {
		kind, value = p.now.Resolve(parent["FT"]), parent["V"]
	}
	if kind == nil && d["Subtype"] != nil && d["Subtype"] != object.Name("Widget") {
		return commented
	}
	return p.signs(kind, value)
}

// signs tells what it means that a field has got a value.
func (p *pair) signs(kind, value any) step {
	sig := p.now.Dict(value)
	if kind != object.Name("Sig") || sig == nil || sig["ByteRange"] == nil {
		return rewritten
	}
	if p.now.Resolve(sig["SubFilter"]) == object.Name("ETSI.RFC3161") {
		return nothing
	}
	return signed
}

// filledIn goes through the fields that were there: an empty place for a signature may be signed, others be filled in.
func (p *pair) filledIn(list any) step {
	worst, count := nothing, 0
	var walk func(o any, kind any, name string, above step, level int) // above is what was done to the field whose widget it may be
	walk = func(o any, kind any, name string, above step, level int) {
		r, ok := o.(object.Ref)
		if count++; !ok || count > maxFields || level > maxLevels {
			return
		}
		old, now := p.old.Dict(r), p.now.Dict(r)
		if old == nil || now == nil {
			return
		}
		if k := p.now.Resolve(now["FT"]); k != nil {
			kind = k
		}
		if t, named := now["T"]; named {
			name, above = strings.TrimPrefix(name+"."+object.Words(p.now.Resolve(t)), "."), nothing
		}
		if !object.Same(old, now) {
			above = p.note(r, p.field(kind, old, now, above))
			worst = max(worst, above)
			if above > nothing {
				p.touched = append(p.touched, name)
			}
		}
		for _, kid := range p.now.Array(now["Kids"]) {
			walk(kid, kind, name, above, level+1)
		}
	}
	for _, o := range p.now.Array(list) {
		walk(o, nil, "", nothing, 0)
	}
	return worst
}

// field tells what was done to a field, or to a widget of its own below one that was signed.
func (p *pair) field(kind any, old, now object.Dict, above step) step {
	if kind == object.Name("Sig") && above == signed && old["T"] == nil && onlyIn(old, now, "AP", "AS", "M", "MK") {
		return above
	}
	if !onlyIn(old, now, "V", "AP", "AS", "M", "MK") {
		return rewritten
	}
	if kind != object.Name("Sig") {
		return filled
	}
	if old["V"] != nil {
		return rewritten
	}
	return p.signs(kind, now["V"])
}

// page looks at a changed object that nothing above explains: a page, or its list of annotations, to which
// signatures may be added.
func (p *pair) page(n int, from map[int][]int) step {
	switch old := p.old.Resolve(p.old.Ref(n)).(type) {
	case object.Dict:
		now := p.now.Dict(p.now.Ref(n))
		if old["Type"] != object.Name("Page") || !onlyIn(old, now, "Annots") {
			return rewritten
		}
		return p.appended(old["Annots"], now["Annots"])
	case object.Array:
		if p.count[n] != 1 {
			return rewritten
		}
		for owner, to := range from {
			if slices.Contains(to, n) {
				d := p.old.Dict(p.old.Ref(owner))
				if d["Type"] == object.Name("Page") && sameRef(d["Annots"], p.old.Ref(n)) {
					return p.appended(p.old.Ref(n), p.now.Ref(n))
				}
			}
		}
	}
	return rewritten
}

// sameRef tells whether both are the same reference.
func sameRef(a, b any) bool {
	r, ok := a.(object.Ref)
	s, too := b.(object.Ref)
	return ok && too && r == s
}

// onlyIn tells whether two dictionaries differ in nothing but these keys.
func onlyIn(a, b object.Dict, keys ...object.Name) bool {
	a, b = maps.Clone(a), maps.Clone(b)
	for _, k := range keys {
		delete(a, k)
		delete(b, k)
	}
	return object.Same(a, b)
}
