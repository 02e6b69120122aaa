package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// foundByFile is what the session keeps of a file that was checked: the key of the paper, never the file.
const foundByFile = "archive.found"

// checkView asks a stranger for a code or a file.
type checkView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Code     ui.TextField
	File     ui.FileField
	Ways     []string // what the code is, and where it stands
}

// check asks for what somebody has in their hands.
func (p *Pages) check(w http.ResponseWriter, r *http.Request) error {
	ctx, held, title := r.Context(), web.Kept(r), text.T(r.Context(), "archive.check.title")
	return web.Show(w, r, checkPage(checkView{
		Frame:    ui.Frame{Title: title, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  ui.Heading{Title: title, Lead: text.T(ctx, "archive.check.lead")},
		Code: ui.TextField{Name: "ma", Label: text.T(ctx, "archive.check.code"), Hint: text.T(ctx, "archive.check.code-hint"),
			Value: held.Value("ma", ""), Error: held.FieldError(r, "ma"), Width: "20", Autocomplete: "off", MaxLength: 40, Required: true},
		File: ui.FileField{Name: "tep", Label: text.T(ctx, "archive.check.file"), Hint: text.T(ctx, "archive.check.file-hint"),
			Error: held.FieldError(r, "tep"), Accept: ".pdf,.jpg,.png", MaxMB: 50},
	}))
}

// checkCode leads to the paper with the code that was typed.
func (p *Pages) checkCode(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	f, err := p.s.ByCode(r.Context(), r.PostForm.Get("ma"))
	if err != nil {
		return again(w, r, onField(err, "ma"), checkPath)
	}
	return web.SeeOther(w, r, codePath(f.Paper.Code))
}

func codePath(code string) string { return checkPath + "/ma/" + ShownCode(code) }

// onField says of a field what was not found: the person stays where they typed it.
func onField(err error, field string) error {
	if f := fault.As(err); f != nil && f.Kind == fault.NotFound {
		return fault.OnFields([]fault.Field{{Name: field, Key: f.Key, Args: f.Args}})
	}
	return err
}

// checkFile looks for the paper of which somebody has the electronic file.
func (p *Pages) checkFile(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	file, _, err := r.FormFile("tep")
	if err != nil {
		return again(w, r, fault.OnFields([]fault.Field{{Name: "tep", Key: "archive.check.file-missing"}}), checkPath)
	}
	defer file.Close()
	raw, err := io.ReadAll(file) // as much as a form may carry
	if err != nil {
		return err
	}
	if r.PostForm.Has("bao-cao") && p.s.Report != nil {
		return p.report(w, r, raw)
	}
	var signatures []Signature
	if p.s.Signatures != nil {
		if signatures, err = p.s.Signatures(r.Context(), raw); err != nil {
			return err
		}
	}
	f, err := p.s.ByFile(r.Context(), bytes.NewReader(raw))
	found := ""
	switch {
	case err == nil:
		found = f.Paper.ID
	case !fault.Is(err, fault.NotFound) || len(signatures) == 0:
		return again(w, r, onField(err, "tep"), checkPath)
	}
	web.Put(r, foundByFile, found)
	return p.putSignatures(w, r, signatures)
}

// report hands over what the signatures of a file are worth, as programs read it.
func (p *Pages) report(w http.ResponseWriter, r *http.Request, raw []byte) error {
	report, err := p.s.Report(r.Context(), raw)
	if err != nil {
		return err
	}
	if report == nil {
		return again(w, r, fault.OnFields([]fault.Field{{Name: "tep", Key: "archive.check.report-not-pdf"}}), checkPath)
	}
	web.SendFile(w, web.File{Type: "application/xml", Name: "bao-cao-chu-ky.xml"}, report)
	return nil
}

// signedInFile is what the session keeps of the signatures of a file that was checked, JSON.
const signedInFile = "archive-signed"

func (p *Pages) putSignatures(w http.ResponseWriter, r *http.Request, signatures []Signature) error {
	said, err := json.Marshal(signatures[:min(len(signatures), mostShown)])
	if err != nil {
		return err
	}
	web.Put(r, signedInFile, string(said))
	return web.SeeOther(w, r, checkPath+"/ket-qua")
}

// mostShown bounds the signatures of one file that are shown.
const mostShown = 20

// signaturesTable lists what was found in the file, nil when it carries no signature.
func signaturesTable(ctx context.Context, r *http.Request) *ui.Table {
	var all []Signature
	if json.Unmarshal([]byte(web.Get(r, signedInFile)), &all) != nil || len(all) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "archive.check.signatures"), HideCaption: true}
	for _, head := range []string{"signer", "signed-at", "signed-worth", "signed-why"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "archive.check."+head)})
	}
	for _, s := range all {
		tag := ui.Tag{Text: text.T(ctx, "archive.check.worth."+s.Worth), Colour: ui.Grey}
		switch s.Worth {
		case "valid":
			tag.Colour = ui.Green
		case "invalid":
			tag.Colour = ui.Red
		}
		at := text.DateTime(ctx, s.At)
		if at != "" && !s.Stamped {
			at = text.T(ctx, "archive.check.claimed", "at", at)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: s.Signer}, {Text: at}, {Body: tag, Whole: true}, {Text: s.Why}}})
	}
	return t
}

