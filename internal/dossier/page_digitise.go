package dossier

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
)

// askPages asks for each paper with pictures how many pages it has on paper: as many must be in the file. A result on paper gets its
// pictures here.
func askPages(rd *reading) []templ.Component {
	all, err := rd.s.toDigitise(rd.ctx, rd.v.Dossier)
	if err != nil {
		return []templ.Component{ui.Paragraph(rd.t("dossier.digitise.not-now"))}
	}
	var out []templ.Component
	for i, p := range all {
		f := rd.number(pagesField(i), "dossier.digitise.pages", "")
		f.Label, f.Hint = p.Name, rd.t("dossier.digitise.pages-hint", "files", len(p.Files))
		if p.Key == theResult {
			f.Hint = rd.t("dossier.digitise.result-pages")
			out = append(out, rd.scanOfResult(len(p.Files)))
		}
		out = append(out, stacked(f, fileLinks(rd.files(p.Files))))
	}
	if len(out) == 0 {
		return []templ.Component{ui.Paragraph(rd.t("dossier.digitise.nothing"))}
	}
	return out
}

// scanOfResult takes the pictures of a result on paper; where it has some already they need not be sent again.
func (rd *reading) scanOfResult(have int) ui.FileField {
	f := rd.upload("dossier.digitise.scan")
	f.Required = have == 0
	if have > 0 {
		f.Hint = rd.t("dossier.digitise.scan-instead", "files", have)
	}
	return f
}

// countsOf are the numbers of pages typed, in the order of the papers; what is no number is 0.
func countsOf(form url.Values) (out []int) {
	for i := 0; form.Has(pagesField(i)); i++ {
		n, _ := strconv.Atoi(strings.TrimSpace(form.Get(pagesField(i))))
		out = append(out, n)
	}
	return out
}

func atOf(r *http.Request, id string) At {
	seen, _ := strconv.Atoi(r.PostForm.Get("seen")) // 0 accepts what is there
	return At{ID: id, Seen: seen}
}

// digitise makes the files and leads to where they are signed.
func (p *Pages) digitise(w http.ResponseWriter, r *http.Request, id string) error {
	scans, _, err := p.takeFiles(r)
	if err == nil {
		var b *sign.Batch
		if b, err = p.s.AskDigitising(r.Context(), atOf(r, id), countsOf(r.PostForm), scans...); err == nil {
			return web.SeeOther(w, r, signPath+b.ID)
		}
	}
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, actPath(id, Digitise))
}
