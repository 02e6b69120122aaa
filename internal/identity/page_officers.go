package identity

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const officersOnPage = 30

// officersView lists officers' accounts.
type officersView struct {
	Text   ui.TextField
	Unit   ui.Select
	State  ui.Select
	Filter ui.FilterSpec
	Table  ui.Table
	Pager  ui.Pager
	None   bool
}

func (p *Pages) listOfficers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	units, err := p.svc.ManagedUnits(ctx)
	if err != nil {
		return err
	}
	unitID, state := r.FormValue("don-vi"), r.FormValue("trang-thai")
	q := OfficerQuery{Text: text.Clean(r.FormValue("q")), State: state, After: r.FormValue("sau"), Limit: officersOnPage + 1}
	for _, u := range units {
		if u.ID == unitID {
			q.Unit = u.Path
		}
	}
	list, err := p.svc.Officers(ctx, q)
	if err != nil {
		return err
	}
	v := officersView{Text: ui.TextField{Name: "q", Label: text.T(ctx, "identity.accounts.search"), Type: "search", Value: q.Text},
		Unit: unitFilter(ctx, units, unitID), State: stateFilter(ctx, state), Filter: ui.FilterSpec{Action: accountsPath}, None: len(list) == 0}
	if q.Text+unitID+state != "" {
		v.Filter.Clear = accountsPath
	}
	here := []string{"q", q.Text, "don-vi", unitID, "trang-thai", state}
	if q.After != "" {
		v.Pager.PrevHref = pathWith(accountsPath, here...)
	}
	if len(list) > officersOnPage {
		list = list[:officersOnPage]
		v.Pager.NextHref = pathWith(accountsPath, append(here, "sau", list[officersOnPage-1].Login)...)
	}
	if v.Table, err = p.officersTable(ctx, list); err != nil {
		return err
	}
	return web.Show(w, r, officersPage(v))
}

func unitFilter(ctx context.Context, units []org.Unit, chosen string) ui.Select {
	f := ui.Select{Name: "don-vi", Label: text.T(ctx, "identity.rights.unit"), Value: chosen, Empty: text.T(ctx, "identity.accounts.every-unit")}
	for _, u := range units {
		f.Options = append(f.Options, ui.Option{Value: u.ID, Text: u.FullName})
	}
	return f
}

func stateFilter(ctx context.Context, chosen string) ui.Select {
	f := ui.Select{Name: "trang-thai", Label: text.T(ctx, "identity.accounts.state"), Value: chosen, Empty: text.T(ctx, "identity.accounts.every-state")}
	for _, s := range OfficerFilters {
		f.Options = append(f.Options, ui.Option{Value: s, Text: text.T(ctx, "identity.filter."+s)})
	}
	return f
}

func (p *Pages) officersTable(ctx context.Context, list []Officer) (ui.Table, error) {
	t := ui.Table{Caption: text.T(ctx, "identity.accounts.title"), HideCaption: true, Dense: true, KeyboardList: true}
	for _, key := range []string{"name", "login", "posts", "last", "second", "state"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "identity.accounts."+key)})
	}
	for _, o := range list {
		posts, err := p.svc.postLine(ctx, o.PersonID)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
			{Text: o.Name, Href: accountsPath + "/" + o.ID, Header: true}, {Text: o.Login}, {Text: posts},
			{Text: lastIn(ctx, o)}, {Text: secondOf(ctx, o)}, {Body: p.stateTag(ctx, o)},
		}})
	}
	return t, nil
}

// secondOf says what stands behind the password.
func secondOf(ctx context.Context, o Officer) string {
	switch {
	case o.HasCode && o.Passkeys > 0:
		return text.T(ctx, "identity.accounts.second-both", "n", o.Passkeys)
	case o.HasCode:
		return text.T(ctx, "identity.accounts.second-code")
	case o.Passkeys > 0:
		return text.T(ctx, "identity.accounts.second-keys", "n", o.Passkeys)
	}
	return text.T(ctx, "identity.accounts.code-off")
}

func lastIn(ctx context.Context, o Officer) string {
	if o.SignedInAt.IsZero() {
		return text.T(ctx, "identity.accounts.never")
	}
	return text.DateTime(ctx, o.SignedInAt)
}

func (p *Pages) stateTag(ctx context.Context, o Officer) ui.Tag {
	left, idle := p.svc.DaysLeft(o)
	switch {
	case o.State == Disabled:
		return ui.Tag{Text: text.T(ctx, "identity.state.disabled"), Colour: ui.Red}
	case !o.LockedTill.IsZero():
		return ui.Tag{Text: text.T(ctx, "identity.state.locked"), Colour: ui.Yellow}
	case idle:
		return ui.Tag{Text: text.T(ctx, "identity.state.idle", "n", left), Colour: ui.Yellow}
	case o.OneTime:
		return ui.Tag{Text: text.T(ctx, "identity.state.one-time"), Colour: ui.Blue}
	}
	return ui.Tag{Text: text.T(ctx, "identity.state.active"), Colour: ui.Green}
}

// pathWith adds parameters to a path, leaving out empty ones.
func pathWith(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// newView opens an account: first find the person, then choose a login.
type newView struct {
	Problems ui.ErrorSummary
	Name     string // words of the person's name looked for
	None     bool   // nobody of that name
	People   []ui.Option
	PersonID string
	Login    string
	LoginErr string
	WhoErr   string
}

const peopleShown = 20

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	held := web.Kept(r)
	v := newView{Problems: ui.Problems(r.Context(), held.Err), Name: text.Clean(held.Value("ten", r.FormValue("ten"))),
		PersonID: held.Value("nguoi", ""), Login: held.Value("ten-dang-nhap", ""),
		LoginErr: held.FieldError(r, "ten-dang-nhap"), WhoErr: held.FieldError(r, "nguoi")}
	if v.Name != "" {
		people, err := p.svc.People(r.Context(), v.Name, peopleShown)
		if err != nil {
			return err
		}
		for _, who := range people {
			v.People = append(v.People, ui.Option{Value: who.ID, Text: who.Name, Hint: who.Posts})
		}
		v.None = len(people) == 0
	}
	return web.Show(w, r, newPage(v))
}

func (p *Pages) openAccount(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "nguoi", "ten-dang-nhap")
	var a Account
	var oneTime string
	if err == nil {
		a, oneTime, err = p.svc.OpenAccount(r.Context(), r.PostFormValue("ten-dang-nhap"), r.PostFormValue("nguoi"))
	}
	if err != nil {
		typed := url.Values{}
		for _, name := range []string{"ten", "nguoi", "ten-dang-nhap"} {
			typed.Set(name, r.PostFormValue(name))
		}
		return again(w, r, err, typed, accountsPath+"/moi")
	}
	p.showOnce(r, a.ID, oneTime)
	web.Say(r, "identity.account.opened", "name", a.Name)
	return web.SeeOther(w, r, accountsPath+"/"+a.ID)
}
