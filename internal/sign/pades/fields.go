package pades

import (
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// signedField is a field with a signature in it.
type signedField struct {
	ref   object.Ref // of the field
	value object.Ref // of the signature; zero when it stands in the field itself
	name  string
	sig   object.Dict
}

type fields struct {
	names   map[string]bool // of all fields
	values  []signedField   // in the form's order
	empty   []emptyField    // those for signatures that nobody has signed, in the form's order
	others  []string        // names of those that are for anything else
	tooMany bool
}

// next returns the first free name.
func (f fields) next() string {
	for n := 1; ; n++ {
		if name := "Signature" + strconv.Itoa(n); !f.names[name] {
			return name
		}
	}
}

func (f *form) signedFields() fields { return signedFields(f.view) }

// signedFields walks the form. A field's kind and value may come from above it.
func signedFields(v object.View) fields {
	out := fields{names: map[string]bool{}}
	count := 0
	var walk func(o any, prefix string, kind any, value any, level int)
	walk = func(o any, prefix string, kind, value any, level int) {
		if count++; count > maxFields || level > maxLevels {
			out.tooMany = true
			return
		}
		d := v.Dict(o)
		if d == nil {
			return
		}
		if t, named := d["T"]; named {
			if prefix != "" {
				prefix += "."
			}
			prefix += object.Words(v.Resolve(t))
		}
		if k := v.Resolve(d["FT"]); k != nil {
			kind = k
		}
		if d["V"] != nil {
			value = d["V"]
		}
		for _, kid := range v.Array(d["Kids"]) {
			walk(kid, prefix, kind, value, level+1)
		}
		out.names[prefix] = true
		if kind != object.Name("Sig") {
			if kind != nil && d["T"] != nil {
				out.others = append(out.others, prefix)
			}
			return
		}
		if ref, ok := o.(object.Ref); ok && value == nil && d["T"] != nil {
			if e, ok := emptyOf(v, ref, prefix); ok {
				out.empty = append(out.empty, e)
			}
		}
		if value == nil {
			return
		}
		if sig := v.Dict(value); sig != nil && d["V"] != nil {
			f := signedField{name: prefix, sig: sig}
			f.ref, _ = o.(object.Ref)
			f.value, _ = value.(object.Ref)
			out.values = append(out.values, f)
		}
	}
	for _, o := range v.Array(v.Dict(v.Root()["AcroForm"])["Fields"]) {
		walk(o, "", nil, nil, 0)
	}
	return out
}

// permission returns what the file's certification leaves to later hands (DocMDP): 1 nothing, 2 fill in and sign,
// 3 comment too; 0 when it is not certified.
func permission(v object.View) int {
	sig := v.Dict(v.Dict(v.Root()["Perms"])["DocMDP"])
	if sig == nil {
		return 0
	}
	return permissionOf(v, sig)
}

func permissionOf(v object.View, sig object.Dict) int {
	for _, o := range v.Array(sig["Reference"]) {
		d := v.Dict(o)
		if v.Resolve(d["TransformMethod"]) != object.Name("DocMDP") {
			continue
		}
		if p, ok := v.Resolve(v.Dict(d["TransformParams"])["P"]).(int); ok && p >= 1 && p <= 3 {
			return p
		}
		return 2 // the default (ISO 32000-1, table 254)
	}
	return 0
}
