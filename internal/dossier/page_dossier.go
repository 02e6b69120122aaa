package dossier

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
)

// dossierView is one dossier on the desk.
type dossierView struct {
	ID          string
	Frame       ui.Frame
	Heading     ui.Heading
	Problems    ui.ErrorSummary
	Fresh       *freshView // just taken in: what the person at the counter is given
	Warnings    []ui.Notice
	Work        workView
	Facts       ui.SummaryList
	Owner       ui.SummaryList
	CoOwners    []ui.SummaryList // who owns it beside them
	Submitter   *ui.SummaryList  // nil when the owner came in person
	Unmask      *unmaskView      // nil when all is shown, or may not be
	InFull      string           // until when all is shown
	Mark        string           // across what is printed while all is shown
	Form        ui.SummaryList
	FormHidden  bool
	Papers      ui.Checklist
	NotGiven    *foldView // papers that may be left out, and were; nil when there are none
	Result      *resultView
	Copy        *resultView // an electronic copy that waits to be proposed
	Supplements []supplementView
	Talk        *talkView // nil for whoever may not read it
	Errands     []errandView
	Payments    []ui.SummaryList
	Steps       ui.Steps
	Due         explainView
	Timeline    ui.Timeline
	Slips       []ui.Link
	Trail       string       // address, empty without the right
	Changes     *changesView // what somebody faster did
	Own         *ownView     // nil for programs
	Compare     *ui.Link     // to papers and form side by side
	Control     string       // address of the control slip
	Ground      string       // address of what the state rests on, a page for citizens
}

// freshView stands on top of a dossier that was taken in a moment ago.
type freshView struct {
	Title, CodeLabel, Code, SecretLabel, Secret, Due string

	Print string // address of the receipt
}

// reading is a dossier being laid out for an officer.
type reading struct {
	ctx  context.Context
	s    *Service
	v    *View
	cal  *term.Calendar
	form *catalog.Version
	held web.Held
	now  time.Time

	signs bool      // whoever looks has a key, while a result waits to be decided, or to be digitised
	seal  *sign.Key // of the agency, while its result waits for a number; nil for none
	twice []Item    // of the same person for the same procedure, while the dossier can still be refused

	draft *ResultDraft // what a template offers on the page of a proposal

	read map[string]Recognised // how far the reading of papers is, by file; only the dossier's page looks it up
}

// dossier shows one dossier: what it is, whose move it is, and what can be done.
func (p *Pages) dossier(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	rd, err := p.reading(r, v)
	if err != nil {
		return err
	}
	if v.State == Submitted || v.State == Fixing || v.State == Received {
		if rd.twice, err = p.s.twiceOf(r.Context(), v.ID); err != nil {
			return err
		}
	}
	if rd.read, err = p.s.readings(r.Context(), v.Dossier); err != nil {
		return err
	}
	slips, err := p.s.Slips(r.Context(), rd.v.ID)
	if err != nil {
		return err
	}
	view := rd.view(slips)
	if view.Own, err = p.own(rd); err != nil {
		return err
	}
	if r.URL.Query().Has("moi") && rd.v.State == Received && actor.Of(rd.ctx).Has(CanReceive, rd.v.Receiving.Path) {
		view.Fresh = rd.fresh(slips)
	}
	if view.Talk, err = p.talk(r, rd); err != nil {
		return err
	}
	if !rd.v.Masked {
		view.Mark = rd.mark()
		view.InFull = text.T(rd.ctx, "dossier.look.in-full", "at", text.DateTime(rd.ctx, p.inFullUntil(r, rd.v.ID)))
	}
	return web.Show(w, r, dossierPage(view))
}

// reading lays a dossier out with what its version and its unit's calendar say.
func (p *Pages) reading(r *http.Request, v *View) (*reading, error) {
	ctx := r.Context()
	form, err := p.s.Catalog.Version(ctx, v.VersionID)
	if err != nil {
		return nil, err
	}
	cal, err := p.s.calendar(ctx, v.Dossier)
	if err != nil {
		return nil, err
	}
	rd := &reading{ctx: ctx, s: p.s, v: v, cal: cal, form: form, held: web.Kept(r), now: p.s.Clock.Now()}
	switch v.State {
	case Proposed, Done, Posted, Returned:
		rd.signs, err = p.s.Signs(ctx)
	case Approved:
		rd.seal, err = p.s.SealOf(ctx, v.Dossier)
	}
	return rd, err
}

