package identity

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// tokensView lists the tokens of programs.
type tokensView struct {
	Problems ui.ErrorSummary
	Tokens   []tokenView
}

type tokenView struct {
	Name, Rights, Made, Until, Used string
	Tag                             ui.Tag
	RevokeTo                        string // empty: it opens nothing any more
}

func (p *Pages) listTokens(w http.ResponseWriter, r *http.Request) error {
	list, err := p.svc.Tokens(r.Context())
	if err != nil {
		return err
	}
	v := tokensView{Problems: ui.Problems(r.Context(), web.Kept(r).Err)}
	for _, t := range list {
		v.Tokens = append(v.Tokens, p.tokenView(r.Context(), t))
	}
	return web.Show(w, r, tokensPage(v))
}

func (p *Pages) tokenView(ctx context.Context, t Token) tokenView {
	v := tokenView{Name: t.Name, Rights: strings.Join(t.Rights, ", "), Made: text.DateTime(ctx, t.CreatedAt),
		Until: text.DateTime(ctx, t.ExpiresAt), Used: text.DateTime(ctx, t.UsedAt)}
	switch {
	case !t.RevokedAt.IsZero():
		v.Tag = ui.Tag{Text: text.T(ctx, "identity.token.state-revoked"), Colour: ui.Red}
	case !t.InForce(p.svc.now()):
		v.Tag = ui.Tag{Text: text.T(ctx, "identity.token.state-over")}
	default:
		v.Tag = ui.Tag{Text: text.T(ctx, "identity.token.state-open"), Colour: ui.Green}
		v.RevokeTo = "/quan-tri/ma-truy-cap/" + t.ID + "/thu-hoi"
	}
	return v
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.RevokeToken(r.Context(), r.PathValue("id")); err != nil {
		return again(w, r, err, nil, "/quan-tri/ma-truy-cap")
	}
	web.Say(r, "identity.token.revoked")
	return web.SeeOther(w, r, "/quan-tri/ma-truy-cap")
}
