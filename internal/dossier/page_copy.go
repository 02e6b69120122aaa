package dossier

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// askCopy asks for the original and its scan. A copy made before fills it in.
func askCopy(rd *reading) []templ.Component {
	o, was := Original{}, rd.v.ElectronicCopy
	if was != nil {
		o = was.Original
	}
	name := rd.line("original", "dossier.copy.name", o.Name)
	issuer := rd.line("issuer", "dossier.copy.issuer", o.Issuer)
	name.Required, issuer.Required = true, true
	on := rd.day("original-on", "dossier.copy.on")
	on.Value = rd.held.Value("original-on", text.Date(o.On))
	pages := rd.number("pages", "dossier.copy.pages", rd.t("dossier.copy.pages-unit"))
	pages.Hint = rd.t("dossier.copy.pages-hint")
	if was != nil {
		pages.Value = rd.held.Value("pages", strconv.Itoa(o.Pages))
	}
	files := ui.FileField{Name: "file", Label: rd.t("dossier.copy.files"), Hint: rd.t("dossier.copy.files-hint"), Error: rd.problem("file"),
		Accept: blob.AcceptScans, Multiple: true}
	out := []templ.Component{name, rd.line("original-no", "dossier.copy.number", o.Number), on, issuer, pages, files}
	if was != nil {
		out = append(out, ui.Checkboxes{Name: "drop", Values: rd.held.Values["drop"], Options: []ui.Option{{Value: "1", Text: rd.t("dossier.copy.drop"), Hint: rd.t("dossier.copy.drop-hint")}}})
	}
	return out
}

func doCopy(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	if a.Get("drop") != "" {
		return s.DropCopy(ctx, at)
	}
	on, err := dayTypedIn(a, "original-on")
	if err != nil {
		return nil, err
	}
	pages, _ := strconv.Atoi(a.word("pages")) // what is none is missing
	return s.MakeCopy(ctx, at, Scanned{Files: a.files,
		Original: Original{Name: a.word("original"), Number: a.word("original-no"), On: on, Issuer: a.word("issuer"), Pages: pages}})
}

// copyWarnings tell what the scan of a copy lacks, while it can still be scanned anew.
func (rd *reading) copyWarnings() []ui.Notice {
	c := rd.v.ElectronicCopy
	if c == nil || rd.v.Result != nil && rd.v.Result.Number != "" {
		return nil
	}
	var out []ui.Notice
	if len(c.Coarse) > 0 {
		out = append(out, ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.copy.coarse", "pages", pageList(c.Coarse), "dpi", CopyDPI)})
	}
	if len(c.Colourless) > 0 {
		out = append(out, ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.copy.colourless", "pages", pageList(c.Colourless))})
	}
	return out
}

// copyNotices say before a step what it does with the copy.
func (rd *reading) copyNotices(do Action) []ui.Notice {
	switch {
	case do == Propose && rd.v.ElectronicCopy != nil:
		return []ui.Notice{{Text: rd.t("dossier.copy.proposed", "name", rd.v.ElectronicCopy.Original.Name)}}
	case do == Number && rd.v.isCopy():
		return []ui.Notice{{Text: rd.t("dossier.copy.numbered", "name", rd.v.Result.ElectronicCopy.Original.Name)}}
	}
	return nil
}

// madeCopy is the copy that waits to be proposed, nil for none.
func (rd *reading) madeCopy() *resultView {
	c := rd.v.ElectronicCopy
	if c == nil || rd.v.Result != nil {
		return nil
	}
	out := &resultView{Rows: ui.SummaryList{Rows: rd.copyRows(c)}}
	if rd.mayDo(CanUnmask) {
		out.Files = rd.files([]File{c.File})
	}
	return out
}

func (rd *reading) copyRows(c *ElectronicCopy) []ui.SummaryRow {
	if c == nil {
		return nil
	}
	var out []ui.SummaryRow
	for _, row := range []ui.SummaryRow{{Key: rd.t("dossier.copy.name"), Text: c.Original.Name}, {Key: rd.t("dossier.copy.number"), Text: c.Original.Number},
		{Key: rd.t("dossier.copy.on"), Text: text.Date(c.Original.On)}, {Key: rd.t("dossier.copy.issuer"), Text: c.Original.Issuer},
		{Key: rd.t("dossier.copy.pages"), Text: strconv.Itoa(c.Original.Pages)}} {
		if row.Text != "" {
			out = append(out, row)
		}
	}
	return out
}

// copyWords is what the history says of a copy made or taken back.
func (rd *reading) copyWords(c *ElectronicCopy) string {
	if c.File.SHA256 == "" {
		return rd.t("dossier.copy.dropped")
	}
	return rd.t("dossier.copy.made", "name", c.Original.Name, "n", c.Original.Pages)
}

func pageList(ns []int) string {
	var out []string
	for _, n := range ns {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}