func (rd *reading) t(key string, args ...any) string { return text.T(rd.ctx, key, args...) }

func (rd *reading) view(slips []Slip) dossierView {
	v := rd.v
	out := dossierView{ID: v.ID,
		Frame: ui.Frame{Title: v.Code + " – " + v.Name, Wide: true, Live: true, Area: ui.Desk, Failed: rd.held.Was(), Crumbs: rd.crumbs("")},
		Heading: ui.Heading{Title: v.Name, Caption: rd.t("dossier.code", "code", v.Code),
			Beside: templ.Join(stateTag(rd.ctx, v.State), rd.dueTag())},
		Problems: ui.Problems(rd.ctx, rd.held.Err), Warnings: rd.warnings(), Work: rd.work(), Facts: rd.facts(),
		Owner: rd.party(v.Owner), Form: rd.values(), FormHidden: v.Masked, Result: rd.result(), Copy: rd.madeCopy(),
		Supplements: rd.supplements(), Errands: rd.errandViews(), Payments: rd.payments(), Steps: rd.steps(), Due: rd.explain(), Timeline: rd.timeline(),
		Slips: rd.slips(slips), Control: controlPath(v.ID), Ground: groundPath(v.State),
	}
	out.Papers, out.NotGiven = rd.papers()
	out.Changes = rd.changes()
	out.Problems = toChanges(rd, out.Problems, out.Changes)
	if len(sheets(v.Dossier)) > 0 && rd.mayDo(CanUnmask) {
		out.Compare = &ui.Link{Text: rd.t("desk.compare.title"), Href: filePath(v.ID) + "/doi-chieu"}
	}
	for _, o := range v.Owners {
		out.CoOwners = append(out.CoOwners, rd.party(o))
	}
	if v.Submitter.Name != "" && v.Submitter != v.Owner {
		s := rd.party(v.Submitter)
		s.Rows = append(s.Rows, rd.mandate()...)
		out.Submitter = &s
	}
	if v.Masked && rd.mayDo(CanUnmask) {
		out.Unmask = rd.unmask()
	}
	if rd.mayDo(CanSeeTrail) {
		out.Trail = filePath(v.ID) + "/nhat-ky"
	}
	return out
}

// crumbs lead to the desk, and from a page about the dossier back to it.
func (rd *reading) crumbs(page string) []ui.Crumb {
	desk := ui.Crumb{Text: rd.t("dossier.desk.title"), Href: deskPath}
	if page == "" {
		return []ui.Crumb{desk, {Text: rd.v.Code}}
	}
	return []ui.Crumb{desk, {Text: rd.v.Code, Href: filePath(rd.v.ID)}, {Text: page}}
}

func (rd *reading) dueTag() ui.DueTag {
	if tag, ok := noClock(rd.ctx, rd.v.State, rd.v.Due.At); ok {
		return tag
	}
	return dueTag(rd.ctx, rd.cal, rd.v.Due, rd.v.Standing, rd.now)
}

// fresh is what the counter says right after taking in: code, secret, appointment, and the slip.
func (rd *reading) fresh(slips []Slip) *freshView {
	f := &freshView{Title: rd.t("dossier.fresh.title"), CodeLabel: rd.t("dossier.fresh.code"), Code: rd.v.Code,
		SecretLabel: rd.t("dossier.fresh.secret"), Secret: rd.v.Secret}
	if !rd.v.Due.At.IsZero() {
		f.Due = rd.t("dossier.fresh.due", "at", text.DateTime(rd.ctx, rd.v.Due.At))
	}
	for _, s := range slips {
		if s.Form == "01" {
			f.Print = slipPath + s.ID
		}
	}
	return f
}

