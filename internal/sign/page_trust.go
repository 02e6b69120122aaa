package sign

import (
	"net/http"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// trustView is the list of authorities that are trusted.
type trustView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Table    ui.Table
	Some     bool
	Empty    ui.Empty
	Form     ui.FormFrame
	File     ui.FileField
	Submit   ui.Button
}

func (p *Pages) trusted(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	roots, err := p.s.Roots(ctx)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "sign."+key, args...) }
	title := t("trust.title")
	v := trustView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: t("trust.home"), Href: "/quan-tri"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("trust.lead")}, Some: len(roots) > 0,
		Empty: ui.Empty{Title: t("trust.empty"), Text: t("trust.empty-hint")}, Form: ui.FormFrame{Action: PathTrust, Multipart: true},
		File:   ui.FileField{ID: "root", Name: "root", Label: t("trust.file"), Hint: t("trust.file-hint"), Accept: ".pem,.cer,.crt", Error: held.FieldError(r, "root"), Required: true},
		Submit: ui.Button{Text: t("trust.add")},
		Table:  ui.Table{Caption: title, HideCaption: true, Head: []ui.Head{{Text: t("name")}, {Text: t("until")}, {Text: t("trust.digest")}, {Text: t("trust.added")}, {Text: t("trust.do")}}},
	}
	for _, c := range roots {
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: c.Cert.Subject.CommonName}, {Text: text.DateTime(ctx, c.Cert.NotAfter)},
			{Text: inFours(sumOf(c.Cert.Raw))}, {Text: c.AddedBy + ", " + text.DateTime(ctx, c.AddedAt)}, {Body: endRoot(PathTrust+"/"+c.ID+"/bo", t("trust.end"), t("trust.end-sure", "name", c.Cert.Subject.CommonName))}}})
	}
	return web.Show(w, r, trustPage(v))
}

func (p *Pages) addRoot(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	raw, err := fileOf(r, "root", MostChain)
	if err == nil {
		err = p.s.AddRoot(r.Context(), raw)
	}
	if err != nil {
		return again(w, r, err, PathTrust)
	}
	web.Say(r, "sign.trust.added-now")
	return web.SeeOther(w, r, PathTrust)
}

func (p *Pages) endRoot(w http.ResponseWriter, r *http.Request) error {
	if err := p.s.EndRoot(r.Context(), r.PathValue("id")); err != nil {
		return again(w, r, err, PathTrust)
	}
	web.Say(r, "sign.trust.ended-now")
	return web.SeeOther(w, r, PathTrust)
}

// inFours parts a long number so that eyes can compare it and lines can break.
func inFours(s string) string {
	var out []string
	for part := range slices.Chunk([]rune(s), 4) {
		out = append(out, string(part))
	}
	return strings.Join(out, " ")
}
