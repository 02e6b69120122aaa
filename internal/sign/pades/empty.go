package pades

import (
	"fmt"
	"maps"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// emptyField is a field for a signature that a file brings and nobody has signed.
type emptyField struct {
	ref    object.Ref
	widget object.Ref // where it is seen: the field itself, or its one kid
	name   string
	box    [4]float64 // of the widget; nothing is seen in an empty one
	lock   lock
	seed   object.Dict // what its author wants of the signature; nil when nothing
}

// emptyOf reads a field that was found to be empty. One that is not built as such fields are (ISO 32000-2, 12.7.5.5: one widget) is
// none to be signed.
func emptyOf(v object.View, ref object.Ref, name string) (emptyField, bool) {
	d := v.Dict(ref)
	e := emptyField{ref: ref, widget: ref, name: name, lock: lockOf(v, d["Lock"]), seed: v.Dict(d["SV"])}
	kids := v.Array(d["Kids"])
	if len(kids) > 0 {
		one, ok := kids[0].(object.Ref)
		if len(kids) > 1 || !ok || v.Dict(one)["T"] != nil || v.Dict(one)["Kids"] != nil {
			return e, false
		}
		e.widget = one
	}
	rect := v.Array(v.Dict(e.widget)["Rect"])
	if len(rect) != 4 {
		return e, len(rect) == 0
	}
	var n [4]float64
	for i, o := range rect {
		switch t := v.Resolve(o).(type) {
		case int:
			n[i] = float64(t)
		case float64:
			n[i] = t
		default:
			return e, false
		}
	}
	e.box = [4]float64{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}
	return e, true
}

// seen tells whether the field has room for something to be seen.
func (e *emptyField) seen() bool { return e.box[2]-e.box[0] >= 1 && e.box[3]-e.box[1] >= 1 }

// brought is the empty field that a signature goes into: the one that is named, or the first where any will do. None means that
// the signature gets a field of its own. One whose widget is an object of its own is taken by its name only: poppler does not find
// signatures in such fields.
func (f fields) brought(s Spec) (*emptyField, error) {
	for i := range f.empty {
		if e := &f.empty[i]; s.Field == e.name || s.Field == "" && s.Brought && e.widget == e.ref {
			return e, nil
		}
	}
	if s.Field != "" && f.names[s.Field] {
		return nil, fmt.Errorf("there is a field %q already, and it is no empty place for a signature", s.Field)
	}
	return nil, nil
}

// sign puts a signature into an empty field, with what is seen of it in the field's own box.
func (f *form) sign(e *emptyField, sig object.Ref, s Spec) error {
	field := maps.Clone(f.view.Dict(e.ref))
	field["V"] = sig
	if s.Look.Page != 0 && e.seen() {
		look := s.Look
		look.Box = e.box
		drawn, err := look.draw(f.update)
		if err != nil {
			return err
		}
		ap := object.Dict{"N": drawn}
		if e.widget == e.ref {
			field["AP"] = ap
		} else {
			widget := maps.Clone(f.view.Dict(e.widget))
			widget["AP"] = ap
			f.update.Set(e.widget, widget)
		}
	}
	f.update.Set(e.ref, field)
	return nil
}

// mark says in the form that it is signed.
func (f *form) mark(root object.Ref, catalogue object.Dict) {
	d := maps.Clone(f.view.Dict(catalogue["AcroForm"]))
	d["SigFlags"] = signedAppendOnly
	if at, ok := catalogue["AcroForm"].(object.Ref); ok {
		f.update.Set(at, d)
		return
	}
	catalogue["AcroForm"] = d
	f.update.Set(root, catalogue)
}

// references are what a signature says of later changes: its own certification, and the lock of its field.
func references(s Spec, e *emptyField, root object.Ref) object.Array {
	var out object.Array
	if s.Certify != 0 {
		out = slices.Concat(out, certifies(s.Certify))
	}
	if e != nil && e.lock.action != "" {
		out = append(out, transform(e.lock, root))
	}
	return out
}
