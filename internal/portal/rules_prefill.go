package portal

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
)

// known is what the citizen's account answers of a form. Only fields that are clearly about whoever fills
// in the form are among it.
func known(fields []catalog.Field, me dossier.Party) catalog.Values {
	out := catalog.Values{}
	put := func(name, value string) {
		if value != "" && slices.ContainsFunc(fields, func(f catalog.Field) bool { return f.Name == name }) {
			out[name] = []string{value}
		}
	}
	if who := selfOf(fields); who != "" {
		put(who+"_full_name", me.Name)
		put(who+"_birth_date", string(me.BirthOn))
		put(who+"_id_number", me.PersonalNo)
		put(who+"_phone", me.Phone)
		put(who+"_email", me.Email)
	}
	put("contact_phone", me.Phone)
	return catalog.Tidy(always(fields), out)
}

// carried is what an earlier form of the same person answers of this one: the fields about whoever filled
// in that form, where this one asks the same about whoever fills it in.
func carried(fields, earlier []catalog.Field, values catalog.Values) catalog.Values {
	who, was := selfOf(fields), selfOf(earlier)
	out := catalog.Values{}
	if who == "" || was == "" {
		return out
	}
	for _, f := range fields {
		part, ok := strings.CutPrefix(f.Name, who+"_")
		if !ok || f.Type == catalog.File || f.Type == catalog.Group {
			continue
		}
		same := func(o catalog.Field) bool { return o.Name == was+"_"+part && o.Type == f.Type }
		if !slices.ContainsFunc(earlier, same) {
			continue
		}
		for _, name := range namesOf(f, 0) {
			if value := values[was+strings.TrimPrefix(name, who)]; len(value) > 0 {
				out[name] = value
			}
		}
	}
	return out
}

// selfOf is the person of the form who fills it in: the first whose phone it asks for besides the
// name; "" when there is none, as where both bride and groom apply.
func selfOf(fields []catalog.Field) string {
	names := map[string]bool{}
	for _, f := range fields {
		names[f.Name] = true
	}
	for _, f := range fields {
		if who, ok := strings.CutSuffix(f.Name, "_full_name"); ok && names[who+"_phone"] {
			return who
		}
	}
	return ""
}

// addressOf writes the address given for a person as letters are addressed, the smallest part
// first; "" when there is none.
func addressOf(fields []catalog.Field, who string, v catalog.Values) string {
	i := slices.IndexFunc(fields, func(f catalog.Field) bool {
		return f.Type == catalog.Address && (f.Name == who+"_address" || f.Name == who+"_residence")
	})
	if i < 0 {
		return ""
	}
	return oneLine(fields[i], v)
}

func oneLine(address catalog.Field, v catalog.Values) string {
	var parts []string
	for _, name := range address.AddressParts() {
		if part := v.One(name); part != "" {
			parts = append([]string{part}, parts...)
		}
	}
	return strings.Join(parts, ", ")
}

// homePhone writes a number kept as +84912345678 the way people dial it.
func homePhone(n string) string {
	if rest, ok := strings.CutPrefix(n, "+84"); ok {
		return "0" + rest
	}
	return n
}
