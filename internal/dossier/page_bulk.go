package dossier

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// bulkBar stands under a list: what to do with the picked lines.
type bulkBar struct {
	Form  ui.FormFrame
	Query string
	Verb  ui.Select
	Whole ui.Checkboxes
	Go    ui.Button
}

// bulkVerbs are offered in this order.
var bulkVerbs = []string{string(Approve), string(Receive), string(HandOver), string(Take), string(Assign), string(HandBack), "print", "download", "message", "label", "follow"}

func (l listing) bulk(q Query) bulkBar {
	q.After = Cursor{}
	return bulkBar{Form: ui.FormFrame{Action: bulkPath}, Query: q.values().Encode(),
		Verb:  ui.Select{Name: "verb", Label: l.t("desk.bulk.verb"), Empty: l.t("dossier.choose"), Options: options(l.ctx, "desk.bulk.do.", l.offered()...)},
		Whole: ui.Checkboxes{Name: "whole", Options: []ui.Option{{Value: "1", Text: l.t("desk.bulk.whole", "n", keep.LargestBatch)}}},
		Go:    ui.Button{Text: l.t("desk.bulk.go"), Kind: ui.Secondary}}
}

// chooseMany keeps which dossiers were picked and leads to the page that asks the rest.
func (p *Pages) chooseMany(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	back := web.LocalPath(deskPath+"?"+r.PostForm.Get("query"), deskPath)
	if r.PostForm.Get("verb") == string(Approve) {
		return p.signPicked(w, r, back)
	}
	id, err := p.begin(r)
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil {
			return err
		}
		return web.SeeOther(w, r, back)
	}
	return web.SeeOther(w, r, bulkPath+"/"+id)
}

func (p *Pages) begin(r *http.Request) (string, error) {
	ctx, verb := r.Context(), r.PostForm.Get("verb")
	if verbs[verb] == nil {
		return "", fault.New(fault.Invalid, "desk.bulk.verb-missing")
	}
	var items []keep.Item
	var err error
	if r.PostForm.Get("whole") != "" {
		var v url.Values
		if v, err = url.ParseQuery(r.PostForm.Get("query")); err != nil {
			return "", fault.New(fault.Invalid, "fault.bad-form").Because(err)
		}
		q, qerr := queryOf(v)
		if qerr != nil {
			return "", qerr
		}
		items, err = p.s.PickAll(ctx, q)
	} else {
		items, err = p.s.Pick(ctx, picked(r.PostForm["pick"]))
	}
	if err != nil {
		return "", err
	}
	return p.s.book.Begin(ctx, verb, items)
}

// picked reads the boxes of a list: key and version.
func picked(values []string) map[string]int {
	out := map[string]int{}
	for _, one := range values {
		id, version, _ := strings.Cut(one, ":")
		out[id], _ = strconv.Atoi(version)
	}
	return out
}

// bulkView is a piece of work over many: before it begins, while it runs, when it is done.
type bulkView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Form     ui.FormFrame
	Fields   []templ.Component // before it begins
	Submit   *ui.Button        // begins, or carries on; nil when all is done
	Running  bool              // the script presses Submit by itself
	Progress string
	Done     int // of Total
	Total    int
	Other    *ui.Button // chooses somebody else
	File     *ui.Button // what was printed or bundled
	Table    ui.Table
	Back     ui.Button
}

// many shows a piece of work.
func (p *Pages) many(w http.ResponseWriter, r *http.Request) error {
	batch, err := p.s.book.Batch(r.Context(), r.PathValue("batch"))
	if err != nil {
		return err
	}
	l, err := p.listing(r)
	if err != nil {
		return err
	}
	v := l.many(batch)
	if gives[batch.Verb] && !batch.Started {
		if err := p.giveView(l, &v, batch, r.URL.Query().Get(personKey)); err != nil {
			return err
		}
	}
	return web.Show(w, r, bulkPage(v))
}

