package live_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/live"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

var (
	schemas = []db.Schema{web.Schema}
	silent  = slog.New(slog.NewTextHandler(io.Discard, nil))
)

// process is one of several that share a database.
type process struct {
	t   *testing.T
	d   *db.DB
	hub *live.Hub
	url string
}

func start(t *testing.T, d *db.DB) process {
	t.Helper()
	p := process{t: t, d: d, hub: live.New(d, silent)}
	p.hub.Allow("dossier", func(_ context.Context, key string) bool { return key != "secret" })
	if err := p.hub.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.hub.Close)
	site := web.New(web.Config{DB: d, Clock: testkit.Clock(), Log: silent, Limit: 1 << 20})
	site.Add(web.Route{Method: "GET", Path: live.Path, Need: web.Public, Do: p.hub.Serve})
	srv := httptest.NewServer(site.Handler())
	t.Cleanup(srv.Close)
	t.Cleanup(p.hub.Hang) // before the server waits for its connections
	p.url = srv.URL
	return p
}

// browser reads the stream of one connection.
type browser struct {
	t     *testing.T
	lines *bufio.Scanner
	close func()
}

func (p process) open(since string, topics ...string) browser {
	p.t.Helper()
	q := url.Values{"topic": topics}
	if since != "" {
		q.Set("since", since)
	}
	req, _ := http.NewRequest("GET", p.url+live.Path+"?"+q.Encode(), nil)
	req.Header.Set("Accept-Encoding", "br, gzip")
	answer, err := http.DefaultClient.Do(req)
	if err != nil || answer.StatusCode != 200 || answer.Header.Get("Content-Encoding") != "" {
		p.t.Fatalf("the stream answered %v, %v", answer, err)
	}
	p.t.Cleanup(func() { _ = answer.Body.Close() })
	b := browser{p.t, bufio.NewScanner(answer.Body), func() { _ = answer.Body.Close() }}
	if name, _ := b.next(); name != "hello" {
		p.t.Fatalf("the stream began with %q", name)
	}
	return b
}

// next waits for an event and returns its name and data; "" when the stream has ended.
func (b browser) next() (name, data string) {
	for b.lines.Scan() {
		field, value, _ := strings.Cut(b.lines.Text(), ": ")
		switch field {
		case "event":
			name = value
		case "data":
			data = value
		case "":
			if name != "" {
				return name, data
			}
		}
	}
	return "", ""
}

func (b browser) hears(topic string) {
	b.t.Helper()
	if name, data := b.next(); name != "change" || data != topic {
		b.t.Errorf("heard %q of %q, want a change of %q", name, data, topic)
	}
}

func (p process) say(topics ...string) {
	p.t.Helper()
	err := p.d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return live.Say(ctx, tx, topics...) })
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestWhoListensHearsOfACommitAndOfNothingElse(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := start(t, d)
		b := p.open("", "dossier/1", "dossier/2")
		undone := errors.New("undone")
		if err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(live.Say(ctx, tx, "dossier/1"), undone)
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		p.say("dossier/3", "dossier/2")
		b.hears("dossier/2")
	})
}

func TestNobodyListensToWhatTheyMayNotSee(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := start(t, d)
		b := p.open("", "dossier/1", "dossier/secret", "payment/1")
		p.say("dossier/secret", "payment/1", "dossier/1")
		b.hears("dossier/1")
		answer, err := http.Get(p.url + live.Path + "?topic=dossier/secret&topic=x%0aevent:y")
		if err != nil || answer.StatusCode != http.StatusNoContent {
			t.Errorf("asking for nothing but secrets: %v, %v; want an empty answer", answer, err)
		}
	})
}

func TestWhatChangedWhileTheLineWasAwayIsTold(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := start(t, d)
		first := p.open("", "dossier/2")
		before := p.hub.Now()
		p.say("dossier/2")
		first.hears("dossier/2") // so it has arrived
		b := p.open(before, "dossier/1", "dossier/2")
		b.hears("dossier/2")
		p.say("dossier/1")
		b.hears("dossier/1")
		stranger := p.open("elsewhere.7", "dossier/1", "dossier/2")
		stranger.hears("dossier/1")
		stranger.hears("dossier/2")
	})
}

func TestAHouseThatStopsEndsItsStreams(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := start(t, d)
		b := p.open("", "dossier/1")
		p.hub.Hang()
		p.hub.Hang()
		if name, data := b.next(); name != "" {
			t.Errorf("after the end came %q %q", name, data)
		}
	})
}

func TestProcessesOnPostgreSQLHearEachOther(t *testing.T) {
	url := testkit.PostgresURL(t)
	var all []process
	for range 2 {
		d, err := db.Open(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(d.Close)
		if err := db.Migrate(context.Background(), d, schemas); err != nil {
			t.Fatal(err)
		}
		all = append(all, start(t, d))
	}
	b := all[0].open("", "dossier/1")
	all[1].say("dossier/1")
	b.hears("dossier/1")
}

func TestATopicIsAWordAndAKeyOfReasonableLength(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		for _, topic := range []string{"", strings.Repeat("x", 501)} {
			err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return live.Say(ctx, tx, topic) })
			if err == nil {
				t.Errorf("%.20q was said", topic)
			}
		}
	})
}
