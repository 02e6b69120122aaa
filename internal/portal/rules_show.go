package portal

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
)

// Questions that hang on others. Until a dossier is sent its draft keeps the answers to questions that
// are not asked any more: whoever says no by mistake and then yes again finds what was typed. Sending
// drops them (catalog.Tidy).

// shownIn are the fields of a page that are asked after what was answered so far, in order.
func shownIn(form []catalog.Field, s sheet, v catalog.Values) []catalog.Field {
	tidy := catalog.Tidy(form, v)
	return slices.DeleteFunc(slices.Clone(s.Fields), func(f catalog.Field) bool { return !f.Shown(tidy) })
}

// asks tells whether a page asks anything.
func asks(form []catalog.Field, s sheet, v catalog.Values) bool { return len(shownIn(form, s, v)) > 0 }

// hangsHere tells whether the question hangs on one of the same page: the page must then be able to show
// it without being loaded anew.
func hangsHere(f catalog.Field, s sheet) bool { return f.ShowIf != "" && s.has(conditionOn(f)) }

// conditionOn is the question on which another hangs.
func conditionOn(f catalog.Field) string {
	name, _, _ := strings.Cut(f.ShowIf, "=")
	return name
}

// newlyShown are the questions of a page that are asked after its answers and were not before.
func newlyShown(form []catalog.Field, s sheet, before, after catalog.Values) []catalog.Field {
	was := shownIn(form, s, before)
	return slices.DeleteFunc(shownIn(form, s, after), func(f catalog.Field) bool {
		return slices.ContainsFunc(was, func(o catalog.Field) bool { return o.Name == f.Name })
	})
}

// unanswered tells whether a question has no answer yet.
func unanswered(f catalog.Field, v catalog.Values) bool {
	for name, values := range v {
		if (name == f.Name || strings.HasPrefix(name, f.Name+".")) && len(values) > 0 {
			return false
		}
	}
	return true
}

// always is the fields without their conditions, for tidying what is to be kept whatever is asked now.
func always(fields []catalog.Field) []catalog.Field {
	out := slices.Clone(fields)
	for i := range out {
		out[i].ShowIf = ""
		out[i].Fields = always(out[i].Fields)
	}
	return out
}
