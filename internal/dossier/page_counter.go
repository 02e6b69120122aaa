package dossier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// desk is an intake being laid out.
type desk struct {
	ctx  context.Context
	dr   *DraftWork
	form *catalog.Version
	kase catalog.Case
	unit string
	due  time.Time // if it were received now; zero when the law sets no term
	held web.Held

	ticket string // queue ticket that the intake is for
	known  int    // papers in force that the owner has already
	mostMB int    // of a file
	waits  int    // files of the office's scanners that wait
}

func (k *desk) t(key string, args ...any) string { return text.T(k.ctx, key, args...) }

func (k *desk) problem(name string) string { return ui.Problem(k.ctx, k.held.Err, name) }

// counter shows an intake. One that has become a dossier leads there: a page sent twice, or the way
// back in the browser.
func (p *Pages) counter(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("draft")
	dr, err := p.s.Draft(ctx, id)
	if fault.Is(err, fault.NotFound) {
		if d, aerr := p.s.Answered(takingIn(ctx, id)); aerr != nil || d != nil {
			return p.taken(w, r, d, aerr)
		}
	}
	if err != nil {
		return err
	}
	k, err := p.desk(r, dr)
	if err != nil {
		return err
	}
	return web.Show(w, r, counterPage(k.view()))
}

// takingIn names the taking in of a draft, so that the same one twice is once.
func takingIn(ctx context.Context, draftID string) context.Context {
	return Once(ctx, "take-in/"+draftID, []byte(draftID))
}

func (p *Pages) taken(w http.ResponseWriter, r *http.Request, d *Dossier, err error) error {
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, filePath(d.ID)+"?moi")
}

func (p *Pages) desk(r *http.Request, dr *DraftWork) (*desk, error) {
	ctx := r.Context()
	form, err := p.s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	unit, err := p.s.Org.Unit(ctx, dr.ReceivingID)
	if err != nil {
		return nil, err
	}
	k := &desk{ctx: ctx, dr: dr, form: form, unit: unit.FullName, held: web.Kept(r), ticket: r.URL.Query().Get(ticketKey), mostMB: int(p.s.MaxFile >> 20)}
	if k.held.Values != nil { // refused before it was saved
		p.fill(dr, k.held.Values, form)
	}
	k.kase, _ = form.Case(dr.CaseKey)
	if k.known, err = p.s.KnownOf(ctx, dr); err != nil {
		return nil, err
	}
	waiting, err := p.s.Scanned(ctx, dr)
	if err != nil && !fault.Is(err, fault.Forbidden) { // who no longer works there finishes what was begun, without the scanners
		return nil, err
	}
	k.waits = len(waiting)
	if cal, err := p.s.Org.Calendar(ctx, dr.ReceivingID); err == nil {
		now := p.s.Clock.Now()
		due, err := deriveDue(&Dossier{SubmittedAt: now, ReceivedAt: now, Term: termOf(form, dr.CaseKey, dr.Channel)}, cal, now)
		if err == nil {
			k.due = due.At
		}
	}
	return k, nil
}

// toScanner is what the button says that leads to the files of scanners.
const toScanner = "scanner"

// saveCounter keeps all that was typed, right or wrong, then does what the pressed button says.
func (p *Pages) saveCounter(w http.ResponseWriter, r *http.Request) error {
	ctx, id := takingIn(r.Context(), r.PathValue("draft")), r.PathValue("draft")
	if d, err := p.s.Answered(ctx); d != nil || err != nil {
		return p.taken(w, r, d, err)
	}
	if err := readForm(r); err != nil {
		return err
	}
	defer doneReading(r)
	dr, wrong, err := p.keepCounter(r, id)
	if err == nil && r.PostForm.Get("do") == string(TakeIn) {
		var d *Dossier
		if d, err = p.takeIn(ctx, dr, wrong, r.PostForm); err == nil {
			p.note(r, d)
			return p.taken(w, r, d, nil)
		}
	}
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
	} else if at, pressed := OwnerPressed(r.PostForm, dr); pressed {
		return web.SeeOther(w, r, draftOf(id, r.URL.Query().Get(ticketKey))+"#"+at)
	} else if ticket := r.URL.Query().Get(ticketKey); r.PostForm.Get("do") == toScanner {
		return web.SeeOther(w, r, scannerPath(id, ticket))
	} else if r.PostForm.Get("do") == "save" {
		web.Say(r, "dossier.counter.saved")
	}
	return web.SeeOther(w, r, draftOf(id, r.URL.Query().Get(ticketKey)))
}

