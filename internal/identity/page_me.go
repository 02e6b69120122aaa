package identity

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// meView is one's own account.
type meView struct {
	Problems ui.ErrorSummary
	Name     string
	Facts    []ui.SummaryRow
	Posts    []postView
	Choose   bool // several posts: one of them is acted in
	Officer  bool
	Sessions []sessionView
	EndAllTo string // empty: this is the only session
}

type postView struct {
	ID, Title, Unit, Since string
	For                    string // stood in for; empty: one's own
	Current                bool
}

// sessionView is one browser in which an account is signed in.
type sessionView struct {
	Browser, From, Since, Seen string
	Here                       bool
	EndTo                      string
}

func (p *Pages) showMe(w http.ResponseWriter, r *http.Request) error {
	a := actor.Of(r.Context())
	v := meView{Name: a.Name, Officer: a.Kind == actor.Officer, Problems: ui.Problems(r.Context(), web.Kept(r).Err)}
	var err error
	if v.Officer {
		err = p.fillOfficer(r.Context(), &v)
	} else {
		err = p.fillCitizen(r.Context(), &v)
	}
	if err != nil {
		return err
	}
	if v.Sessions, err = p.sessions(r, a.AccountID, "/toi/phien/"); err != nil {
		return err
	}
	if len(v.Sessions) > 1 {
		v.EndAllTo = "/toi/phien/ket-thuc-het"
	}
	return web.Show(w, r, mePage(v))
}

func (p *Pages) fillOfficer(ctx context.Context, v *meView) error {
	own, err := p.svc.Mine(ctx, p.Site)
	if err != nil {
		return err
	}
	posts, err := p.svc.MyPosts(ctx)
	if err != nil {
		return err
	}
	v.Posts, v.Choose = postViews(ctx, posts), len(posts) > 1
	v.Facts = []ui.SummaryRow{
		{Key: text.T(ctx, "identity.me.login"), Text: own.Login},
		{Key: text.T(ctx, "identity.me.password"), Text: text.T(ctx, "identity.me.password-since", "date", dayOf(own.PasswordAt)),
			Action: &ui.Link{Text: text.T(ctx, "identity.me.change"), Href: "/toi/mat-khau", About: text.T(ctx, "identity.me.password")}},
		{Key: text.T(ctx, "identity.me.code"), Text: codeState(ctx, own),
			Action: &ui.Link{Text: text.T(ctx, "identity.me.change"), Href: "/toi/ma", About: text.T(ctx, "identity.me.code")}},
		{Key: text.T(ctx, "identity.passkey.title"), Text: text.T(ctx, "identity.passkey.count", "n", own.Passkeys),
			Action: &ui.Link{Text: text.T(ctx, "identity.me.change"), Href: passkeysPath, About: text.T(ctx, "identity.passkey.title")}},
	}
	return nil
}

func codeState(ctx context.Context, own Own) string {
	if own.HasCode {
		return text.T(ctx, "identity.me.code-on", "n", own.CodesLeft)
	}
	return text.T(ctx, "identity.me.code-off")
}

func postViews(ctx context.Context, posts []org.Post) []postView {
	acted := actor.Of(ctx).PositionID
	out := make([]postView, len(posts))
	for i, p := range posts {
		out[i] = postView{p.PositionID, p.Title, p.UnitName, text.Date(p.From), p.For, p.PositionID == acted}
	}
	return out
}

// fillCitizen shows what the provider told of the citizen; the personal number is masked, because
// screens are looked at by others too. law: pdp/masking
func (p *Pages) fillCitizen(ctx context.Context, v *meView) error {
	c, err := p.svc.Citizen(ctx, actor.Of(ctx).AccountID)
	if err != nil {
		return err
	}
	for _, fact := range []struct{ key, value string }{
		{"identity.me.number", check.Mask(c.PersonalNumber)}, {"identity.me.born", text.Date(c.BornOn)},
		{"identity.me.phone", check.ShowPhone(c.Phone)}, {"identity.me.email", c.Email},
		{"identity.me.level", c.Assurance},
	} {
		v.Facts = append(v.Facts, ui.SummaryRow{Key: text.T(ctx, fact.key), Text: fact.value})
	}
	return nil
}

// sessions lists the sessions of an account; endTo is where one is ended, before its key.
func (p *Pages) sessions(r *http.Request, accountID, endTo string) ([]sessionView, error) {
	list, err := p.svc.Sessions(r.Context(), accountID)
	if err != nil {
		return nil, err
	}
	here := web.Get(r, keySession)
	out := make([]sessionView, len(list))
	for i, x := range list {
		out[i] = sessionView{Browser: browserOf(r.Context(), x.Agent), From: x.FromAddr, Since: text.DateTime(r.Context(), x.CreatedAt),
			Seen: text.DateTime(r.Context(), x.SeenAt), Here: x.ID == here, EndTo: endTo + x.ID + "/ket-thuc"}
	}
	return out, nil
}

func (p *Pages) endMine(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.EndSession(r.Context(), r.PathValue("phien")); err != nil {
		return again(w, r, err, nil, "/toi")
	}
	web.Say(r, "identity.session.ended")
	return web.SeeOther(w, r, "/toi")
}

func (p *Pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.EndOthers(r.Context(), actor.Of(r.Context()).AccountID, web.Get(r, keySession)); err != nil {
		return again(w, r, err, nil, "/toi")
	}
	web.Say(r, "identity.session.others-ended")
	return web.SeeOther(w, r, "/toi")
}

func (p *Pages) choosePost(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.ChoosePost(r.Context(), web.Get(r, keySession), r.PostFormValue("chuc-danh")); err != nil {
		return again(w, r, err, nil, "/toi")
	}
	web.Say(r, "identity.post.chosen")
	return web.SeeOther(w, r, web.LocalPath(r.PostFormValue("ve"), "/toi"))
}

// browserOf names a browser and its system in a few words; most of what it says of itself is noise.
func browserOf(ctx context.Context, agent string) string {
	name := firstIn(agent, "Edg/", "Edge", "OPR/", "Opera", "coc_coc", "Cốc Cốc", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := firstIn(agent, "Windows", "Windows", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case name == "":
		return text.T(ctx, "identity.browser.unknown")
	case system == "":
		return name
	}
	return text.T(ctx, "identity.browser.on", "name", name, "system", system)
}

// firstIn returns the word after the first sign that stands in s; signs and words come in turn.
func firstIn(s string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.Contains(s, pairs[i]) {
			return pairs[i+1]
		}
	}
	return ""
}
