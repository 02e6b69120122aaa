package sign

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mineView is the page of one's key.
type mineView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Key      *ui.SummaryList // nil when there is none
	Picture  string          // address of the picture, as data
	Plugin   keyForm
	Ways     keyWays
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	k, err := p.s.MyKey(ctx)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "sign."+key, args...) }
	title := t("mine.title")
	v := mineView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(), Script: "card.js", Crumbs: []ui.Crumb{{Text: t("mine.home"), Href: "/toi"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("mine.lead")},
		Ways: p.keyWays(w, r, held, PathMine, ui.FileField{Label: t("mine.picture"), Hint: t("mine.picture-hint")}),
		Plugin: keyForm{Form: ui.FormFrame{Action: PathMine + "/phan-mem", Multipart: true},
			Chain: ui.TextArea{ID: "plugin-chain", Name: "plugin-chain", Label: t("mine.chain"), Hint: t("mine.chain-hint"), Rows: 4, Autocomplete: "off", Error: held.FieldError(r, "plugin-chain")},
			File:  ui.FileField{ID: "plugin-chain-file", Name: "plugin-chain-file", Label: t("mine.chain-file"), Accept: ".cer,.crt,.pem"}, Submit: ui.Button{Text: t("mine.plugin-go"), Kind: ui.Secondary}},
	}
	if k != nil {
		v.Key, v.Picture = keyRows(r, k), pictureOf(k)
	}
	return web.Show(w, r, minePage(v))
}

func (p *Pages) addFile(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, PathMine, "sign.mine.added", func(ctx context.Context, picture []byte) error {
		raw, err := fileOf(r, "file", MostKeyFile)
		if err == nil {
			_, err = p.s.AddFile(ctx, raw, r.PostForm.Get("password"), picture)
		}
		return err
	})
}

func (p *Pages) addCard(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, PathMine, "sign.mine.added", func(ctx context.Context, picture []byte) error {
		raw, err := chainOf(r, "chain")
		if err == nil {
			_, err = p.s.AddCard(ctx, raw, picture)
		}
		return err
	})
}

func (p *Pages) addPlugin(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, PathMine, "sign.mine.added", func(ctx context.Context, _ []byte) error {
		raw, err := chainOf(r, "plugin-chain")
		if err == nil {
			_, err = p.s.AddPlugin(ctx, raw)
		}
		return err
	})
}

// chainOf reads certificates: a file, else what was typed.
func chainOf(r *http.Request, field string) ([]byte, error) {
	raw, err := fileOf(r, field+"-file", MostChain)
	if len(raw) == 0 {
		raw = []byte(r.PostForm.Get(field))
	}
	return raw, err
}

func (p *Pages) addRemote(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, PathMine, "sign.mine.added", func(ctx context.Context, picture []byte) error {
		_, err := p.s.AddRemote(ctx, r.PostForm.Get("user"), picture)
		return err
	})
}

// add enters a key from a form of the page self, and says so.
func (p *Pages) add(w http.ResponseWriter, r *http.Request, self, said string, do func(ctx context.Context, picture []byte) error) error {
	if err := readForm(r); err != nil {
		return err
	}
	picture, err := fileOf(r, "picture", MostPicture)
	if err == nil {
		err = do(r.Context(), picture)
	}
	if err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, said)
	return web.SeeOther(w, r, self)
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	if err := p.s.EndKey(r.Context()); err != nil {
		return again(w, r, err, PathMine)
	}
	web.Say(r, "sign.mine.ended")
	return web.SeeOther(w, r, PathMine)
}
