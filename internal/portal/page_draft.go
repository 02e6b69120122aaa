package portal

import (
	"context"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// work is a draft with what its pages are made of.
type work struct {
	*dossier.DraftWork
	Version *catalog.Version
	Way     way
	Of      *dossier.View // the dossier that is being corrected; nil for a new one
}

// workOf loads the draft that the address names.
func (p *Pages) workOf(r *http.Request) (*work, error) {
	ctx := r.Context()
	dr, err := p.Dossiers.Draft(ctx, r.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	v, err := p.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	k := &work{DraftWork: dr, Version: v}
	var asks []dossier.Ask
	if dr.DossierID != "" {
		if k.Of, err = p.Dossiers.Mine(ctx, dr.DossierID); err != nil {
			return nil, err
		}
		open := k.Of.OpenSupplement()
		if open == nil {
			return nil, fault.New(fault.Conflict, "dossier.nothing-asked")
		}
		asks = open.Asks
	}
	k.Way = wayOf(v, dr, asks)
	return k, nil
}

// at is the address of a step.
func (k *work) at(step string) string { return draftPath(k.ID) + "/" + step }

func draftPath(draftID string) string { return "/nop-ho-so/ban-nhap/" + draftID }

// leave is where Continue leads: back to the check page when the person came from there.
func (k *work) leave(r *http.Request, step string) string {
	if fromCheck(r) {
		return k.at(stepCheck)
	}
	return k.at(k.Way.after(step))
}

// fromCheck tells whether the page was opened by a "Change" link.
func fromCheck(r *http.Request) bool { return r.URL.Query().Get("ve") == stepCheck }

// drafting goes around the pages of drafts. A draft that is no more was sent or thrown away, on this
// device or another: its owner is led to where it is now instead of before a closed door.
func drafting(do web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		defer func() {
			if r.MultipartForm != nil {
				_ = r.MultipartForm.RemoveAll() // what the form left on disk
			}
		}()
		err := do(w, r)
		if f := fault.As(err); f != nil && f.Key == "dossier.draft-not-found" {
			web.Say(r, "portal.draft-gone")
			return web.SeeOther(w, r, "/ho-so-cua-toi")
		}
		return err
	}
}

// resume leads to where the person left off, on whichever device.
func (p *Pages) resume(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, k.at(k.Way.resume(k.Done)))
}

// frameView is what every page of a draft has around its questions.
type frameView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Heading  *ui.Heading // nil where the question is the heading
	Caption  string      // above the question then
	Form     ui.FormFrame
	Buttons  []ui.Button
	Back     string
	Help     string // in plain words, for whoever asks
}

// frameOf lays out a step: title, where on the way, what was refused, where the buttons lead.
func (p *Pages) frameOf(r *http.Request, k *work, step, title string, held web.Held) frameView {
	ctx := r.Context()
	caption, _ := brief(p.named(ctx, k.ProcedureID, k.Name))
	if n := k.Way.at(step); n > 0 {
		caption = text.T(ctx, "portal.step", "n", n, "of", len(k.Way.Steps)) + " · " + caption
	}
	v := frameView{
		Frame:    ui.Frame{Title: title + " – " + caption, NoIndex: true, Failed: held.Was()},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  &ui.Heading{Title: title, Caption: caption},
		Caption:  caption,
		Form:     ui.FormFrame{Action: selfPath(r)},
		Help:     stepHelp(ctx, step),
		Buttons: []ui.Button{{Text: text.T(ctx, "portal.next")},
			{Text: text.T(ctx, "portal.later"), Kind: ui.Secondary, Name: "di", Value: "sau"}},
	}
	if said := p.expiry(ctx, *k.DraftWork); said != "" {
		v.Notices = append(v.Notices, ui.Notice{Kind: ui.Caution, Text: said})
	}
	switch {
	case fromCheck(r):
		v.Back = k.at(stepCheck)
	case k.Way.before(step) != "":
		v.Back = k.at(k.Way.before(step))
	default:
		v.Back = "/ho-so-cua-toi"
	}
	return v
}

// selfPath is the address of the page with its way back.
func selfPath(r *http.Request) string {
	if fromCheck(r) {
		return r.URL.Path + "?ve=" + stepCheck
	}
	return r.URL.Path
}

// go on after a step was saved without anything wrong: later, or to the next step.
func (k *work) goOn(w http.ResponseWriter, r *http.Request, step string) error {
	if r.PostFormValue("di") == "sau" {
		web.Say(r, "portal.saved-for-later")
		return web.SeeOther(w, r, "/ho-so-cua-toi")
	}
	return web.SeeOther(w, r, k.leave(r, step))
}

// again shows the step once more with what is wrong and what was typed. Somebody who only wants to
// stop here for now is let go: everything is saved as it is.
func again(w http.ResponseWriter, r *http.Request, err error) error {
	if r.PostFormValue("di") == "sau" && fault.Is(err, fault.Invalid) {
		web.Say(r, "portal.saved-for-later")
		return web.SeeOther(w, r, "/ho-so-cua-toi")
	}
	if err := web.Keep(r, err, keepable(r.PostForm)); err != nil {
		return err
	}
	return web.SeeOther(w, r, selfPath(r))
}

// keepable leaves out the buttons.
func keepable(form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		if !isButton(name) {
			out[name] = values
		}
	}
	return out
}

// done notes that a step was finished, once.
func done(dr *dossier.DraftWork, step string) {
	if !slices.Contains(dr.Done, step) {
		dr.Done = append(dr.Done, step)
	}
}

// Two devices, one draft: the browser remembers what it last saw or saved on each page. When a page
// has changed since and is not what this browser now sends, another device was at work, and the
// person is asked instead of overwriting it.

// seenKey is where the session remembers a page.
func seenKey(draftID, step string) string { return "portal.seen." + draftID + "." + step }

// digest stands for the values of a page.
func digest(v catalog.Values, names []string) string {
	h := fnv.New64a()
	for _, name := range names {
		for _, value := range v[name] {
			_, _ = h.Write([]byte(name + "\x00" + value + "\x00"))
		}
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// remember notes what the browser now knows of a page.
func remember(r *http.Request, dr *dossier.DraftWork, s sheet) {
	key, now := seenKey(dr.ID, s.Key), digest(dr.Values, s.names(dr.Values))
	if web.Get(r, key) != now {
		web.Put(r, key, now)
	}
}

// undisturbed refuses when another device changed the page in the meantime.
func undisturbed(ctx context.Context, seen string, dr *dossier.DraftWork, s sheet, next catalog.Values) error {
	is := digest(dr.Values, s.names(dr.Values))
	if seen == "" || seen == is || is == digest(next, s.names(next)) {
		return nil
	}
	return fault.New(fault.Conflict, "portal.other-device", "at", text.DateTime(ctx, dr.SavedAt))
}

// groupTitle names whose fields a page asks.
func groupTitle(ctx context.Context, group string) string {
	if key := "portal.group." + group; group != "" && text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	return text.T(ctx, "portal.group")
}

// paperProblem is the component a problem is about, "" when it is about none.
func paperProblem(f fault.Field) string {
	key, ok := strings.CutPrefix(f.Name, "paper:")
	if !ok {
		return ""
	}
	return key
}

// isButton tells the names of buttons from those of answers.
func isButton(name string) bool {
	return slices.Contains([]string{"di", "them", "bot", "bo", "len", "xuong", "huy"}, name)
}
