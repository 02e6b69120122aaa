package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// talkView is what the citizen and the office wrote to each other, and the next message.
type talkView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Waits    string
	Messages ui.Timeline
	None     string
	Read     string // when the office last opened it
	Closed   string // why nothing can be written
	Form     ui.FormFrame
	Words    ui.TextArea
	Files    ui.FileField
	Kept     []keptFile
	Back     ui.Link
}

// keptFile is a file of a message that was refused: it need not be sent again.
type keptFile struct{ ID, Name string }

// messageView is what stands under the words of a message.
type messageView struct {
	Wants string
	Files []fileView
	Take  *ui.FormFrame // takes it back
}

func talkPath(id string) string { return dossierPath(id) + "/tin-nhan" }

// talk shows the exchange on one of the citizen's dossiers.
func (p *Pages) talk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Dossiers.Mine(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	x, err := p.Dossiers.Messages(ctx, d.ID)
	if err != nil {
		return err
	}
	v := p.talkView(r, d, x, web.Kept(r))
	if err := p.Dossiers.MarkRead(ctx, x); err != nil {
		return err
	}
	return web.Show(w, r, talkPage(v))
}

func (p *Pages) talkView(r *http.Request, d *dossier.View, x *dossier.Exchange, held web.Held) talkView {
	ctx, title := r.Context(), text.T(r.Context(), "portal.talk.title")
	v := talkView{
		Frame: ui.Frame{Title: title + " – " + d.Code, NoIndex: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
			{Text: text.T(ctx, "portal.mine.title"), Href: "/ho-so-cua-toi"}, {Text: d.Code, Href: dossierPath(d.ID)}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Back: ui.Link{Text: text.T(ctx, "portal.talk.back"), Href: dossierPath(d.ID)},
		Heading:  ui.Heading{Title: title, Caption: text.T(ctx, "portal.code", "code", d.Code), Lead: text.T(ctx, "portal.talk.lead", "unit", d.Receiving.Name)},
		Messages: ui.Timeline{Items: messagesOf(ctx, d.ID, x)}, Waits: waitsWords(ctx, x.Talk),
		Form: ui.FormFrame{Action: talkPath(d.ID), Multipart: true},
	}
	if len(x.Messages) == 0 {
		v.None = text.T(ctx, "portal.talk.none")
	} else if !x.OfficeReadAt.IsZero() {
		v.Read = text.T(ctx, "portal.talk.read", "at", text.DateTime(ctx, x.OfficeReadAt))
	}
	if f := fault.As(x.Closed); f != nil {
		v.Closed = text.TMap(ctx, f.Key, f.Args)
		return v
	}
	p.writing(r, &v, held)
	return v
}

// writing are the fields of a new message. A question about a look at the data comes filled in.
func (p *Pages) writing(r *http.Request, v *talkView, held web.Held) {
	ctx, mb := r.Context(), int(p.Dossiers.MaxFile>>20)
	v.Words = ui.TextArea{ID: "words", Name: "words", Label: text.T(ctx, "portal.talk.words"), Hint: text.T(ctx, "portal.talk.hint"),
		Value: held.Value("words", ""), Error: held.FieldError(r, "words"), Rows: 4, MaxLength: 2000}
	v.Files = ui.FileField{ID: "files", Name: "tep", Label: text.T(ctx, "portal.talk.files"), Hint: text.T(ctx, "portal.file.hint", "mb", mb),
		Accept: "image/*,application/pdf", Multiple: true, MaxMB: mb, Error: held.FieldError(r, "files")}
	for _, id := range held.Values["da-gui"] {
		if f, err := p.Dossiers.Uploaded(ctx, id); err == nil {
			v.Kept = append(v.Kept, keptFile{id, f.Name})
		}
	}
	if id := r.URL.Query().Get("vi-sao"); id != "" && !held.Was() {
		v.Words.Value = p.whyLooked(ctx, r.PathValue("id"), id)
	}
}

// whyLooked is a question about one look at the citizen's data; empty when there was no such look.
func (p *Pages) whyLooked(ctx context.Context, dossierID, lookID string) string {
	looks, err := p.Dossiers.Looks(ctx, dossierID)
	if err != nil {
		return ""
	}
	for _, l := range looks {
		if l.ID == lookID {
			return text.T(ctx, "portal.talk.why-looked", "who", whoLooked(l), "at", text.DateTime(ctx, l.At), "why", purposeWords(ctx, l.Purpose))
		}
	}
	return ""
}

// waitsWords says who is to answer.
func waitsWords(ctx context.Context, t dossier.Talk) string {
	switch t.Waits {
	case dossier.FromOffice:
		return text.T(ctx, "portal.talk.waits-office", "since", text.DateTime(ctx, t.Since))
	case dossier.FromApplicant:
		return text.T(ctx, "portal.talk.waits-you", "since", text.DateTime(ctx, t.Since))
	}
	return ""
}

func messagesOf(ctx context.Context, dossierID string, x *dossier.Exchange) []ui.TimelineItem {
	out := make([]ui.TimelineItem, len(x.Messages))
	for i, m := range x.Messages {
		item := ui.TimelineItem{Title: text.T(ctx, "portal.talk.mine"), When: text.DateTime(ctx, m.At), Text: m.Words, Kind: ui.Done}
		if m.Side == dossier.FromOffice {
			item.Title, item.Kind = strings.Join(nonEmpty(m.Position, m.Unit), ", "), ui.Current
			item.By = m.Name
		}
		if !m.BackAt.IsZero() {
			item.Text, item.Kind = text.T(ctx, "portal.talk.taken-back", "at", text.DateTime(ctx, m.BackAt)), ui.Ahead
		}
		item.Body = messageExtras(messageParts(ctx, dossierID, m))
		out[i] = item
	}
	return out
}

func messageParts(ctx context.Context, dossierID string, m dossier.Message) messageView {
	v, at := messageView{}, talkPath(dossierID)+"/"+m.ID
	for _, f := range m.Files {
		v.Files = append(v.Files, fileView{Name: f.Name, Href: at + "/" + f.SHA256, Meta: size(ctx, f.Size), SHA256: f.SHA256})
	}
	if m.Wants && m.BackAt.IsZero() {
		v.Wants = text.T(ctx, "portal.talk.wanted")
	}
	if m.CanTake {
		v.Take = &ui.FormFrame{Action: at + "/thu-hoi", Confirm: text.T(ctx, "portal.talk.take-sure")}
	}
	return v
}

// say sends a message to the office. Files of a refused message are kept and need not come again.
func (p *Pages) say(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	defer func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll()
		}
	}()
	id := r.PathValue("id")
	files, err := p.messageFiles(r)
	if err == nil {
		_, err = p.Dossiers.Say(r.Context(), id, dossier.Saying{Words: r.PostForm.Get("words"), Files: files})
	}
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return err
		}
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, talkPath(id))
	}
	web.Say(r, "portal.talk.said")
	return web.SeeOther(w, r, talkPath(id))
}

