package portal

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// askName is the value of the button of one thing asked.
func askName(i int) string { return strconv.Itoa(i) }

// answer begins the corrections, at the very field or paper that was pressed, or at the first.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	dr, err := p.Dossiers.StartAnswer(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := p.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return err
	}
	d, err := p.Dossiers.Mine(ctx, dr.DossierID)
	if err != nil {
		return err
	}
	open := d.OpenSupplement()
	i, err := strconv.Atoi(r.PostFormValue("muc"))
	if err != nil || open == nil || i < 0 || i >= len(open.Asks) {
		return web.SeeOther(w, r, draftPath(dr.ID))
	}
	k := &work{DraftWork: dr, Version: v, Way: wayOf(v, dr, open.Asks)}
	at := k.at(k.Way.stepAsked(open.Asks[i]))
	if name, ok := strings.CutPrefix(open.Asks[i].On, "field:"); ok {
		at += "#" + name
	}
	return web.SeeOther(w, r, at)
}

// stepAsked is where a correction is made.
func (w way) stepAsked(a dossier.Ask) string {
	if name, ok := strings.CutPrefix(a.On, "field:"); ok {
		a.On = name
	}
	if step := w.stepOf(a.On); step != "" {
		return step
	}
	return stepPapers
}

// before says what was entered when the dossier was sent, beside what the officer wrote about it.
func before(ctx context.Context, k *work, f catalog.Field) string {
	if k.Of == nil || f.Type == catalog.Group || f.Type == catalog.File {
		return ""
	}
	if value := shown(ctx, f, k.Of.Values); value != "" {
		return text.T(ctx, "portal.before", "value", value)
	}
	return text.T(ctx, "portal.before.blank")
}

// sentBefore names the files of a paper as they were sent; "" where there were none.
func sentBefore(ctx context.Context, k *work, key string) string {
	var names []string
	if k.Of != nil {
		for _, paper := range k.Of.Papers {
			for _, f := range paper.Files {
				if paper.Key == key {
					names = append(names, f.Name)
				}
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return text.T(ctx, "portal.before.files", "value", strings.Join(names, ", "))
}

// withdrawView asks why, and whether really.
type withdrawView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Form     ui.FormFrame
	Reason   ui.TextArea
	Seen     string
	Back     string
}

// askWithdraw asks why a dossier is withdrawn.
func (p *Pages) askWithdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Dossiers.Mine(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !can(d, dossier.Withdraw) {
		return web.SeeOther(w, r, dossierPath(d.ID))
	}
	held := web.Kept(r)
	return web.Show(w, r, withdrawPage(withdrawView{
		Frame:    ui.Frame{Title: text.T(ctx, "portal.withdraw.title"), NoIndex: true, Failed: held.Was()},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  ui.Heading{Title: text.T(ctx, "portal.withdraw.title"), Caption: p.named(ctx, d.Procedure, d.Name) + " · " + d.Code, Lead: text.T(ctx, "portal.withdraw.lead")},
		Form:     ui.FormFrame{Action: dossierPath(d.ID) + "/rut"},
		Reason: ui.TextArea{Name: "reason", Label: text.T(ctx, "portal.withdraw.reason"), Value: held.Value("reason", ""),
			Error: held.FieldError(r, "reason"), Required: true, Rows: 3, MaxLength: 500},
		Seen: strconv.Itoa(d.Version), Back: dossierPath(d.ID),
	}))
}

// withdraw ends a dossier at its applicant's wish.
func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	at := seenAt(r)
	if _, err := p.Dossiers.Withdraw(r.Context(), at, r.PostFormValue("reason")); err != nil {
		return again(w, r, err)
	}
	web.Say(r, "portal.withdrawn")
	return web.SeeOther(w, r, dossierPath(at.ID))
}

// seenAt is the dossier of the address, in the version that the person looked at.
func seenAt(r *http.Request) dossier.At {
	seen, _ := strconv.Atoi(r.PostFormValue("ban"))
	return dossier.At{ID: r.PathValue("id"), Seen: seen}
}

// fetch takes the result online.
func (p *Pages) fetch(w http.ResponseWriter, r *http.Request) error {
	at := seenAt(r)
	_, err := p.Dossiers.Fetch(r.Context(), at)
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	if err == nil {
		web.Say(r, "portal.fetched")
	}
	return web.SeeOther(w, r, dossierPath(at.ID)+"#ket-qua")
}