// warnings are what the officer must know before anything else.
func (rd *reading) warnings() []ui.Notice {
	v := rd.v
	var out []ui.Notice
	add := func(kind, key string, args ...any) {
		out = append(out, ui.Notice{Kind: kind, Text: rd.t("dossier.warn."+key, args...)})
	}
	if v.Declared != nil {
		out = append(out, ui.Notice{Kind: ui.Info, Text: rd.t("dossier.declared.notice", "source", v.Declared.Source)})
	}
	if n := v.SupplementsAfter(); n > 1 {
		add(ui.Danger, "asked-again", "n", n)
	}
	switch {
	case v.Standing == Overdue && len(v.Fallen) > 0:
		add(ui.Danger, "passed", "at", text.DateTime(rd.ctx, v.Due.At))
	case v.Standing == Overdue:
		add(ui.Danger, "overdue", "at", text.DateTime(rd.ctx, v.Due.At))
	case v.Standing == Near:
		add(ui.Caution, "near", "at", text.DateTime(rd.ctx, v.Due.At))
	}
	if ask := v.ExtendAsk; ask != nil && !v.Ended() {
		add(ui.Caution, "extend-asked", "name", ask.Who, "term", ask.By.In(rd.ctx), "reason", ask.Reason)
	}
	if open := v.OpenErrands(); len(open) > 0 {
		add(ui.Info, "agency", "agency", v.waitsOn(), "at", text.DateTime(rd.ctx, open[0].AskedAt))
	}
	for _, it := range rd.twice {
		add(ui.Caution, "twice", "code", it.Code, "state", stateName(rd.ctx, it.State))
	}
	out = append(out, rd.copyWarnings()...)
	if v.Level == Restricted {
		add(ui.Info, "restricted")
	}
	if last := handing(v.Events); last.Facts.Reason != "" && handedOn[last.Kind] != "" {
		add(handedOn[last.Kind], string(last.Kind), "reason", last.Facts.Reason, "name", last.PersonName)
	}
	if v.Receiving.UnitID != v.Competent.UnitID {
		add(ui.Info, "other-unit", "receiving", v.Receiving.Name, "competent", v.Competent.Name)
	}
	return out
}

// handing is the event by which the dossier came to where it is. Somebody taking it on moves nothing.
func handing(events []Event) Event {
	for _, e := range slices.Backward(events) {
		if !aside[e.Kind] {
			return e
		}
	}
	return Event{}
}

// handedOn are the actions whose words are meant for the next person, and how loud they are.
var handedOn = map[Action]string{HandOver: ui.Info, Advance: ui.Info, SendBack: ui.Caution, Reject: ui.Caution}

func (rd *reading) facts() ui.SummaryList {
	v := rd.v
	rows := []ui.SummaryRow{
		{Key: rd.t("dossier.fact.channel"), Text: channelName(rd.ctx, v.Channel)},
		{Key: rd.t("dossier.fact.submitted"), Text: text.DateTime(rd.ctx, v.SubmittedAt)},
	}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.fact." + key), Text: value})
		}
	}
	add("received", text.DateTime(rd.ctx, v.ReceivedAt))
	if !v.Due.Paused {
		add("due", text.DateTime(rd.ctx, v.Due.At))
	}
	if !v.Due.FirstAt.Equal(v.Due.At) || v.Due.Paused {
		add("first-due", text.DateTime(rd.ctx, v.Due.FirstAt))
	}
	if k, ok := rd.form.Case(v.CaseKey); ok && len(rd.form.Cases) > 1 {
		add("case", k.Name)
	}
	add("receiving", v.Receiving.Name)
	add("competent", v.Competent.Name)
	add("fee", rd.fee())
	if !v.ReceivedAt.IsZero() {
		add("asked", rd.asked())
	}
	return ui.SummaryList{Rows: rows}
}

func (rd *reading) fee() string {
	k, _ := rd.form.Case(rd.v.CaseKey)
	ch, ok := k.Channel(rd.v.Channel)
	if !ok {
		ch, _ = k.Channel(catalog.Direct)
	}
	return feeText(rd.ctx, ch)
}

// feeText says the fee of a channel: an amount, free, or what the decision says instead.
func feeText(ctx context.Context, ch catalog.Channel) string {
	switch {
	case ch.FeeDong == nil:
		return ch.FeeNote
	case *ch.FeeDong == 0:
		return text.T(ctx, "dossier.fee.none")
	}
	return text.Dong(ctx, *ch.FeeDong)
}