// stranger shows the signatures of a file that is no paper of this house.
func (p *Pages) stranger(w http.ResponseWriter, r *http.Request, t *ui.Table) error {
	ctx, title := r.Context(), text.T(r.Context(), "archive.check.result")
	return web.Show(w, r, findingPage(findingView{
		Frame: ui.Frame{Title: title, NoIndex: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"},
			{Text: text.T(ctx, "archive.check.title"), Href: checkPath}, {Text: title}}},
		Heading: ui.Heading{Title: title}, Signatures: t,
		Verdict: ui.Notice{Kind: ui.Caution, Title: text.T(ctx, "archive.check.stranger"), Text: text.T(ctx, "archive.check.stranger-why")}}))
}

// checked shows the paper whose file was brought.
func (p *Pages) checked(w http.ResponseWriter, r *http.Request) error {
	id := web.Get(r, foundByFile)
	if id == "" {
		if t := signaturesTable(r.Context(), r); t != nil {
			return p.stranger(w, r, t)
		}
		return web.SeeOther(w, r, checkPath)
	}
	f, err := p.s.ByID(r.Context(), id)
	if err != nil {
		return err
	}
	return p.show(w, r, f)
}

// byCode shows the paper with a code. The code is printed on the paper itself.
func (p *Pages) byCode(w http.ResponseWriter, r *http.Request) error {
	f, err := p.s.ByCode(r.Context(), r.PathValue("code"))
	if err != nil {
		return again(w, r, onField(err, "ma"), checkPath)
	}
	return p.show(w, r, f)
}

// findingView is whether a paper holds, and what it says.
type findingView struct {
	Frame     ui.Frame
	Heading   ui.Heading
	Verdict   ui.Notice
	Facts     ui.SummaryList
	Successor *ui.SummaryList
	Leaf      *ui.Link // its entry in the public ledger
	Proof     string

	Signatures *ui.Table // in the file that was brought
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, f *Finding) error {
	ctx, title := r.Context(), text.T(r.Context(), "archive.check.result")
	v := findingView{
		Frame: ui.Frame{Title: title, NoIndex: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"},
			{Text: text.T(ctx, "archive.check.title"), Href: checkPath}, {Text: title}}},
		Heading: ui.Heading{Title: f.Paper.Title, Caption: text.T(ctx, "archive.code", "code", ShownCode(f.Paper.Code))},
		Verdict: verdictOf(ctx, f), Facts: ui.SummaryList{Rows: strangerRows(ctx, f.Paper, f.ByFile)}, Proof: text.T(ctx, "archive.check.proof"),
	}
	if f.ByFile {
		v.Signatures = signaturesTable(ctx, r)
	}
	if f.Successor != nil {
		v.Successor = &ui.SummaryList{Rows: append(strangerRows(ctx, f.Successor, false),
			ui.SummaryRow{Key: text.T(ctx, "archive.check.code"), Text: ShownCode(f.Successor.Code)})}
	}
	if leaf, err := p.s.leafAt(ctx, f.Paper); err != nil {
		return err
	} else if leaf >= 0 {
		v.Leaf = &ui.Link{Text: text.T(ctx, "archive.check.leaf", "n", strconv.FormatInt(leaf, 10)), Href: ledger.LeafPath(leaf)}
	}
	return web.Show(w, r, findingPage(v))
}

// verdictOf is one plain sentence: it holds, it does not, and why.
func verdictOf(ctx context.Context, f *Finding) ui.Notice {
	n := ui.Notice{Kind: ui.Danger}
	key := string(f.Paper.State)
	switch {
	case f.Holds && f.ByFile:
		n.Kind, key = ui.Success, "valid-file"
	case f.Holds:
		n.Kind = ui.Success
	case f.Expired:
		n.Kind, key = ui.Caution, "expired"
	}
	n.Title = text.T(ctx, "archive.verdict."+key)
	n.Text = text.T(ctx, "archive.verdict-why."+key, "unit", f.Paper.Office.Name, "on", text.Date(f.Paper.IssuedOn), "until", text.Date(f.Paper.Until),
		"at", text.DateTime(ctx, f.Paper.EndedAt), "reason", f.Paper.Reason)
	return n
}

// strangerRows are what stands on the paper. Names are masked for who may have only guessed the code.
func strangerRows(ctx context.Context, p *Paper, names bool) []ui.SummaryRow {
	holders := p.HolderNames()
	if !names {
		var masked []string
		for _, h := range p.Holders {
			masked = append(masked, check.MaskName(h.Name))
		}
		holders = strings.Join(masked, ", ")
	}
	rows := []ui.SummaryRow{}
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive."+key), Text: value})
		}
	}
	row("title", p.Title)
	row("number", p.Number)
	row("issued-on", text.Date(p.IssuedOn))
	row("office", p.Office.Name)
	row("signed-by", p.SignedBy)
	row("holder", holders)
	row("until", text.Date(p.Until))
	row("disposed", disposedUnder(ctx, p))
	if d := p.Digitised; d != nil {
		row("digitised", text.T(ctx, "archive.digitised-by", "on", text.Date(d.On), "name", d.By, "pages", d.Pages))
	}
	return rows
}
