package ledger

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// LeafPath is the page of the leaf at an index.
func LeafPath(index int64) string { return Path + "/la/" + strconv.FormatInt(index, 10) }

// FindPath is where the leaf with a hash is found, for links on papers.
func FindPath(hash string) string { return Path + "/tim?" + url.Values{"ma": {hash}}.Encode() }

// ledgerView explains the ledger and says how it stands.
type ledgerView struct {
	Frame     ui.Frame
	Problems  ui.ErrorSummary
	Heading   ui.Heading
	Stands    ui.SummaryList
	Waiting   string
	Find      ui.TextField
	Key       ui.Copyable
	Commands  []ui.Copyable
	Proves    []string
	NotProves []string
	Witnesses []string
}

func (l *Ledger) showLedger(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	s, err := l.Standing(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "ledger.title")
	v := ledgerView{
		Frame:    ui.Frame{Title: title, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "ledger.home"), Href: "/"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "ledger.lead")},
		Find: ui.TextField{Name: "ma", Label: text.T(ctx, "ledger.find.label"), Hint: text.T(ctx, "ledger.find.hint"),
			Value: held.Value("ma", ""), Error: held.FieldError(r, "ma"), Width: "30", Autocomplete: "off"},
		Stands: standingRows(ctx, s), Waiting: l.delay(ctx, s),
		Proves: lines(ctx, "ledger.proves"), NotProves: lines(ctx, "ledger.not-proves"),
	}
	if err := l.showKeys(ctx, &v); err != nil {
		return err
	}
	return web.Show(w, r, ledgerPage(v))
}

func standingRows(ctx context.Context, s Standing) ui.SummaryList {
	at := "–"
	if !s.CheckpointAt.IsZero() {
		at = text.DateTime(ctx, s.CheckpointAt)
	}
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: text.T(ctx, "ledger.size"), Text: text.Integer(text.LangOf(ctx), s.Size)},
		{Key: text.T(ctx, "ledger.checkpoint-at"), Text: at},
	}}
}

// delay says how long the oldest fact has waited for its place.
func (l *Ledger) delay(ctx context.Context, s Standing) string {
	if s.Waiting == 0 {
		return text.T(ctx, "ledger.none-waits")
	}
	return text.T(ctx, "ledger.some-wait", "n", s.Waiting, "seconds", int(l.Clock.Now().Sub(s.WaitingSince).Seconds()))
}

// showKeys puts down what a stranger copies, key and commands, and who has signed.
func (l *Ledger) showKeys(ctx context.Context, v *ledgerView) error {
	key, err := l.VerifierKey(ctx)
	if err != nil {
		return err
	}
	v.Key = ui.Copyable{ID: "key", Value: key}
	at := l.BaseURL + Path
	v.Commands = []ui.Copyable{{ID: "lenh-1", Value: "nhasan verify ledger " + at + " --key '" + key + "'"},
		{ID: "lenh-2", Value: "nhasan verify ledger " + at + " --save so-cai --since checkpoint-cu.txt"}}
	rows, err := store{l.DB.Read()}.witnesses(ctx)
	for _, row := range rows {
		v.Witnesses = append(v.Witnesses, text.T(ctx, "ledger.witness", "name", row.Witness, "at", text.DateTime(ctx, row.At), "n", row.Size))
	}
	return err
}

// lines are the words key-1, key-2 … as many as there are.
func lines(ctx context.Context, key string) (out []string) {
	for i := 1; text.Has(text.Vi, key+"-"+strconv.Itoa(i)); i++ {
		out = append(out, text.T(ctx, key+"-"+strconv.Itoa(i)))
	}
	return out
}

// find leads from what stands on a paper to the page of its leaf.
func (l *Ledger) find(w http.ResponseWriter, r *http.Request) error {
	typed := strings.TrimSpace(r.URL.Query().Get("ma"))
	leaf, err := l.Find(r.Context(), typed)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		wrong := fault.OnFields([]fault.Field{{Name: "ma", Key: fault.As(err).Key}})
		if err := web.Keep(r, wrong, url.Values{"ma": {typed}}); err != nil {
			return err
		}
		return web.SeeOther(w, r, Path)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, LeafPath(leaf.Index))
}

// leafView is one leaf, and the proof that it is in the tree.
type leafView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Said    ui.Notice
	Facts   ui.SummaryList
	Entry   ui.Copyable
	Proof   ui.Copyable
}

func (l *Ledger) showLeaf(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	index, err := strconv.ParseInt(r.PathValue("index"), 10, 64)
	if err != nil || index < 0 {
		return fault.New(fault.NotFound, "ledger.not-found")
	}
	p, err := l.Prove(ctx, index)
	if err != nil {
		return err
	}
	title := text.T(ctx, "ledger.leaf", "n", text.Integer(text.LangOf(ctx), index))
	return web.Show(w, r, leafPage(leafView{
		Frame:   ui.Frame{Title: title, Crumbs: []ui.Crumb{{Text: text.T(ctx, "ledger.home"), Href: "/"}, {Text: text.T(ctx, "ledger.title"), Href: Path}, {Text: title}}},
		Heading: ui.Heading{Title: title},
		Said:    ui.Notice{Kind: ui.Success, Title: text.T(ctx, "ledger.leaf.in"), Text: text.T(ctx, "ledger.leaf.in-since", "at", text.DateTime(ctx, p.Leaf.SealedAt))},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: text.T(ctx, "ledger.leaf.kind"), Text: text.T(ctx, kindKey(p.Leaf.Kind))},
			{Key: text.T(ctx, "ledger.leaf.at"), Text: p.Leaf.At.In(clock.Zone).Format("02/01/2006 15:04:05")},
			{Key: text.T(ctx, "ledger.leaf.sealed-at"), Text: p.Leaf.SealedAt.In(clock.Zone).Format("02/01/2006 15:04:05")},
			{Key: text.T(ctx, "ledger.leaf.index"), Text: strconv.FormatInt(index, 10)},
			{Key: text.T(ctx, "ledger.leaf.hash"), Text: p.Leaf.Hash},
		}},
		Entry: ui.Copyable{ID: "noi-dung", Value: p.Leaf.Entry},
		Proof: ui.Copyable{ID: "bang-chung", Value: strings.Join(p.Path, "\n") + "\n\n" + p.Checkpoint},
	}))
}

func kindKey(kind string) string {
	if key := "ledger.kind." + kind; text.Has(text.Vi, key) {
		return key
	}
	return "ledger.kind.other"
}
