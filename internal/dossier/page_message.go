package dossier

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// talkView is the exchange with the applicant on the page of a dossier.
type talkView struct {
	Lead     string
	Waits    *ui.Notice // somebody is waited for
	Earlier  *foldView
	Messages ui.Timeline
	Read     string // when the other side last opened it
	Settle   *ui.FormFrame
	Closed   string // why nothing can be written
	Form     ui.FormFrame
	Words    ui.TextArea
	Files    ui.FileField
	Kept     []keptUpload
	Wants    ui.Checkboxes
	NoPapers *ui.Checkboxes // asked when the words sound like a supplement request
	Back     string         // withdraws the officer's last message; "" when there is none
}

// lastShown is how many messages stand open; those before are folded away.
const lastShown = 4

// talkPath is where the exchange of a dossier lives.
func talkPath(id string) string { return filePath(id) + "/tin-nhan" }

// talk lays the exchange out for an officer; nil for one who may not read it.
func (p *Pages) talk(r *http.Request, rd *reading) (*talkView, error) {
	x, err := p.s.Messages(r.Context(), rd.v.ID)
	if err != nil {
		if fault.Is(err, fault.Forbidden) {
			return nil, nil
		}
		return nil, err
	}
	if len(x.Messages) == 0 && x.Side == "" {
		return nil, nil
	}
	v := rd.talkView(x)
	if v.Kept, err = p.keptUploads(r.Context(), rd.held.Values); err != nil {
		return nil, err
	}
	return v, p.s.MarkRead(r.Context(), x)
}

func (rd *reading) talkView(x *Exchange) *talkView {
	v := &talkView{Lead: rd.t("dossier.message.lead"), Form: ui.FormFrame{Action: talkPath(rd.v.ID), Multipart: true}, Waits: rd.talkWaits(x)}
	items := rd.messages(x)
	if n := len(items) - lastShown; n > 0 {
		v.Earlier = &foldView{Summary: rd.t("dossier.message.earlier", "n", n), Inside: []templ.Component{ui.Timeline{Items: items[:n]}}}
		items = items[n:]
	}
	v.Messages.Items = items
	if at := x.ApplicantReadAt; !at.IsZero() && len(x.Messages) > 0 {
		v.Read = rd.t("dossier.message.read", "at", text.DateTime(rd.ctx, at))
	}
	if x.Waits == FromOffice && x.Side == FromOffice {
		v.Settle = &ui.FormFrame{Action: talkPath(rd.v.ID) + "-xong"}
	}
	if f := fault.As(x.Closed); f != nil {
		v.Closed = text.TMap(rd.ctx, f.Key, f.Args)
		return v
	}
	rd.writing(v)
	return v
}

// writing are the fields of a new message.
func (rd *reading) writing(v *talkView) {
	v.Words = ui.TextArea{ID: "words", Name: "words", Label: rd.t("dossier.message.words"), Hint: rd.t("dossier.message.hint"),
		Value: rd.held.Value("words", ""), Error: rd.problem("words"), Rows: 3, MaxLength: mostWords}
	v.Files = ui.FileField{ID: "files", Name: "file", Label: rd.t("dossier.message.files"), Hint: rd.t("dossier.message.files-hint", "n", mostAttached),
		Accept: "image/*,application/pdf", Multiple: true, Error: rd.problem("files")}
	v.Wants = ui.Checkboxes{Name: "wants", Values: rd.held.Values["wants"], Options: []ui.Option{{Value: "1", Text: rd.t("dossier.message.wants")}}}
	if wrong := rd.problem("no-papers"); wrong != "" {
		v.NoPapers = &ui.Checkboxes{Name: "no-papers", Error: wrong, Options: []ui.Option{{Value: "1", Text: rd.t("dossier.message.no-papers")}}}
	}
}

func (rd *reading) talkWaits(x *Exchange) *ui.Notice {
	switch x.Waits {
	case FromOffice:
		return &ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.message.waits-office", "since", text.DateTime(rd.ctx, x.Since))}
	case FromApplicant:
		return &ui.Notice{Text: rd.t("dossier.message.waits-applicant", "since", text.DateTime(rd.ctx, x.Since))}
	}
	return nil
}

func (rd *reading) messages(x *Exchange) []ui.TimelineItem {
	out := make([]ui.TimelineItem, len(x.Messages))
	for i, m := range x.Messages {
		item := ui.TimelineItem{Title: rd.t("dossier.message.from-applicant"), By: m.Name, When: text.DateTime(rd.ctx, m.At), Text: m.Words, Kind: ui.Current}
		if m.Side == FromOffice {
			item.Title, item.Kind = rd.t("dossier.message.from-office"), ui.Done
			item.By = strings.Join(slices.DeleteFunc([]string{m.Name, m.Position, m.Unit}, func(s string) bool { return s == "" }), ", ")
		}
		if !m.BackAt.IsZero() {
			item.Text, item.Kind = rd.t("dossier.message.taken-back", "at", text.DateTime(rd.ctx, m.BackAt)), ui.Ahead
		}
		item.Body = messageExtras(rd.messageParts(m))
		out[i] = item
	}
	return out
}

// messageView is what stands under the words of a message.
type messageView struct {
	Wants string
	Files []fileLink
	Take  *ui.FormFrame // takes it back
}

func (rd *reading) messageParts(m Message) messageView {
	v := messageView{}
	at := talkPath(rd.v.ID) + "/" + m.ID
	for _, f := range m.Files {
		v.Files = append(v.Files, fileLink{Name: f.Name, Href: at + "/" + f.SHA256, Meta: sizeText(rd.ctx, f.Size)})
	}
	if m.Wants && m.BackAt.IsZero() {
		v.Wants = rd.t("dossier.message.wanted")
	}
	if m.CanTake {
		v.Take = &ui.FormFrame{Action: at + "/thu-hoi", Confirm: rd.t("dossier.message.take-sure")}
	}
	return v
}

// say sends a message to the applicant.
func (p *Pages) say(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	defer doneReading(r)
	id := r.PathValue("id")
	files, _, err := p.takeFiles(r)
	if err == nil {
		a := answer{Values: r.PostForm}
		_, err = p.s.Say(r.Context(), id, Saying{Words: a.word("words"), Files: files, Wants: a.Get("wants") != "", NoPapers: a.Get("no-papers") != ""})
	}
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return err
		}
		if err := web.Keep(r, onField(err, "files"), r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, filePath(id)+"#tin-nhan")
	}
	web.Say(r, "dossier.message.said")
	return web.SeeOther(w, r, filePath(id)+"#tin-nhan")
}

// settle notes that the applicant's words need no answer.
func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.s.Settle(r.Context(), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, filePath(id)+"#tin-nhan")
}

// takeBack withdraws a message.
func (p *Pages) takeBack(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.s.TakeBack(r.Context(), id, r.PathValue("message")); err != nil {
		return err
	}
	web.Say(r, "dossier.message.back")
	return web.SeeOther(w, r, filePath(id)+"#tin-nhan")
}

// messageFile shows a file of a message.
func (p *Pages) messageFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenMessageFile(r.Context(), r.PathValue("id"), r.PathValue("message"), r.PathValue("sha"))
	return sendFile(w, f, content, err)
}
