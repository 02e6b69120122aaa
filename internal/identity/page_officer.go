package identity

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// officerView is one account as its administrator sees it.
type officerView struct {
	Problems  ui.ErrorSummary
	Name      string
	PersonID  string
	Tag       ui.Tag
	Facts     []ui.SummaryRow
	OneTime   string // to hand over, shown once
	OneDays   int
	To        string // address of this page
	Locked    bool
	Disabled  bool
	Own       bool
	Why       string // typed
	WhyErr    string
	Sessions  []sessionView
	EndAllTo  string    // empty: signed in nowhere
	Terms     *ui.Table // posts held and to be held
	AppointTo string    // empty: whoever looks may not appoint
}

func (p *Pages) showOfficer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := p.svc.Officer(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	held := web.Kept(r)
	v := officerView{Problems: ui.Problems(ctx, held.Err), Name: o.Name, PersonID: o.PersonID, Tag: p.stateTag(ctx, o), To: accountsPath + "/" + o.ID,
		OneTime: p.takeShown(r, o.ID), OneDays: int(p.svc.Settings.OneTimeFor / day), Locked: !o.LockedTill.IsZero(), Disabled: o.State == Disabled,
		Own: actor.Of(ctx).AccountID == o.ID, Why: held.Value("ly-do", ""), WhyErr: held.FieldError(r, "ly-do")}
	if v.Facts, err = p.officerFacts(ctx, o); err != nil {
		return err
	}
	if v.Sessions, err = p.sessions(r, o.ID, v.To+"/phien/"); err != nil {
		return err
	}
	if len(v.Sessions) > 0 && !v.Own {
		v.EndAllTo = v.To + "/phien/ket-thuc-het"
	}
	if err := p.fillTerms(ctx, &v, o.ID); err != nil {
		return err
	}
	return web.Show(w, r, officerPage(v))
}

func (p *Pages) officerFacts(ctx context.Context, o Officer) ([]ui.SummaryRow, error) {
	posts, err := p.svc.postLine(ctx, o.PersonID)
	if err != nil {
		return nil, err
	}
	facts := []ui.SummaryRow{
		{Key: text.T(ctx, "identity.accounts.login"), Text: o.Login},
		{Key: text.T(ctx, "identity.accounts.posts"), Text: posts},
		{Key: text.T(ctx, "identity.accounts.idle"), Text: p.idleLine(ctx, o)},
		{Key: text.T(ctx, "identity.accounts.opened"), Text: text.DateTime(ctx, o.CreatedAt)},
		{Key: text.T(ctx, "identity.accounts.last"), Text: lastIn(ctx, o)},
		{Key: text.T(ctx, "identity.accounts.password"), Text: text.DateTime(ctx, o.PasswordAt)},
		{Key: text.T(ctx, "identity.accounts.second"), Text: secondOf(ctx, o)},
	}
	if !o.LockedTill.IsZero() {
		facts = append(facts, ui.SummaryRow{Key: text.T(ctx, "identity.accounts.locked-till"), Text: text.DateTime(ctx, o.LockedTill)})
	}
	if o.State == Disabled {
		facts = append(facts, ui.SummaryRow{Key: text.T(ctx, "identity.accounts.why"), Text: whyDisabled(ctx, o)})
	}
	return facts, nil
}

// idleLine says when an account nobody uses is disabled by itself.
func (p *Pages) idleLine(ctx context.Context, o Officer) string {
	return text.T(ctx, "identity.accounts.idle-till", "date", dayOf(o.UnusedSinceAt.Add(p.svc.Settings.DormantAfter)), "n", p.svc.dormantDays())
}

// fillTerms lists posts with their days; who may appoint there finds the way to end or move them.
func (p *Pages) fillTerms(ctx context.Context, v *officerView, accountID string) error {
	if p.svc.Org == nil {
		return nil
	}
	terms, err := p.svc.Terms(ctx, accountID)
	if err != nil {
		return err
	}
	if a := actor.Of(ctx); a.HasAnywhere(org.CanEdit) {
		v.AppointTo = pathWith("/quan-tri/bo-nhiem", "nguoi", v.PersonID)
	}
	if len(terms) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "identity.terms.title"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.rights.post")}, {Text: text.T(ctx, "identity.rights.unit")},
		{Text: text.T(ctx, "identity.terms.from")}, {Text: text.T(ctx, "identity.terms.until")}, {Text: text.T(ctx, "identity.terms.decision")}, {Text: text.T(ctx, "identity.accounts.actions"), Hidden: true}}}
	today := clock.DateOf(p.svc.now())
	for _, x := range terms {
		do := ui.Cell{Text: " "}
		if (x.Until == "" || x.Until >= today) && actor.Of(ctx).Has(org.CanEdit, x.UnitPath) {
			do = ui.Cell{Body: termLinks("/quan-tri/giu-chuc/"+x.ID, x.Title)}
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: x.Title, Header: true}, {Text: x.UnitName}, {Text: text.Date(x.From)}, {Text: orDash(text.Date(x.Until))}, {Text: orDash(x.Decision)}, do}})
	}
	v.Terms = t
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func whyDisabled(ctx context.Context, o Officer) string {
	if o.StateWhy == WhyDormant {
		return text.T(ctx, "identity.accounts.dormant")
	}
	return o.StateWhy
}

func (p *Pages) disable(w http.ResponseWriter, r *http.Request) error {
	why := text.Clean(r.PostFormValue("ly-do"))
	err := p.svc.Disable(r.Context(), r.PathValue("id"), why)
	return p.managed(w, r, err, url.Values{"ly-do": {why}}, "identity.account.disabled")
}

func (p *Pages) enable(w http.ResponseWriter, r *http.Request) error {
	return p.managed(w, r, p.svc.Enable(r.Context(), r.PathValue("id")), nil, "identity.account.enabled")
}

func (p *Pages) unlock(w http.ResponseWriter, r *http.Request) error {
	return p.managed(w, r, p.svc.Unlock(r.Context(), r.PathValue("id")), nil, "identity.account.unlocked")
}

func (p *Pages) reset(w http.ResponseWriter, r *http.Request) error {
	oneTime, err := p.svc.Reset(r.Context(), r.PathValue("id"))
	if err == nil {
		p.showOnce(r, r.PathValue("id"), oneTime)
	}
	return p.managed(w, r, err, nil, "identity.account.reset")
}

func (p *Pages) endAllTheirs(w http.ResponseWriter, r *http.Request) error {
	return p.managed(w, r, p.svc.EndOthers(r.Context(), r.PathValue("id"), ""), nil, "identity.session.all-ended")
}

func (p *Pages) endTheirs(w http.ResponseWriter, r *http.Request) error {
	return p.managed(w, r, p.svc.EndSession(r.Context(), r.PathValue("phien")), nil, "identity.session.ended")
}

// managed goes back to the account after something was done to it, or refused.
func (p *Pages) managed(w http.ResponseWriter, r *http.Request, err error, typed url.Values, said string) error {
	to := accountsPath + "/" + url.PathEscape(r.PathValue("id"))
	if err != nil {
		return again(w, r, err, typed, to)
	}
	web.Say(r, said)
	return web.SeeOther(w, r, to)
}