// takeIn receives the dossier unless something is wrong, all of which is said at once. Papers that
// every dossier of its kind needs are asked for once more before they may be missing, and a dossier that
// the same person has already before there may be a second.
func (p *Pages) takeIn(ctx context.Context, dr *DraftWork, wrong []fault.Field, said url.Values) (*Dossier, error) {
	more, err := p.s.Wrong(ctx, dr)
	if err != nil {
		return nil, err
	}
	form, err := p.s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	wrong = append(more, wrong...)
	if missing := unticked(form, dr); len(missing) > 0 && said.Get("missing-ok") == "" {
		wrong = append(wrong, fault.Field{Name: "paper", Key: papersUnticked, Args: fault.Args("names", strings.Join(missing, "; "))})
	}
	if said.Get("twice-ok") == "" {
		had, err := p.s.Twice(ctx, dr.ProcedureID, dr.Owner.PersonalNo, "")
		if err != nil {
			return nil, err
		}
		for _, it := range had {
			wrong = append(wrong, fault.Field{Name: "owner_no", Key: hasOne, Args: fault.Args("code", it.Code, "state", stateName(ctx, it.State))})
		}
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	return p.s.TakeIn(ctx, dr.ID)
}

// hasOne is what is said when the same person has a dossier for the same procedure.
const hasOne = "dossier.has-one"

// papersUnticked is what is said when needed papers were not ticked.
const papersUnticked = "dossier.papers-unticked"

// unticked names the papers that every dossier of its kind hands in, and this one does not.
func unticked(form *catalog.Version, dr *DraftWork) []string {
	var names []string
	k, _ := form.Case(dr.CaseKey)
	for _, c := range k.Components {
		had := slices.ContainsFunc(dr.Papers, func(p Paper) bool { return p.Key == c.Key })
		if !had && !c.PresentOnly && c.Condition == "" {
			names = append(names, c.Name)
		}
	}
	return names
}

// keepCounter stores scans, then everything typed. It returns what is wrong with the parties and
// papers; a case just changed is among it, because its papers have not been seen yet.
func (p *Pages) keepCounter(r *http.Request, id string) (*DraftWork, []fault.Field, error) {
	ctx := r.Context()
	dr, err := p.s.Draft(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	form, err := p.s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, nil, err
	}
	if seen, _ := strconv.Atoi(r.PostForm.Get("seen")); seen != dr.Version {
		return nil, nil, fault.New(fault.Conflict, "dossier.draft-changed", "at", text.DateTime(ctx, dr.SavedAt))
	}
	if dr, err = p.attachScans(r, dr, form); err != nil {
		return nil, nil, err
	}
	var wrong []fault.Field
	dr, err = p.s.Save(ctx, id, dr.Version, func(dr *DraftWork) error {
		wrong = p.fill(dr, r.PostForm, form)
		return nil
	})
	return dr, wrong, err
}

// fill puts what was typed into the draft.
func (p *Pages) fill(dr *DraftWork, typed url.Values, form *catalog.Version) []fault.Field {
	today := clock.DateOf(p.s.Clock.Now())
	kase, _ := form.Case(dr.CaseKey)
	papers, wrong := papersOf(kase.Components, typed)
	var more []fault.Field
	dr.Owner, more = partyOf(typed, "owner", today)
	wrong = append(wrong, more...)
	dr.Submitter = dr.Owner
	other := typed.Get("submitter") == "other"
	if other {
		if dr.Submitter, more = partyOf(typed, "submitter", today); dr.Submitter.Name == "" {
			more = append(more, fault.Field{Name: "submitter_name", Key: "dossier.submitter-missing"})
		}
		wrong = append(wrong, more...)
	}
	dr.TakeParties(typed, other)
	dr.Values = formValuesOf(form.Fields, typed)
	dr.Papers = withScans(papers, dr.Papers, typed["unscan"])
	dr.endUnused(p.s.Clock.Now())
	if name := text.Clean(typed.Get("other-paper")); name != "" {
		dr.Papers = append(dr.Papers, Paper{Name: name, Form: "original", Count: 1})
	}
	if key := typed.Get("case"); key != "" && key != dr.CaseKey {
		dr.CaseKey = key
		wrong = append(wrong, fault.Field{Name: "case", Key: "dossier.case-changed"})
	}
	return wrong
}

// withScans gives the ticked papers the scans that are stored for them. A paper with a scan stays
// even when its tick is gone, until the scan is taken away too; so do further papers.
func withScans(ticked, had []Paper, drop []string) []Paper {
	out := slices.Clone(ticked)
	for _, h := range had {
		gone := func(sha256 string) bool { return slices.Contains(drop, h.Key+"/"+sha256) }
		h.Files = slices.DeleteFunc(slices.Clone(h.Files), func(f File) bool { return gone(f.SHA256) })
		h.Reused = slices.DeleteFunc(slices.Clone(h.Reused), func(r Reused) bool { return gone(r.SHA256) })
		i := slices.IndexFunc(out, func(p Paper) bool { return p.Key == h.Key && h.Key != "" })
		switch {
		case i >= 0:
			out[i].Files, out[i].Reused = h.Files, h.Reused
		case len(h.Files) > 0:
			out = append(out, h)
		case h.Key == "" && !slices.Contains(drop, "/"+h.Name):
			out = append(out, h)
		}
	}
	return out
}

// attachScans stores the files sent with the page under their papers. A scan ticks its paper.
func (p *Pages) attachScans(r *http.Request, dr *DraftWork, form *catalog.Version) (*DraftWork, error) {
	if r.MultipartForm == nil {
		return dr, nil
	}
	kase, _ := form.Case(dr.CaseKey)
	ticked, _ := papersOf(kase.Components, r.PostForm)
	for _, c := range kase.Components {
		paper := wanted(c)
		if i := slices.IndexFunc(ticked, func(p Paper) bool { return p.Key == c.Key }); i >= 0 {
			paper = ticked[i]
		}
		var err error
		if dr, err = p.attachSent(r, dr, paper, "file:"+c.Key); err != nil {
			return nil, err
		}
	}
	return p.attachSent(r, dr, ForMandate(), "mandate_file")
}

// attachSent stores the files that a field of the page brought.
func (p *Pages) attachSent(r *http.Request, dr *DraftWork, paper Paper, field string) (*DraftWork, error) {
	for _, head := range r.MultipartForm.File[field] {
		f, err := head.Open()
		if err != nil {
			return nil, err
		}
		dr, err = p.s.Attach(r.Context(), dr.ID, paper, head.Filename, f)
		_ = f.Close() // read to its end, or given up
		if err != nil {
			return nil, onField(err, field)
		}
	}
	return dr, nil
}

// dropCounter throws an intake away.
func (p *Pages) dropCounter(w http.ResponseWriter, r *http.Request) error {
	if err := p.s.DropDraft(r.Context(), r.PathValue("draft")); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	web.Say(r, "dossier.counter.dropped")
	return web.SeeOther(w, r, intakePath)
}
