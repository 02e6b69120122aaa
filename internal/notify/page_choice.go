package notify

import (
	"context"
	"net/http"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// choiceView is what a person settles about notices.
type choiceView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	State    ui.SummaryList
	Email    ui.TextField
	Give     ui.Button
	Channels []ui.Checkboxes // one group for each way out of the house
	Lang     ui.Radios
	Lead     string
	NoWay    bool // the house has none
}

func (p *Pages) showChoice(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	s, err := p.svc.Settled(ctx)
	if err != nil {
		return err
	}
	v := choiceView{Frame: own(ctx, "notify.choice.title"), Problems: ui.Problems(ctx, held.Err), State: stateOf(ctx, s),
		Lead: text.T(ctx, "notify.choice.lead"), NoWay: len(s.Channels) == 0, Give: ui.Button{Text: text.T(ctx, "notify.choice.give"), Kind: ui.Secondary},
		Email: ui.TextField{Name: "email", Label: text.T(ctx, "notify.choice.email"), Hint: text.T(ctx, "notify.choice.email-hint"), Type: "email",
			InputMode: "email", Autocomplete: "email", Width: "30", Value: held.Value("email", suggestion(s)), Error: held.FieldError(r, "email"), MaxLength: 200},
		Lang: ui.Radios{Name: "lang", Label: text.T(ctx, "notify.choice.lang"), Value: string(langOr(s.Lang)), Inline: true,
			Options: []ui.Option{{Value: "vi", Text: "Tiếng Việt"}, {Value: "en", Text: "English"}}}}
	v.Frame.Crumbs = []ui.Crumb{{Text: text.T(ctx, "notify.inbox.title"), Href: PathInbox}, {Text: v.Frame.Title}}
	v.Frame.Failed = held.Was()
	for _, c := range s.Channels {
		v.Channels = append(v.Channels, channelBoxes(ctx, s, c))
	}
	return web.Show(w, r, choicePage(v))
}

// suggestion is the address in the field: the own one, or one that is known from elsewhere.
func suggestion(s Settled) string {
	if s.Email == "" {
		return s.Suggested
	}
	return s.Email
}

func langOr(l text.Lang) text.Lang {
	if l == "" {
		return text.Vi
	}
	return l
}

func stateOf(ctx context.Context, s Settled) ui.SummaryList {
	state := "notify.choice.none"
	switch {
	case s.Office:
		state = "notify.choice.by-office"
	case s.Confirmed:
		state = "notify.choice.confirmed"
	case s.Email != "":
		state = "notify.choice.waits"
	}
	return ui.SummaryList{Rows: []ui.SummaryRow{{Key: text.T(ctx, "notify.choice.email"), Text: s.Email},
		{Key: text.T(ctx, "notify.choice.state"), Text: text.T(ctx, state)}}}
}

func channelBoxes(ctx context.Context, s Settled, channel string) ui.Checkboxes {
	c := ui.Checkboxes{ID: "kenh-" + channel, Name: channel, Label: text.T(ctx, "notify.choice.over", "channel", text.T(ctx, "notify.channel."+channel))}
	for _, k := range s.Kinds {
		c.Options = append(c.Options, ui.Option{Value: string(k), Text: text.T(ctx, "notify.kind."+string(k))})
		if s.Wants(k, channel) {
			c.Values = append(c.Values, string(k))
		}
	}
	return c
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	wants := func(k Kind, channel string) bool { return slices.Contains(r.PostForm[channel], string(k)) }
	if err := p.svc.Settle(r.Context(), wants, text.Lang(r.PostFormValue("lang"))); err != nil {
		return again(w, r, err, PathChoice)
	}
	web.Say(r, "notify.choice.saved")
	return web.SeeOther(w, r, PathChoice)
}

func (p *Pages) giveEmail(w http.ResponseWriter, r *http.Request) error {
	typed := text.Clean(r.PostFormValue("email"))
	if err := p.svc.GiveEmail(r.Context(), typed); err != nil {
		return again(w, r, err, PathChoice)
	}
	if typed == "" {
		web.Say(r, "notify.choice.dropped")
	} else {
		web.Say(r, "notify.choice.code-sent", "email", typed)
	}
	return web.SeeOther(w, r, PathChoice)
}

// confirmView asks for one press: programs that look into letters open addresses too.
type confirmView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Code     string
	Lead     string
}

func (p *Pages) showConfirm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := confirmView{Frame: own(ctx, "notify.confirm.title"), Problems: ui.Problems(ctx, web.Kept(r).Err), Code: r.URL.Query().Get("ma"),
		Lead: text.T(ctx, "notify.confirm.lead", "name", actor.Of(ctx).Name)}
	return web.Show(w, r, confirmPage(v))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.Confirm(r.Context(), r.PostFormValue("ma")); err != nil {
		return again(w, r, err, PathChoice)
	}
	web.Say(r, "notify.confirm.done")
	return web.SeeOther(w, r, PathChoice)
}
