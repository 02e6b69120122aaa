package dossier

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
)

// signView is the page on which somebody signs what they approve, once for many, and sees what came of it.
type signView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Form     ui.FormFrame
	Means    string     // what signing means here
	Way      *sign.Way  // nil when nothing waits to be signed
	Submit   *ui.Button // nil when nothing waits at all
	Table    ui.Table
	Back     ui.Button
}

// signOne freezes the result of one dossier when whoever approves it has a key and it has a PDF, and returns the page on
// which to sign; "" when it is approved without.
func (p *Pages) signOne(r *http.Request, id string) (string, error) {
	ctx := r.Context()
	if signs, err := p.s.Signs(ctx); err != nil || !signs {
		return "", err
	}
	v, err := p.s.Open(ctx, id)
	if err != nil {
		return "", err
	}
	if v.Result == nil || !signable(v.Dossier) {
		return "", nil
	}
	seen, _ := strconv.Atoi(r.PostForm.Get("seen")) // 0 accepts what is there
	b, skipped, err := p.s.AskApproval(ctx, At{ID: id, Seen: seen})
	if err != nil {
		return "", err
	}
	if b == nil {
		return "", fault.New(fault.Conflict, "dossier.sign.skipped", "list", listed(skipped))
	}
	return signPath + b.ID, nil
}

// sealedApart tells whether the result of a dossier is sealed on a page of its own.
func (p *Pages) sealedApart(r *http.Request, id string) bool {
	v, err := p.s.Open(r.Context(), id)
	if err != nil {
		return false // numbering says what is wrong
	}
	k, err := p.s.SealOf(r.Context(), v.Dossier)
	return err == nil && k != nil && k.OnPageOfItsOwn()
}

// numberApart freezes a result with its number and leads to where it is sealed. A result without a PDF is numbered
// at once.
func (p *Pages) numberApart(w http.ResponseWriter, r *http.Request, id string) error {
	files, papers, err := p.takeFiles(r)
	if err != nil {
		return p.acted(w, r, Number, id, nil, err)
	}
	n := answer{r.PostForm, files, papers}.numbering()
	b, err := p.s.AskNumbering(r.Context(), atOf(r, id), n)
	if err == nil && b != nil {
		return web.SeeOther(w, r, signPath+b.ID)
	}
	var d *Dossier
	if err == nil {
		d, err = p.s.NumberSealed(r.Context(), atOf(r, id), n)
	}
	return p.acted(w, r, Number, id, d, err)
}

// initial freezes the files of a proposed result and leads to where whoever looked at them puts their initials.
func (p *Pages) initial(w http.ResponseWriter, r *http.Request, id string) error {
	b, err := p.s.AskInitials(r.Context(), atOf(r, id))
	if err != nil {
		return p.ledTo(w, r, "", err, filePath(id))
	}
	return web.SeeOther(w, r, signPath+b.ID)
}

// signPicked freezes the results of the dossiers picked in a list.
func (p *Pages) signPicked(w http.ResponseWriter, r *http.Request, back string) error {
	to, err := p.freezePicked(r)
	return p.ledTo(w, r, to, err, back)
}

func (p *Pages) freezePicked(r *http.Request) (string, error) {
	ctx := r.Context()
	if r.PostForm.Get("whole") != "" { // what is signed is what was seen, not what a list may hold by now
		return "", fault.New(fault.Invalid, "dossier.sign.pick")
	}
	items, err := p.s.Pick(ctx, picked(r.PostForm["pick"]))
	if err != nil {
		return "", err
	}
	var ats []At
	for _, it := range items {
		ats = append(ats, At{ID: it.DossierID, Seen: it.Version})
	}
	b, skipped, err := p.s.AskApproval(ctx, ats...)
	if err != nil {
		return "", err
	}
	if b == nil {
		return "", fault.New(fault.Conflict, "dossier.sign.skipped", "list", listed(skipped))
	}
	if len(skipped) > 0 {
		web.Say(r, "dossier.sign.skipped", "list", listed(skipped))
	}
	return signPath + b.ID, nil
}

func listed(skipped []Skipped) string {
	var out []string
	for _, s := range skipped {
		out = append(out, s.Code+": "+s.Why)
	}
	return strings.Join(out, " ")
}

// ledTo leads on, or back with what stands against it.
func (p *Pages) ledTo(w http.ResponseWriter, r *http.Request, to string, err error, back string) error {
	if err == nil {
		return web.SeeOther(w, r, to)
	}
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err := web.Keep(r, err, nil); err != nil {
		return err
	}
	return web.SeeOther(w, r, back)
}

