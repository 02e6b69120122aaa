package identity

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// officerView is one account as its administrator sees it.
type officerView struct {
	Problems ui.ErrorSummary
	Name     string
	Tag      ui.Tag
	Facts    []ui.SummaryRow
	OneTime  string // to hand over, shown once
	OneDays  int
	To       string // address of this page
	Locked   bool
	Disabled bool
	Own      bool
	Why      string // typed
	WhyErr   string
	Sessions []sessionView
}

func (p *Pages) showOfficer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := p.svc.Officer(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	held := web.Kept(r)
	v := officerView{Problems: ui.Problems(ctx, held.Err), Name: o.Name, Tag: stateTag(ctx, o), To: accountsPath + "/" + o.ID,
		OneTime: p.takeShown(r, o.ID), OneDays: int(p.svc.Settings.OneTimeFor / day), Locked: !o.LockedTill.IsZero(), Disabled: o.State == Disabled,
		Own: actor.Of(ctx).AccountID == o.ID, Why: held.Value("ly-do", ""), WhyErr: held.FieldError(r, "ly-do")}
	if v.Facts, err = p.officerFacts(ctx, o); err != nil {
		return err
	}
	if v.Sessions, err = p.sessions(r, o.ID, v.To+"/phien/"); err != nil {
		return err
	}
	return web.Show(w, r, officerPage(v))
}

func (p *Pages) officerFacts(ctx context.Context, o Officer) ([]ui.SummaryRow, error) {
	posts, err := p.svc.postLine(ctx, o.PersonID)
	if err != nil {
		return nil, err
	}
	code := text.T(ctx, "identity.accounts.code-off")
	if o.HasCode {
		code = text.T(ctx, "identity.accounts.code-on")
	}
	facts := []ui.SummaryRow{
		{Key: text.T(ctx, "identity.accounts.login"), Text: o.Login},
		{Key: text.T(ctx, "identity.accounts.posts"), Text: posts},
		{Key: text.T(ctx, "identity.accounts.opened"), Text: text.DateTime(ctx, o.CreatedAt)},
		{Key: text.T(ctx, "identity.accounts.last"), Text: lastIn(ctx, o)},
		{Key: text.T(ctx, "identity.accounts.password"), Text: text.DateTime(ctx, o.PasswordAt)},
		{Key: text.T(ctx, "identity.accounts.code"), Text: code},
	}
	if !o.LockedTill.IsZero() {
		facts = append(facts, ui.SummaryRow{Key: text.T(ctx, "identity.accounts.locked-till"), Text: text.DateTime(ctx, o.LockedTill)})
	}
	if o.State == Disabled {
		facts = append(facts, ui.SummaryRow{Key: text.T(ctx, "identity.accounts.why"), Text: whyDisabled(ctx, o)})
	}
	return facts, nil
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
