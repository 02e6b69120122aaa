package dossier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// deed is how the desk does an action: what it asks first, and the service's verb.
type deed struct {
	ask func(*reading) []templ.Component // nil: done at once, from the dossier's page
	do  func(context.Context, *Service, At, answer) (*Dossier, error)
}

// answer is what was posted for an action.
type answer struct {
	url.Values
	files  []File
	papers map[string][]File // by the key of the component, for papers brought to the counter
}

func (a answer) word(name string) string { return text.Clean(a.Get(name)) }

func deedOf(do Action) (deed, bool) {
	if d, ok := lifeDeeds[do]; ok {
		return d, true
	}
	d, ok := deeds[do]
	return d, ok
}

// deeds are the actions of officers on the straight path.
var deeds = map[Action]deed{
	Receive: {nil, func(ctx context.Context, s *Service, at At, _ answer) (*Dossier, error) { return s.Receive(ctx, at) }},
	Take:    {nil, func(ctx context.Context, s *Service, at At, _ answer) (*Dossier, error) { return s.Take(ctx, at) }},
	Approve: {nil, func(ctx context.Context, s *Service, at At, _ answer) (*Dossier, error) { return s.Approve(ctx, at) }},
	HandOver: {nil, func(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
		return s.HandOver(ctx, at, a.word("note"))
	}},
	Advance: {nil, func(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
		return s.Advance(ctx, at, a.word("note"))
	}},

	AskFix:        {askForFix, doAskFix},
	AskSupplement: {askForSupplement, doAskSupplement},
	AddSupplement: {askBrought, doBrought},
	Refuse:        {askRefusal, doRefuse},
	Withdraw:      {askWithdrawal, doWithdraw},
	MakeCopy:      {askCopy, doCopy},
	Propose:       {askProposal, doPropose},
	Number:        {askNumber, doNumber},
	Return:        {askRecipient, doReturn},
	SendBack: {askReason, func(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
		return s.SendBack(ctx, at, a.word("reason"))
	}},
	Reject: {askReason, func(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
		return s.Reject(ctx, at, a.word("reason"))
	}},
}

// actionView is the page of an action that asks something.
type actionView struct {
	ID       string
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Form     ui.FormFrame
	Seen     int
	Fields   []templ.Component
	Uploads  []keptUpload
	Submit   ui.Button
	Back     ui.Button
	Facts    ui.SummaryList
	Changes  *changesView // what somebody faster did
	Stock    *reasonView  // reasons that the unit keeps for this form
}

// ask shows the page of an action.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	do := Action(r.PathValue("action"))
	deed, ok := deedOf(do)
	if !ok || deed.ask == nil {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	v, err := p.s.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	rd, err := p.reading(r, v)
	if err != nil {
		return err
	}
	if do == Propose && v.ElectronicCopy == nil { // a copy is the result itself
		if rd.draft, err = p.s.ResultDraft(r.Context(), v.ID); err != nil {
			return err
		}
	}
	view := rd.action(do, deed.ask(rd))
	reasons, err := p.s.book.ReasonsFor(r.Context(), string(do), v.Procedure)
	if err != nil {
		return err
	}
	view.Stock = rd.stock(reasons)
	if view.Uploads, err = p.keptUploads(r.Context(), rd.held.Values); err != nil {
		return err
	}
	return web.Show(w, r, actionPage(view))
}

// action lays out the page. An action that cannot be done (any more) keeps what was typed, and says
// why its button cannot be pressed.
func (rd *reading) action(do Action, fields []templ.Component) actionView {
	v := rd.v
	title := doing(rd.ctx, do)
	out := actionView{ID: v.ID,
		Frame:    ui.Frame{Title: title + " – " + v.Code, Area: ui.Desk, Wide: true, Live: true, Failed: rd.held.Was(), Script: ui.LooksScript, Crumbs: rd.crumbs(title)},
		Heading:  ui.Heading{Title: title, Caption: v.Code + " · " + v.Name},
		Problems: ui.Problems(rd.ctx, rd.held.Err), Notices: rd.actionNotices(do), Fields: fields,
		Form: ui.FormFrame{Action: actPath(v.ID, do), Multipart: true, Looks: true}, Seen: v.Version,
		Submit: ui.Button{Text: rd.t("dossier.submit." + string(do))},
		Back:   ui.Button{Text: rd.t("dossier.act.back"), Href: filePath(v.ID), Kind: ui.LinkLike}, Facts: rd.brief(),
	}
	out.Changes = rd.changes()
	out.Problems = toChanges(rd, out.Problems, out.Changes)
	if why := rd.whyNot(do); why != "" {
		out.Submit.Disabled, out.Submit.Why = true, why
	}
	return out
}

