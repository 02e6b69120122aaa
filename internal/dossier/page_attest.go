package dossier

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// attestLines is how many papers can be named when a certification gets its numbers.
const attestLines = 5

// askAttested asks what is certified: each paper gets a number of its own.
func (rd *reading) askAttested() []templ.Component {
	if rd.v.Book == "" || rd.v.Result == nil || rd.v.Result.Negative || rd.v.isCopy() { // a copy is of one paper, which is known
		return nil
	}
	inside := []templ.Component{ui.Paragraph(rd.t("dossier.book.ask", "book", rd.v.Book.Title(rd.ctx)))}
	for n := 1; n <= attestLines; n++ {
		no, saved := strconv.Itoa(n), ""
		if n == 1 {
			saved = rd.v.Result.Text
		}
		inside = append(inside, inRow([]templ.Component{
			ui.TextField{Name: "what-" + no, Label: rd.t("dossier.book.what-n", "n", n), Value: rd.held.Value("what-"+no, saved), MaxLength: 300, Autocomplete: "off"},
			ui.TextField{Name: "copies-" + no, Label: rd.t("dossier.book.copies-n", "n", n), Value: rd.held.Value("copies-"+no, ""), InputMode: "numeric", Width: "5", MaxLength: 4,
				Autocomplete: "off"}}))
	}
	return []templ.Component{grouped(rd.t("dossier.book.title"), stacked(inside...))}
}

// attestedOf reads what was typed there.
func attestedOf(form url.Values) []Attested {
	var out []Attested
	for n := 1; n <= attestLines; n++ {
		no := strconv.Itoa(n)
		copies, _ := strconv.Atoi(text.Clean(form.Get("copies-" + no)))
		out = append(out, Attested{What: form.Get("what-" + no), Copies: min(copies, 9999)})
	}
	return out
}