// signing shows what is to be signed, or what came of it.
func (p *Pages) signing(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	k, err := p.keyFor(r, b)
	if err != nil {
		return err
	}
	title := text.T(ctx, "dossier.sign.title"+signsFor(b))
	v := signView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title}, Form: ui.FormFrame{Action: signPath + b.ID, ID: "ky"},
		Table: p.signTable(r, b), Back: ui.Button{Text: text.T(ctx, "desk.bulk.back"), Href: deskPath, Kind: ui.LinkLike},
	}
	v.Means = text.T(ctx, "dossier.sign.means"+signsFor(b))
	if !b.Open() || k == nil || k.ID != b.KeyID {
		v.Heading.Lead = text.T(ctx, "dossier.sign.done"+signsFor(b), "done", of(b, sign.Used), "n", len(b.Requests))
		if left := of(b, sign.Signed); left > 0 && k != nil && k.ID == b.KeyID { // the machine stopped between the two
			v.Submit = &ui.Button{Text: text.T(ctx, "dossier.sign.go-on"+signsFor(b), "n", left)}
		}
		return web.Show(w, r, signPage(v))
	}
	v.Heading.Lead = text.T(ctx, "dossier.sign.lead"+signsFor(b), "n", len(b.Requests), "name", k.Name(), "issuer", k.Issuer())
	v.Submit = &ui.Button{Text: text.T(ctx, "dossier.sign.go"+signsFor(b), "n", len(b.Requests))}
	way := sign.NewWay(w, r, k, b, held)
	v.Way, v.Frame.Script = &way, way.Script
	if way.Away != nil {
		v.Submit = way.Away
	}
	return web.Show(w, r, signPage(v))
}

// keyFor is the key that signs a batch: the agency's seal where a result is numbered, else that of whoever acts.
func (p *Pages) keyFor(r *http.Request, b *sign.Batch) (*sign.Key, error) {
	if b.Purpose != forNumber {
		return p.s.Sign.MyKey(r.Context())
	}
	k, err := p.s.Sign.Key(r.Context(), b.KeyID)
	if err == nil && !k.EndedAt.IsZero() {
		k = nil
	}
	return k, err
}

// signsFor is the end of the keys of the words that say what signing means: results are approved or numbered, scans and drafts confirmed.
func signsFor(b *sign.Batch) string {
	return map[string]string{forDigitising: "-scan", forSlips: "-slip", forNumber: "-number", forInitials: "-initials"}[b.Purpose]
}

// takes is what takes up what is signed for a purpose, nil for one that is not of these pages.
func (p *Pages) takes(purpose string) func(context.Context, *sign.Batch) (int, error) {
	switch purpose {
	case forApproval:
		return p.s.Approved
	case forDigitising:
		return p.s.TakeDigitised
	case forSlips:
		return p.s.TakeSlips
	case forNumber:
		return p.s.TakeNumbered
	case forInitials:
		return p.s.TakeInitials
	}
	return nil
}

// batch is what whoever acts was asked to sign here.
func (p *Pages) batch(r *http.Request) (*sign.Batch, error) {
	b, err := p.s.Sign.Batch(r.Context(), r.PathValue("batch"))
	if err == nil && p.takes(b.Purpose) == nil {
		err = fault.New(fault.NotFound, "fault.not-found")
	}
	return b, err
}

func of(b *sign.Batch, state sign.State) int {
	n := 0
	for _, r := range b.Requests {
		if r.State == state {
			n++
		}
	}
	return n
}

func (p *Pages) signTable(r *http.Request, b *sign.Batch) ui.Table {
	ctx := r.Context()
	t := ui.Table{Caption: text.T(ctx, "dossier.sign.files"), HideCaption: true, Dense: true, KeyboardList: true,
		Head: []ui.Head{{Text: text.T(ctx, "dossier.desk.code")}, {Text: text.T(ctx, "dossier.sign.file")}, {Text: text.T(ctx, "desk.bulk.outcome")}}}
	for _, q := range b.Requests {
		id, onDossier := strings.CutPrefix(q.Subject, subjectPrefix)
		file, tag := q.Content.SHA256, ui.Tag{Text: text.T(ctx, "dossier.sign.state."+string(q.State))}
		row := ui.TableRow{}
		switch q.State {
		case sign.Used:
			tag.Text = text.T(ctx, "dossier.sign.state.used"+signsFor(b))
			tag.Colour, file = ui.Green, q.Signed.SHA256
		case sign.Refused:
			if b.Purpose != forApproval { // nothing but a result is approved by its signature
				tag.Text = text.T(ctx, "dossier.sign.state.refused-other")
			}
			tag.Colour, row.Kind = ui.Red, ui.Alert
		}
		row.Cells = []ui.Cell{{Text: q.Title, Href: filePath(id), Header: true}, {Text: q.Content.Name, Href: filePath(id) + "/tep/" + file}, {Body: outcome(tag, q.Why)}}
		if !onDossier {
			at := slipPath + strings.TrimPrefix(q.Subject, slipSubject)
			row.Cells[0].Href, row.Cells[1].Href = at, at
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sign takes a password or the signatures of a card, and approves what is signed.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, self := r.Context(), signPath+r.PathValue("batch")
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	if values := sign.Values(r.PostForm); len(values) > 0 {
		err = p.s.Sign.Complete(ctx, b, values)
	} else if b.Open() {
		err = p.s.Sign.SignWith(ctx, b, r.PostForm.Get("password"))
	}
	done, terr := p.takes(b.Purpose)(ctx, b) // what is signed is taken up, whatever became of the rest
	if terr != nil && fault.As(terr) == nil {
		return terr
	}
	if err == nil {
		err = terr
	}
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil { // nothing typed is kept: it is a password
			return err
		}
		return web.SeeOther(w, r, self)
	}
	web.Say(r, "dossier.sign.said"+signsFor(b), "n", done)
	return web.SeeOther(w, r, self)
}