func (rd *reading) actionNotices(do Action) []ui.Notice {
	if n := rd.v.SupplementsAfter() + 1; do == AskSupplement && n > 1 {
		return []ui.Notice{{Kind: ui.Danger, Title: rd.t("dossier.ask.nth", "n", n), Text: rd.t("dossier.ask.nth-why")}}
	}
	if about := rd.copyNotices(do); about != nil {
		return about
	}
	if hint := "dossier.hint." + string(do); text.Has(text.Vi, hint) {
		return []ui.Notice{{Text: rd.t(hint)}}
	}
	return nil
}

// whyNot says why the action cannot be done now, "" when it can.
func (rd *reading) whyNot(do Action) string {
	i := slices.IndexFunc(rd.v.Choices, func(c Choice) bool { return c.Do == do })
	switch {
	case i < 0:
		return rd.t("dossier.act.not-now", "state", stateName(rd.ctx, rd.v.State))
	case rd.v.Choices[i].Why != nil:
		return text.TMap(rd.ctx, rd.v.Choices[i].Why.Key, rd.v.Choices[i].Why.Args)
	}
	return ""
}

// brief is the dossier in a few lines, beside a form.
func (rd *reading) brief() ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: rd.t("dossier.section.owner"), Text: rd.v.Owner.Name}, {Key: rd.t("dossier.desk.state"), Body: stateTag(rd.ctx, rd.v.State)},
		{Key: rd.t("dossier.desk.due"), Body: rd.dueTag()}}}
}

// act does an action. Whatever stands against it comes back on the page it was sent from, with all
// that was typed.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	id, do := r.PathValue("id"), Action(r.PathValue("action"))
	deed, ok := deedOf(do)
	if !ok {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	if err := readForm(r); err != nil {
		return err
	}
	defer doneReading(r)
	if r.PostForm.Has("insert") {
		if _, _, err := p.takeFiles(r); err == nil { // what was sent with it need not be sent again
			return p.insertReason(w, r, id, do)
		}
	}
	if do == Digitise {
		return p.digitise(w, r, id)
	}
	if do == Initial {
		return p.initial(w, r, id)
	}
	if do == Propose && r.PostForm.Has("draft") {
		return p.draftResult(w, r, id)
	}
	if do == Approve {
		if to, err := p.signOne(r, id); err != nil || to != "" {
			return p.ledTo(w, r, to, err, filePath(id))
		}
	}
	if do == Number && p.sealedApart(r, id) {
		return p.numberApart(w, r, id)
	}
	d, err := p.perform(r, deed, id)
	return p.acted(w, r, do, id, d, err)
}

// acted says what was done, or leads back to where it was asked, with all that was typed.
func (p *Pages) acted(w http.ResponseWriter, r *http.Request, do Action, id string, d *Dossier, err error) error {
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return err
		}
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		if deed, _ := deedOf(do); deed.ask == nil {
			return web.SeeOther(w, r, filePath(id))
		}
		return web.SeeOther(w, r, actPath(id, do))
	}
	web.Say(r, "dossier.said."+string(do), "code", d.Code)
	return web.SeeOther(w, r, filePath(id))
}

func (p *Pages) perform(r *http.Request, deed deed, id string) (*Dossier, error) {
	files, papers, err := p.takeFiles(r)
	if err != nil {
		return nil, err
	}
	seen, _ := strconv.Atoi(r.PostForm.Get("seen")) // 0 accepts what is there
	return deed.do(r.Context(), p.s, At{ID: id, Seen: seen}, answer{r.PostForm, files, papers})
}
