package archive

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// transferView asks which papers are handed over, and offers their package.
type transferView struct {
	Frame      ui.Frame
	Problems   ui.ErrorSummary
	Heading    ui.Heading
	Some       bool
	Empty      ui.Empty
	Filter     ui.FilterSpec
	Office     ui.Select
	Year, Fond ui.TextField
	Found      *ui.Notice
	File       string
}

// transfer tells how much a selection is before anybody takes it away.
func (p *Pages) transfer(w http.ResponseWriter, r *http.Request) error {
	ctx, typed := r.Context(), r.URL.Query()
	offices, err := p.s.Offices(ctx)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "archive.transfer."+key, args...) }
	title := t("title")
	v := transferView{
		Frame:   ui.Frame{Title: title, Area: ui.Desk, Crumbs: deskCrumbs(ctx, title)},
		Heading: ui.Heading{Title: title, Lead: t("lead")}, Some: len(offices) > 0, Empty: ui.Empty{Title: t("empty")}, Filter: ui.FilterSpec{Action: transferPath},
		Office: ui.Select{Name: "don-vi", Label: t("office"), Value: typed.Get("don-vi")},
		Year:   ui.TextField{Name: "nam", Label: t("year"), Value: typed.Get("nam"), Width: "4", InputMode: "numeric", MaxLength: 4, Autocomplete: "off"},
		Fond:   ui.TextField{Name: "phong", Label: t("fond"), Hint: t("fond-hint"), Value: typed.Get("phong"), Width: "20", MaxLength: 60, Autocomplete: "off"},
	}
	for _, o := range offices {
		v.Office.Options = append(v.Office.Options, ui.Option{Value: o.UnitID, Text: o.Name})
	}
	if len(typed) > 0 && v.Some {
		if err := p.measure(r, &v, offices); err != nil {
			return err
		}
	}
	return web.Show(w, r, transferPage(v))
}

// measure fills in what was found, or what is wrong with the question.
func (p *Pages) measure(r *http.Request, v *transferView, offices []Place) error {
	ctx := r.Context()
	sel, err := selectionOf(r.URL.Query(), offices)
	if err != nil {
		return err
	}
	c, err := p.s.Measure(ctx, sel)
	if f := fault.As(err); f != nil && f.Kind == fault.Invalid {
		v.Problems, v.Frame.Failed = ui.Problems(ctx, f), true
		v.Year.Error, v.Fond.Error = ui.Problem(ctx, f, "nam"), ui.Problem(ctx, f, "phong")
		return nil
	}
	if err != nil {
		return err
	}
	n := func(i int64) string { return text.Integer(text.LangOf(ctx), i) }
	v.Found = &ui.Notice{Text: text.T(ctx, "archive.transfer.found", "papers", n(int64(c.Papers)), "files", n(int64(c.Files)), "kb", n((c.Bytes+1023)/1024))}
	switch {
	case c.TooMany:
		v.Found = &ui.Notice{Kind: ui.Caution, Text: text.T(ctx, "archive.transfer.too-many", "most", mostPacked)}
	case c.Papers > 0:
		v.File = transferPath + "/goi.zip?" + url.Values{"don-vi": {sel.Office.UnitID}, "nam": {strconv.Itoa(sel.Year)}, "phong": {sel.Fond}}.Encode()
	}
	return nil
}

// selectionOf reads a selection; an office where one may hand nothing over is not found.
func selectionOf(typed url.Values, offices []Place) (Selection, error) {
	year, _ := strconv.Atoi(typed.Get("nam")) // what is no year, the service says
	sel := Selection{Year: year, Fond: strings.TrimSpace(typed.Get("phong"))}
	for _, o := range offices {
		if o.UnitID == typed.Get("don-vi") {
			sel.Office = o
			return sel, nil
		}
	}
	return sel, fault.New(fault.NotFound, "archive.transfer.none")
}

// takePackage sends the package of a selection.
func (p *Pages) takePackage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	offices, err := p.s.Offices(ctx)
	if err != nil {
		return err
	}
	sel, err := selectionOf(r.URL.Query(), offices)
	if err != nil {
		return err
	}
	packed, err := p.s.Pack(ctx, sel, p.Software)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="sip-`+packed.ID+`.zip"`)
	h.Set("Cache-Control", "no-store")
	if err := p.s.Send(ctx, w, packed); err != nil {
		panic(http.ErrAbortHandler) // half of it has left: it must not look whole
	}
	return nil
}
