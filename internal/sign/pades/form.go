package pades

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// form adds fields to a file.
type form struct {
	view   object.View
	update *object.Update
}

const (
	maxFields = 2_000
	maxPages  = 20_000
	maxLevels = 32 // of pages and fields in each other
)

// Flags (ISO 32000-1, tables 165 and 219): a widget that is printed and stays where it is; a form that is signed, and
// to which may only be appended.
const (
	printedAndLocked = 4 | 128
	signedAppendOnly = 1 | 2
)

// addField writes a signature into an empty field, or with a field and widget of its own, which are one object, and returns its place.
func (f *form) addField(s *Spec, says func(Spec) object.Dict) (object.Ref, error) {
	var none object.Ref
	root, ok := f.view.Trailer()["Root"].(object.Ref)
	catalogue := maps.Clone(f.view.Root())
	if !ok || catalogue == nil {
		return none, fmt.Errorf("%w: no catalogue", object.ErrBroken)
	}
	signed := f.signedFields()
	if s.Cert != nil && f.closed(signed) { // time stamps are always permitted
		return none, ErrCertified
	}
	if s.Certify != 0 && len(signed.values) > 0 {
		return none, errors.New("only the first signature may certify")
	}
	empty, err := f.fits(signed, s)
	if err != nil {
		return none, err
	}
	sig := says(*s)
	sig["ByteRange"] = object.Raw(emptyRange)
	sig["Contents"] = object.Raw("<" + string(bytes.Repeat([]byte("0"), 2*room)) + ">")
	if refs := references(*s, empty, root); len(refs) > 0 {
		sig["Reference"] = refs
	}
	ref := f.update.Add(sig)
	if s.Certify != 0 {
		perms := maps.Clone(f.view.Dict(catalogue["Perms"]))
		if perms == nil {
			perms = object.Dict{}
		}
		perms["DocMDP"] = ref
		catalogue["Perms"] = perms
		f.update.Set(root, catalogue)
	}
	if empty != nil {
		f.mark(root, catalogue)
		return ref, f.sign(empty, ref, *s)
	}
	if s.Field == "" {
		s.Field = signed.next()
	}
	widget, err := f.widget(ref, *s)
	if err != nil {
		return none, err
	}
	f.enter(root, catalogue, widget)
	return ref, nil
}

// closed tells whether a signature that is there lets nobody sign after it.
func (f *form) closed(signed fields) bool {
	return permission(f.view) == 1 || slices.ContainsFunc(signed.values, func(v signedField) bool {
		return slices.ContainsFunc(locksOf(f.view, v), lock.closes)
	})
}

// fits is the empty field into which the signature goes, which then is as the field wants it; nil when it gets one of its own.
func (f *form) fits(signed fields, s *Spec) (*emptyField, error) {
	e, err := signed.brought(*s)
	if err != nil || e == nil {
		return nil, err
	}
	if s.Followed && e.lock.closes() {
		return nil, ErrCloses
	}
	// Whoever signs where the file says has not chosen what others may fill in afterwards, under their name.
	if s.Field == "" && e.lock.action != "" && slices.ContainsFunc(signed.others, func(name string) bool { return !e.lock.of(name) }) {
		return nil, ErrOpen
	}
	return e, s.meet(f.view, e.seed)
}

func certifies(p int) object.Array {
	params := object.Dict{"Type": object.Name("TransformParams"), "P": p, "V": object.Name("1.2")}
	return object.Array{object.Dict{"Type": object.Name("SigRef"), "TransformMethod": object.Name("DocMDP"), "TransformParams": params}}
}

// widget writes the field on its page.
func (f *form) widget(sig object.Ref, s Spec) (object.Ref, error) {
	number := s.Look.Page
	if number == 0 { // it is seen nowhere and stands on the first
		number = 1
	}
	page, err := pageOf(f.view, number)
	if err != nil {
		return object.Ref{}, err
	}
	field := object.Dict{
		"Type": object.Name("Annot"), "Subtype": object.Name("Widget"), "FT": object.Name("Sig"), "T": object.Text(s.Field),
		"V": sig, "P": page, "F": printedAndLocked, "Rect": object.Array{0, 0, 0, 0},
	}
	if s.Name != "" {
		field["TU"] = object.Text(s.Name)
	}
	if s.Look.Page != 0 {
		look, err := s.Look.draw(f.update)
		if err != nil {
			return object.Ref{}, err
		}
		b := s.Look.Box
		field["Rect"], field["AP"] = object.Array{b[0], b[1], b[2], b[3]}, object.Dict{"N": look}
	}
	ref := f.update.Add(field)
	f.annotate(page, ref)
	return ref, nil
}

// annotate adds a widget to its page.
func (f *form) annotate(page, widget object.Ref) {
	d := maps.Clone(f.view.Dict(page))
	list := append(slices.Clone(f.view.Array(d["Annots"])), widget)
	if at, ok := d["Annots"].(object.Ref); ok {
		f.update.Set(at, list)
		return
	}
	d["Annots"] = list
	f.update.Set(page, d)
}

// enter adds a field to the form, which is made where there is none.
func (f *form) enter(root object.Ref, catalogue object.Dict, field object.Ref) {
	d := maps.Clone(f.view.Dict(catalogue["AcroForm"]))
	if d == nil {
		d = object.Dict{}
	}
	d["SigFlags"] = signedAppendOnly
	list := append(slices.Clone(f.view.Array(d["Fields"])), field)
	if at, ok := d["Fields"].(object.Ref); ok {
		f.update.Set(at, list)
	} else {
		d["Fields"] = list
	}
	if at, ok := catalogue["AcroForm"].(object.Ref); ok {
		f.update.Set(at, d)
		return
	}
	catalogue["AcroForm"] = d
	f.update.Set(root, catalogue)
}

// pageOf finds a page by its number.
func pageOf(v object.View, number int) (object.Ref, error) {
	left, seen, last := number, 0, object.Ref{}
	var find func(node any, level int) (object.Ref, bool)
	find = func(node any, level int) (object.Ref, bool) {
		ref, _ := node.(object.Ref)
		d := v.Dict(node)
		if seen++; d == nil || level > maxLevels || seen > maxPages {
			return object.Ref{}, false
		}
		kids, parent := d["Kids"]
		if !parent {
			left, last = left-1, ref
			return ref, left == 0 && ref != object.Ref{}
		}
		for _, kid := range v.Array(kids) {
			if r, ok := find(kid, level+1); ok {
				return r, true
			}
		}
		return object.Ref{}, false
	}
	if r, ok := find(v.Root()["Pages"], 0); ok {
		return r, nil
	}
	if number == LastPage && last != (object.Ref{}) {
		return last, nil
	}
	return object.Ref{}, fmt.Errorf("there is no page %d", number)
}
