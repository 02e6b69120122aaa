package backlog

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
)

// signView is the page on which the digitiser signs, once for many.
type signView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Form     ui.FormFrame
	Way      *sign.Way  // nil when nothing waits to be signed
	Submit   *ui.Button // nil when nothing waits at all
	Table    ui.Table
	Back     ui.Button
}

// ask makes the files of checked papers and freezes them.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	b, err := p.s.AskSigning(r.Context(), r.PathValue("batch"))
	if err != nil {
		return again(w, r, err, batchPath(r.PathValue("batch")))
	}
	return web.SeeOther(w, r, signPath+b.ID)
}

func (p *Pages) signing(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	b, err := p.s.SignBatch(ctx, r.PathValue("sign"))
	if err != nil {
		return err
	}
	k, err := p.s.Sign.MyKey(ctx)
	if err != nil {
		return err
	}
	x, _, err := p.s.Paper(ctx, idOf(b.Requests[0].Subject))
	if err != nil {
		return err
	}
	title := text.T(ctx, "backlog.sign.title")
	v := signView{Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "backlog.title"), Href: deskPath}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title}, Form: ui.FormFrame{Action: signPath + b.ID, ID: "ky"}, Table: signTable(r, b),
		Back: ui.Button{Text: text.T(ctx, "backlog.back"), Href: batchPath(x.BatchID), Kind: ui.LinkLike}}
	done, left := 0, 0
	for _, q := range b.Requests {
		switch q.State {
		case sign.Used:
			done++
		case sign.Signed:
			left++
		}
	}
	mine := k != nil && k.ID == b.KeyID
	switch {
	case b.Open() && mine:
		way := sign.NewWay(w, r, k, b, held)
		v.Way, v.Frame.Script = &way, way.Script
		v.Heading.Lead = text.T(ctx, "backlog.sign.lead", "n", len(b.Requests), "name", k.Name(), "issuer", k.Issuer())
		if v.Submit = way.Away; v.Submit == nil {
			v.Submit = &ui.Button{Text: text.T(ctx, "backlog.sign.go", "n", len(b.Requests))}
		}
	default:
		v.Heading.Lead = text.T(ctx, "backlog.sign.done", "done", done, "n", len(b.Requests))
		if left > 0 && mine { // the machine stopped between signing and taking up
			v.Submit = &ui.Button{Text: text.T(ctx, "backlog.sign.go-on", "n", left)}
		}
	}
	return web.Show(w, r, signPage(v))
}

func signTable(r *http.Request, b *sign.Batch) ui.Table {
	ctx := r.Context()
	t := ui.Table{Caption: text.T(ctx, "backlog.sign.files"), HideCaption: true, Dense: true, KeyboardList: true, Head: heads(ctx, "paper", "file", "state")}
	for _, q := range b.Requests {
		tag, row := ui.Tag{Text: text.T(ctx, "backlog.sign.state."+string(q.State))}, ui.TableRow{}
		name := ui.Cell{Text: q.Content.Name}
		switch q.State {
		case sign.Used:
			tag.Colour, name.Href = ui.Green, paperPath+idOf(q.Subject)+"/tep/"+q.Signed.SHA256
		case sign.Refused:
			tag.Colour, row.Kind = ui.Red, ui.Alert
		}
		row.Cells = []ui.Cell{{Text: q.Title, Href: paperPath + idOf(q.Subject), Header: true}, name, {Body: outcome(tag, q.Why)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sign takes a password or the signatures of a card, and takes up what is signed.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, self := r.Context(), signPath+r.PathValue("sign")
	b, err := p.s.SignBatch(ctx, r.PathValue("sign"))
	if err != nil {
		return err
	}
	if values := sign.Values(r.PostForm); len(values) > 0 {
		err = p.s.Sign.Complete(ctx, b, values)
	} else if b.Open() {
		err = p.s.Sign.SignWith(ctx, b, r.PostForm.Get("password"))
	}
	done, terr := p.s.TakeSigned(ctx, b) // what is signed is taken up, whatever became of the rest
	if terr != nil {
		return terr
	}
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil { // nothing typed is kept: it is a password
			return err
		}
		return web.SeeOther(w, r, self)
	}
	web.Say(r, "backlog.sign.said", "n", done)
	return web.SeeOther(w, r, self)
}

// separators are sheets to print and lay between papers: ten pages, of which each can be used again and again.
func (p *Pages) separators(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	square, err := pdf.QR(scan.Separator)
	if err != nil {
		return err
	}
	raw, err := pdf.Render(ctx, pdf.Paper{Title: text.T(ctx, "backlog.sheet"), HTML: `<h1 style="text-align:center">` + text.T(ctx, "backlog.sheet") + `</h1><p style="text-align:center"><img src="` +
		pdf.DataURI(square) + `" style="width:320px"></p><p style="text-align:center">` + text.T(ctx, "backlog.sheet-hint") + `</p>`})
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: pdfType, Name: "to-phan-cach.pdf"}, raw)
	return nil
}
