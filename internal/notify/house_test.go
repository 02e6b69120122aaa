package notify

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

var schemas = []db.Schema{web.Schema, audit.Schema, queue.Schema, Schema}

var _ = Register(fstest.MapFS{
	"notice/events.json": {Data: []byte(`{
		"test.came": {"kind": "progress", "to": ["citizen"], "vars": {"code": "H28-0001"}},
		"test.late": {"kind": "terms", "to": ["officer"], "urgent": true, "vars": {"code": "H28-0001", "hours": "4"}}}`)},
	"notice/vi.json": {Data: []byte(`{
		"test.came": {"title": "Hồ sơ {code} đã đến", "short": "Hồ sơ {code} đã đến.", "body": "Kính gửi Ông/Bà,\n\nHồ sơ {code} đã đến."},
		"test.late": {"title": "Hồ sơ {code} trễ", "short": "Hồ sơ {code} trễ {hours} giờ.", "body": "Hồ sơ {code} trễ {hours} giờ."}}`)},
	"notice/en.json": {Data: []byte(`{
		"test.came": {"title": "Dossier {code} has come", "short": "Dossier {code} came.", "body": "Dossier {code} has come."},
		"test.late": {"title": "Dossier {code} is late", "short": "Dossier {code} late {hours} h.", "body": "Dossier {code} is {hours} hours late."}}`)},
})

// post is a channel that keeps letters, or fails as told.
type post struct {
	mu      sync.Mutex
	name    string
	fail    error
	letters []Letter
}

func (p *post) Name() string { return p.name }

func (p *post) Send(_ context.Context, l Letter) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return "", p.fail
	}
	p.letters = append(p.letters, l)
	return "ref", nil
}

type house struct {
	*Service
	t     *testing.T
	clock *clock.Fake
	mail  *post
	sms   *post
}

func open(t *testing.T, d *db.DB) house {
	t.Helper()
	c := testkit.Clock()
	h := house{t: t, clock: c, mail: &post{name: Email}, sms: &post{name: SMS}}
	q := queue.New(d, c, nil)
	h.Service = New(Needs{DB: d, Clock: c, Trail: audit.New(d, c), Queue: q, Channels: []Channel{h.mail, h.sms},
		BaseURL: "https://motcua.example.vn"})
	q.Listen(h.Listeners()...)
	t.Cleanup(q.Close)
	return h
}

func (h house) tell(n Notice) {
	h.t.Helper()
	if err := h.DB.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return h.Tell(ctx, tx, n) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) workOff() {
	h.t.Helper()
	if _, err := h.Queue.WorkOff(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) inbox(w Who) []told {
	h.t.Helper()
	all, err := store{h.DB.Read()}.list(context.Background(), w, false, "", 50)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func came(to To) Notice {
	return Notice{Event: "test.came", Subject: "dossier/1", Link: "/ho-so-cua-toi/1", To: to, Vars: map[string]string{"code": "H28-0001"}}
}

var errLine = errors.New("the line is dead")
