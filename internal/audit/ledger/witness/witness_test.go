package witness_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/audit/ledger/witness"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const origin = "motcua.example/so-cai"

var houseKey = bytes.Repeat([]byte{7}, 32)

// province is a witness with its server, who knows the ledger with the key.
func province(t *testing.T, logKey, folder string) ledger.Witness {
	t.Helper()
	skey, vkey, err := ledger.KeyPair(bytes.Repeat([]byte{9}, 32), "tinh.example")
	if err != nil {
		t.Fatal(err)
	}
	w, err := witness.New(skey, []string{logKey}, witness.Folder(folder))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(w)
	t.Cleanup(s.Close)
	one, err := ledger.ParseWitness(vkey + " " + s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

type commune struct {
	*ledger.Ledger
	t   *testing.T
	log *audit.Log
	n   ledger.Needs
}

func newCommune(t *testing.T, d *db.DB) *commune {
	clk := testkit.Clock()
	n := ledger.Needs{DB: d, Clock: clk, Key: houseKey, Name: origin}
	return &commune{ledger.New(n), t, audit.New(d, clk).Keyed(houseKey), n}
}

func (c *commune) seal(keys ...string) {
	c.t.Helper()
	err := c.n.DB.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		for _, k := range keys {
			if err := c.log.Seal(ctx, tx, audit.Leaf{Key: k, Subject: k, Kind: "test", Data: k}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.Sequence(context.Background()); err != nil {
		c.t.Fatal(err)
	}
}

// watched gives the commune its witness.
func (c *commune) watched(folder string) ledger.Witness {
	key, err := c.VerifierKey(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	w := province(c.t, key, folder)
	c.n.Witnesses = []ledger.Witness{w}
	c.Ledger = ledger.New(c.n)
	return w
}

func TestAWitnessSignsWhatContinues(t *testing.T) {
	testkit.OnBoth(t, []db.Schema{audit.Schema}, func(t *testing.T, d *db.DB) {
		ctx, c := context.Background(), newCommune(t, d)
		c.seal("a", "b", "c")
		w := c.watched(t.TempDir())
		if err := c.Cosign(ctx); err != nil {
			t.Fatal(err)
		}
		if err := c.Cosign(ctx); err != nil {
			t.Errorf("asked again: %v", err)
		}
		l, found, err := reader.Open(ctx, over{c}, reader.Trust{Witnesses: []string{w.Key}})
		if err != nil || len(found) > 0 {
			t.Fatalf("found %v, %v", found, err)
		}
		if len(l.Cosigned) != 1 || l.Cosigned[0].Witness != "tinh.example" || l.Cosigned[0].Size != 3 {
			t.Errorf("cosigned %+v", l.Cosigned)
		}
		if more, err := l.Walk(ctx, nil, func(int64, []byte, any) {}); err != nil || len(more) > 0 {
			t.Errorf("found %v, %v", more, err)
		}
	})
}

func TestAWitnessNeverSignsTwoThatDiffer(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	honest := newCommune(t, testkit.SQLite(t, []db.Schema{audit.Schema}))
	honest.seal("a", "b", "c")
	honest.watched(folder)
	if err := honest.Cosign(ctx); err != nil {
		t.Fatal(err)
	}
	forged := newCommune(t, testkit.SQLite(t, []db.Schema{audit.Schema})) // the same name and key, another past
	forged.seal("a", "x", "c", "d")
	forged.watched(folder)
	if err := forged.Cosign(ctx); err == nil || !strings.Contains(err.Error(), "422") {
		t.Errorf("a second past was answered with %v", err)
	}
	short := newCommune(t, testkit.SQLite(t, []db.Schema{audit.Schema}))
	short.seal("a")
	short.watched(folder)
	if err := short.Cosign(ctx); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("a ledger that was cut off was answered with %v", err)
	}
}

func TestAWitnessAnswersAsTheProtocolSays(t *testing.T) {
	c := newCommune(t, testkit.SQLite(t, []db.Schema{audit.Schema}))
	c.seal("a")
	w := c.watched(t.TempDir())
	signed, err := c.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]struct {
		body string
		want int
	}{
		"nonsense":            {"x", http.StatusBadRequest},
		"a ledger not known":  {"old 0\n\nother.example\n1\n" + strings.Repeat("A", 43) + "=\n\n— other.example AAAA\n", http.StatusNotFound},
		"not signed":          {"old 0\n\n" + origin + "\n1\n" + strings.Repeat("A", 43) + "=\n\n— " + origin + " AAAAAAAA\n", http.StatusForbidden},
		"older than it is":    {"old 2\n\n" + signed, http.StatusBadRequest},
		"a size never signed": {"old 1\n\n" + signed, http.StatusConflict},
		"a proof for nothing": {"old 0\n" + strings.Repeat("A", 43) + "=\n\n" + signed, http.StatusBadRequest},
	} {
		if got := post(t, w.URL, try.body); got != try.want {
			t.Errorf("%s: answered %d, want %d", name, got, try.want)
		}
	}
	if got := post(t, w.URL, "old 0\n\n"+signed); got != http.StatusOK {
		t.Errorf("as it should be: answered %d", got)
	}
}

func post(t *testing.T, url, body string) int {
	t.Helper()
	res, err := http.Post(url+witness.Path, "text/plain", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// over reads a ledger through its own pages.
type over struct{ c *commune }

func (s over) Get(_ context.Context, path string) ([]byte, error) {
	for _, r := range s.c.Routes() {
		mux := http.NewServeMux()
		mux.HandleFunc("GET "+r.Path, func(w http.ResponseWriter, q *http.Request) {
			if err := r.Do(w, q); err != nil {
				http.NotFound(w, q)
			}
		})
		w := httptest.NewRecorder()
		if mux.ServeHTTP(w, httptest.NewRequest("GET", "http://x.test"+ledger.Path+"/"+path, nil)); w.Code == http.StatusOK {
			return w.Body.Bytes(), nil
		}
	}
	return nil, reader.ErrNotThere
}
