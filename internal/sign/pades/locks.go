package pades

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// lock is what a signature fixes of the form (FieldMDP and the field's own Lock; ISO 32000-2, 12.7.5.5 and 12.8.2.4). The zero lock
// fixes nothing.
type lock struct {
	action object.Name // All, Include: the fields, Exclude: all but the fields; empty when there is no lock
	fields []string    // full names; one that is not the last of its line stands for all below it
	leaves int         // what later hands may do, as after a certification; 0 when that is not said
}

// of tells whether a field is fixed.
func (l lock) of(name string) bool {
	named := slices.ContainsFunc(l.fields, func(f string) bool { return name == f || strings.HasPrefix(name, f+".") })
	switch l.action {
	case "":
		return false
	case "Include":
		return named
	case "Exclude":
		return !named
	}
	return true // All, and what nobody knows: better too much than too little
}

// lockOf reads a lock of a field, or the parameters of FieldMDP, which say it in the same words.
func lockOf(v object.View, o any) lock {
	d := v.Dict(o)
	if d == nil {
		return lock{}
	}
	l := lock{action: "All"}
	if a, ok := v.Resolve(d["Action"]).(object.Name); ok {
		l.action = a
	}
	for _, f := range v.Array(d["Fields"]) {
		if len(l.fields) == maxFields {
			l.action = "All" // what is more than is looked at
			break
		}
		l.fields = append(l.fields, object.Words(v.Resolve(f)))
	}
	if p, ok := v.Resolve(d["P"]).(int); ok && p >= 1 && p <= 3 {
		l.leaves = p
	}
	return l
}

// locksOf are the locks of a signed field, as they were when it was signed: what the signature says, and what its field asked for. A
// signer who leaves out what the field asked for has not freed what it fixes.
func locksOf(v object.View, f signedField) []lock {
	var out []lock
	add := func(o any) {
		if l := lockOf(v, o); l.action != "" {
			out = append(out, l)
		}
	}
	sig := f.sig
	if d := v.Dict(f.value); d != nil {
		sig = d
	}
	for _, o := range v.Array(sig["Reference"]) {
		if d := v.Dict(o); v.Resolve(d["TransformMethod"]) == object.Name("FieldMDP") {
			params := d["TransformParams"]
			if v.Dict(params) == nil {
				params = object.Dict{}
			}
			add(params)
		}
	}
	add(v.Dict(f.ref)["Lock"])
	return out
}

// fixes tells whether one of the locks fixes one of the fields.
func fixes(locks []lock, names []string) bool {
	return slices.ContainsFunc(locks, func(l lock) bool { return slices.ContainsFunc(names, l.of) })
}

// closes tells whether a signed field with its lock lets nobody sign after it.
func (l lock) closes() bool { return l.leaves == 1 }

// transform is the reference by which a signature takes up the lock of its field.
func transform(l lock, root object.Ref) object.Dict {
	params := object.Dict{"Type": object.Name("TransformParams"), "Action": l.action, "V": object.Name("1.2")}
	if l.action != "All" {
		var names object.Array
		for _, f := range l.fields {
			names = append(names, object.Text(f))
		}
		params["Fields"] = names
	}
	return object.Dict{"Type": object.Name("SigRef"), "TransformMethod": object.Name("FieldMDP"), "TransformParams": params, "Data": root}
}
