package dossier

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// lookLasts is how long a purpose once given shows a dossier in full.
const lookLasts = 15 * time.Minute

// unmaskView asks what personal data are needed for.
type unmaskView struct {
	Form    ui.FormFrame
	Usual   []ui.Button // a purpose each
	Purpose ui.TextField
}

// usualPurposes are what officers look for most; the words go into the trail in Vietnamese.
var usualPurposes = []string{"examine", "contact", "compare"}

func (rd *reading) unmask() *unmaskView {
	u := &unmaskView{Form: ui.FormFrame{Action: filePath(rd.v.ID) + "/xem-day-du"}, Purpose: ui.TextField{
		ID: "purpose", Name: "purpose-other", Label: rd.t("dossier.look.other"), MaxLength: 200, Autocomplete: "off",
		Value: rd.held.Value("purpose-other", ""), Error: ui.Problem(rd.ctx, rd.held.Err, "purpose")}}
	for _, key := range usualPurposes {
		u.Usual = append(u.Usual, ui.Button{Text: rd.t("dossier.look." + key), Kind: ui.Secondary, Name: "purpose", Value: key})
	}
	return u
}

// PurposeIn says a purpose in the language of the reader; what an officer typed stays as it was typed.
func PurposeIn(ctx context.Context, purpose string) string {
	for _, key := range usualPurposes {
		if purpose == text.In(text.Vi, "dossier.look."+key) {
			return text.T(ctx, "dossier.look."+key)
		}
	}
	return purpose
}

// unmask takes the purpose of a look at personal data and remembers it for a while.
func (p *Pages) unmask(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id, purpose := r.PathValue("id"), text.Clean(r.PostForm.Get("purpose-other"))
	back := filePath(id)
	if r.URL.Query().Get("ve") == "doi-chieu" {
		back += "/doi-chieu"
	}
	for _, key := range usualPurposes {
		if r.PostForm.Get("purpose") == key {
			purpose = text.In(text.Vi, "dossier.look."+key)
		}
	}
	if len([]rune(purpose)) < 5 {
		wrong := fault.OnFields([]fault.Field{{Name: "purpose", Key: "dossier.purpose-missing"}})
		if err := web.Keep(r, wrong, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, back+"#purpose")
	}
	web.Put(r, lookKey(id), p.s.Clock.Now().Format(time.RFC3339)+" "+purpose)
	return web.SeeOther(w, r, back)
}

func lookKey(id string) string { return "dossier.look." + id }

// purpose is what the officer said the dossier is looked at in full for, "" when that was not said
// or is too long ago.
func (p *Pages) purpose(r *http.Request, id string) string {
	_, purpose, _ := strings.Cut(web.Get(r, lookKey(id)), " ")
	if purpose != "" && p.s.Clock.Now().After(p.inFullUntil(r, id)) {
		web.Drop(r, lookKey(id))
		return ""
	}
	return purpose
}

func (p *Pages) inFullUntil(r *http.Request, id string) time.Time {
	since, _, _ := strings.Cut(web.Get(r, lookKey(id)), " ")
	at, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return time.Time{}
	}
	return at.Add(lookLasts)
}

// open opens a dossier in full while a purpose stands, else masked.
func (p *Pages) open(r *http.Request, id string) (*View, error) {
	if purpose := p.purpose(r, id); purpose != "" {
		return p.s.Unmask(r.Context(), id, purpose)
	}
	return p.s.Open(r.Context(), id)
}

// trailView is who looked at the personal data of a dossier, and what for.
type trailView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Some    bool
	Table   ui.Table
	Empty   ui.Empty

	Problems ui.ErrorSummary
	Sealed   ui.Table
	Purpose  ui.TextField // for opening the commitments
	Action   string       // the form by which it is done
}

func (p *Pages) trail(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	looks, err := p.s.Looks(ctx, id)
	if err != nil {
		return err
	}
	v, err := p.s.Open(ctx, id)
	if err != nil {
		return err
	}
	sealed, err := p.s.Sealings(ctx, v)
	if err != nil {
		return err
	}
	held, out := web.Kept(r), trailOf(ctx, v, looks)
	out.Sealed, out.Problems, out.Frame.Failed = sealedTable(ctx, sealed), ui.Problems(ctx, held.Err), held.Was()
	if actor.Of(ctx).HasAnywhere(CanUnmask) {
		out.Action = filePath(id) + "/so-cai"
		out.Purpose = ui.TextField{Name: "purpose", Label: text.T(ctx, "dossier.sealed.purpose"), Hint: text.T(ctx, "dossier.sealed.purpose-hint"),
			Value: held.Value("purpose", ""), Error: held.FieldError(r, "purpose"), MaxLength: 200, Autocomplete: "off"}
	}
	return web.Show(w, r, trailPage(out))
}

func trailOf(ctx context.Context, v *View, looks []audit.Record) trailView {
	title := text.T(ctx, "dossier.trail.title")
	rd := reading{ctx: ctx, v: v}
	out := trailView{Frame: ui.Frame{Title: title + " – " + v.Code, Wide: true, Area: ui.Desk, Crumbs: rd.crumbs(title)},
		Heading: ui.Heading{Title: title, Caption: rd.t("dossier.code", "code", v.Code), Lead: rd.t("dossier.trail.lead")},
		Some:    len(looks) > 0, Empty: ui.Empty{Title: rd.t("dossier.trail.empty")},
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true}}
	for _, head := range []string{"at", "who", "unit", "purpose", "what"} {
		out.Table.Head = append(out.Table.Head, ui.Head{Text: rd.t("dossier.trail." + head)})
	}
	for _, l := range looks {
		out.Table.Rows = append(out.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.DateTime(ctx, l.At), Header: true},
			{Text: l.PersonName}, {Text: strings.Trim(l.Position+", "+l.UnitName, ", ")}, {Text: purposeWords(ctx, l.Purpose)},
			{Text: lookedAt(ctx, l.Data)}}})
	}
	return out
}

// purposeWords says a purpose: one that the program itself gave is a key of its words.
func purposeWords(ctx context.Context, purpose string) string {
	if strings.HasPrefix(purpose, "dossier.") && text.Has(text.Vi, purpose) {
		return text.T(ctx, purpose)
	}
	return purpose
}

// lookedAt says which personal data an entry of the trail is about.
func lookedAt(ctx context.Context, data string) string {
	var fields []string
	if json.Unmarshal([]byte(data), &fields) != nil {
		return ""
	}
	for i, f := range fields {
		switch kind, name, _ := strings.Cut(f, ":"); {
		case kind == "file":
			fields[i] = text.T(ctx, "dossier.seen.file", "name", name)
		case kind == "text":
			fields[i] = text.T(ctx, "dossier.seen.text", "name", name)
		case strings.HasPrefix(f, "slip "):
			fields[i] = text.T(ctx, "dossier.seen.slip", "name", strings.TrimPrefix(f, "slip "))
		case text.Has(text.Vi, "dossier.seen."+f):
			fields[i] = text.T(ctx, "dossier.seen."+f)
		}
	}
	return strings.Join(fields, ", ")
}

func (rd *reading) mayDo(right string) bool {
	a := actor.Of(rd.ctx)
	return a.Has(right, rd.v.Receiving.Path) || a.Has(right, rd.v.Competent.Path)
}