func (l listing) many(b *keep.Batch) bulkView {
	title := l.t("desk.bulk.title", "do", l.t("desk.bulk.do."+b.Verb), "n", len(b.Items))
	v := bulkView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: l.held.Was(),
			Crumbs: []ui.Crumb{{Text: l.t("dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading: ui.Heading{Title: title}, Problems: ui.Problems(l.ctx, l.held.Err), Form: ui.FormFrame{Action: bulkPath + "/" + b.ID},
		Done: len(b.Items) - b.Left(), Total: len(b.Items), Table: l.outcomes(b),
		Back: ui.Button{Text: l.t("desk.bulk.back"), Href: deskPath, Kind: ui.LinkLike},
	}
	switch left := b.Left(); {
	case !b.Started:
		v.Fields = l.bulkFields(b.Verb)
		v.Heading.Lead = l.t("desk.bulk.each")
		v.Submit = &ui.Button{Text: l.t("desk.bulk.start", "n", len(b.Items))}
	case left > 0:
		v.Running, v.Progress = true, l.t("desk.bulk.progress", "done", v.Done, "n", v.Total)
		v.Submit = &ui.Button{Text: l.t("desk.bulk.continue", "n", left)}
	default:
		good := 0
		for _, it := range b.Items {
			if it.Outcome == keep.Done {
				good++
			}
		}
		v.Progress = l.t("desk.bulk.finished", "done", good, "refused", len(b.Items)-good)
		if file := files[b.Verb]; file != "" && good > 0 {
			v.File = &ui.Button{Text: l.t("desk.bulk.file." + b.Verb), Href: bulkPath + "/" + b.ID + "/" + file}
		}
	}
	return v
}

// files are what some verbs leave to fetch.
var files = map[string]string{"print": "phieu.pdf", "download": "ho-so.zip"}

func (l listing) bulkFields(verb string) []templ.Component {
	switch verb {
	case string(HandOver):
		return []templ.Component{ui.TextField{Name: "note", Label: l.t("dossier.work.note"), Value: l.held.Value("note", ""), MaxLength: 500, Autocomplete: "off"}}
	case "message":
		return []templ.Component{ui.TextArea{Name: "words", Label: l.t("desk.bulk.words"), Hint: l.t("desk.bulk.words-hint"), Required: true, Rows: 4,
			Value: l.held.Value("words", ""), Error: ui.Problem(l.ctx, l.held.Err, "words"), MaxLength: 2000},
			ui.Checkboxes{Name: "no-papers", Values: l.held.Values["no-papers"], Options: []ui.Option{{Value: "1", Text: l.t("desk.bulk.no-papers")}}}}
	case "label":
		return []templ.Component{ui.Select{Name: "label", Label: l.t("desk.filter.label"), Options: l.labelOptions(), Empty: l.t("dossier.choose"),
			Error: ui.Problem(l.ctx, l.held.Err, "label"), Required: true}}
	case "download":
		return []templ.Component{ui.TextField{Name: "purpose", Label: l.t("desk.bulk.purpose"), Hint: l.t("desk.bulk.purpose-hint"), Required: true,
			Value: l.held.Value("purpose", ""), Error: ui.Problem(l.ctx, l.held.Err, "purpose"), MaxLength: 200, Autocomplete: "off"}}
	}
	return nil
}

// outcomes says of each dossier what came of it, and why not.
func (l listing) outcomes(b *keep.Batch) ui.Table {
	t := ui.Table{Caption: l.t("desk.bulk.outcomes"), HideCaption: true, Dense: true, KeyboardList: true,
		Head: []ui.Head{{Text: l.t("dossier.desk.code")}, {Text: l.t("desk.bulk.outcome")}, {Text: l.t("desk.bulk.why")}}}
	for _, it := range b.Items {
		tag := ui.Tag{Text: l.t("desk.bulk.waits")}
		row := ui.TableRow{}
		switch it.Outcome {
		case keep.Done:
			tag = ui.Tag{Text: l.t("desk.bulk.done"), Colour: ui.Green}
		case keep.Refused:
			tag, row.Kind = ui.Tag{Text: l.t("desk.bulk.refused"), Colour: ui.Red}, ui.Alert
		}
		row.Cells = []ui.Cell{{Text: it.Code, Href: filePath(it.DossierID), Header: true, Whole: true}, {Body: tag}, {Text: it.Why}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// doMany begins a piece of work or carries it on.
func (p *Pages) doMany(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("batch")
	batch, err := p.s.book.Batch(ctx, id)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	if look, ok := lookFirst(batch, r.PostForm); ok {
		return web.SeeOther(w, r, look)
	}
	if !batch.Started {
		args, err := bulkArgs(batch.Verb, r.PostForm)
		if err == nil {
			err = p.s.book.Begun(ctx, batch, args)
		}
		if err != nil {
			if err := web.Keep(r, err, r.PostForm); err != nil {
				return err
			}
			return web.SeeOther(w, r, bulkPath+"/"+id)
		}
	}
	if err := p.s.CarryOn(ctx, batch); err != nil {
		return err
	}
	return web.SeeOther(w, r, bulkPath+"/"+id)
}

// bulkArgs reads what a verb asks beside the dossiers.
func bulkArgs(verb string, form url.Values) (map[string]string, error) {
	args := map[string]string{}
	for _, name := range []string{"note", "label", "purpose", "words", "no-papers", "person", "reason"} {
		args[name] = text.Clean(form.Get(name))
	}
	switch {
	case verb == string(Assign) && args["person"] == "":
		return nil, fault.OnFields([]fault.Field{{Name: "person", Key: "dossier.person-missing"}})
	case verb == string(HandBack):
		if _, err := needReason(args["reason"]); err != nil {
			return nil, err
		}
	case verb == "message" && args["words"] == "":
		return nil, fault.OnFields([]fault.Field{{Name: "words", Key: "desk.text-missing"}})
	case verb == "download" && len([]rune(args["purpose"])) < 5:
		return nil, fault.OnFields([]fault.Field{{Name: "purpose", Key: "dossier.purpose-missing"}})
	case verb == "label" && args["label"] == "":
		return nil, fault.OnFields([]fault.Field{{Name: "label", Key: "desk.label-missing"}})
	}
	return args, nil
}

// manyFile sends what a piece of work has printed or bundled.
func (p *Pages) manyFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	batch, err := p.s.book.Batch(ctx, r.PathValue("batch"))
	if err != nil {
		return err
	}
	if files[batch.Verb] != r.PathValue("file") || batch.Left() > 0 || !batch.Started {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	if batch.Verb == "print" {
		all, err := p.s.Receipts(ctx, batch)
		if err != nil {
			return err
		}
		sendPDF(w, "giay-tiep-nhan.pdf", all)
		return nil
	}
	taken, err := p.s.TakeBatch(ctx, batch, batch.Args["purpose"])
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="ho-so.zip"`)
	if err := p.s.Bundle(ctx, w, batch, taken); err != nil {
		panic(http.ErrAbortHandler) // half of it has left: it must not look whole
	}
	return nil
}