// messageFiles are those sent now and those of an earlier try whose tick still stands.
func (p *Pages) messageFiles(r *http.Request) ([]dossier.File, error) {
	ctx := r.Context()
	for _, u := range uploads(r, "tep") {
		f, err := u.Open()
		if err != nil {
			return nil, err
		}
		kept, err := p.Dossiers.Upload(ctx, u.Filename, f)
		_ = f.Close() // read to its end, or given up
		if problem := fault.As(err); problem != nil && len(problem.Fields) == 0 {
			return nil, fault.OnFields([]fault.Field{{Name: "files", Key: problem.Key, Args: problem.Args}})
		}
		if err != nil {
			return nil, err
		}
		r.PostForm.Add("da-gui", kept.ID)
	}
	var out []dossier.File
	for _, id := range slices.Compact(r.PostForm["da-gui"]) {
		f, err := p.Dossiers.Uploaded(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// takeBack withdraws a message of the citizen.
func (p *Pages) takeBack(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := p.Dossiers.TakeBack(r.Context(), id, r.PathValue("message"))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil {
			return err
		}
	} else {
		web.Say(r, "portal.talk.back-said")
	}
	return web.SeeOther(w, r, talkPath(id))
}

// messageFile shows a file of a message.
func (p *Pages) messageFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.Dossiers.OpenMessageFile(r.Context(), r.PathValue("id"), r.PathValue("message"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	return serve(w, f, content)
}

// talkPart is the exchange in short, on the page of the dossier.
type talkPart struct {
	Text   string
	Unread *ui.Tag
	Link   ui.Link
}

func talkPartOf(ctx context.Context, id string, x *dossier.Exchange) talkPart {
	part := talkPart{Text: waitsWords(ctx, x.Talk), Link: ui.Link{Text: text.T(ctx, "portal.talk.write"), Href: talkPath(id)}}
	if n := len(x.Messages); n > 0 {
		part.Link.Text = text.T(ctx, "portal.talk.open", "n", n)
	} else {
		part.Text = text.T(ctx, "portal.talk.none")
	}
	if x.ForApplicant > 0 {
		part.Unread = &ui.Tag{Text: text.T(ctx, "portal.talk.unread", "n", x.ForApplicant), Colour: ui.Purple}
	}
	return part
}
