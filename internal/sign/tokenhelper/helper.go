package tokenhelper

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/key"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Bounds of what a page may ask.
const (
	mostItems = 200
	mostBytes = 1 << 20
	mostJobs  = 20 // kept at once; the oldest is forgotten
)

// Helper answers the pages of some houses.
type Helper struct {
	Cards interface {
		List(context.Context) ([]*key.Card, error)
	}
	Origins []string // of the houses, "https://motcua.example.vn"
	Log     *slog.Logger

	mu   sync.Mutex
	jobs []*job // the oldest first
}

// job is a Job that waits for its person.
type job struct {
	Job
	id, from string // from: the house
	once     string // what the form must carry back: no other page can send it
	outcome  Outcome
}

// Handler returns the helper's addresses.
func (h *Helper) Handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("OPTIONS /", h.forHouses(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	m.HandleFunc("GET /chung-thu", h.forHouses(h.certificates))
	m.HandleFunc("POST /viec", h.forHouses(h.take))
	m.HandleFunc("GET /viec/{id}", h.forHouses(h.ask))
	m.HandleFunc("GET /ky/{id}", h.confirm)
	m.HandleFunc("POST /ky/{id}", h.sign)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, _ := strings.Cut(r.Host, ":"); host != "127.0.0.1" && host != "localhost" { // a name that leads here is somebody's trick
			http.Error(w, "not here", http.StatusMisdirectedRequest)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
		m.ServeHTTP(w, r)
	})
}

// forHouses answers the pages of the allowed houses and nobody else.
func (h *Helper) forHouses(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if !slices.Contains(h.Origins, origin) {
			http.Error(w, "this house is not allowed: start the helper with --origin", http.StatusForbidden)
			return
		}
		for name, value := range map[string]string{"Origin": origin, "Methods": "GET, POST", "Headers": "Content-Type", "Private-Network": "true"} {
			w.Header().Set("Access-Control-Allow-"+name, value)
		}
		w.Header().Set("Vary", "Origin")
		next(w, r)
	}
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the page has gone
}

// certificates lists the certificates of the cards, to enter one in the house.
func (h *Helper) certificates(w http.ResponseWriter, r *http.Request) {
	cards, err := h.Cards.List(r.Context())
	if err != nil {
		h.Log.Warn("listing cards", "err", err)
		http.Error(w, "no card", http.StatusServiceUnavailable)
		return
	}
	out := Certificates{Chains: []string{}}
	for _, c := range cards {
		chain, _ := c.Chain(r.Context()) // read already
		out.Chains = append(out.Chains, pemOf(chain))
	}
	answer(w, out)
}

func pemOf(chain []*x509.Certificate) string {
	var out strings.Builder
	for _, c := range chain {
		_ = pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}) // a Builder takes all
	}
	return out.String()
}

// take notes a job and says where it is confirmed.
func (h *Helper) take(w http.ResponseWriter, r *http.Request) {
	j := &job{id: rand.Text(), once: rand.Text(), from: r.Header.Get("Origin"), outcome: Outcome{State: "waits"}}
	if err := json.NewDecoder(r.Body).Decode(&j.Job); err != nil || len(j.Items) == 0 || len(j.Items) > mostItems {
		http.Error(w, "no job", http.StatusBadRequest)
		return
	}
	for _, it := range j.Items {
		if _, _, err := it.digest(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	h.mu.Lock()
	h.jobs = append(h.jobs, j)
	h.jobs = h.jobs[max(0, len(h.jobs)-mostJobs):]
	h.mu.Unlock()
	answer(w, Taken{j.id})
}

var hashes = map[string]crypto.Hash{"SHA-256": crypto.SHA256, "SHA-384": crypto.SHA384, "SHA-512": crypto.SHA512}

func (it Item) digest() (crypto.Hash, []byte, error) {
	hash, ok := hashes[it.Hash]
	raw, err := base64.StdEncoding.DecodeString(it.Digest)
	if !ok || err != nil || len(raw) != hash.Size() {
		return 0, nil, fmt.Errorf("no digest of %q", it.Hash)
	}
	return hash, raw, nil
}

func (h *Helper) job(id string) *job {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.jobs, func(j *job) bool { return j.id == id })
	if i < 0 {
		return nil
	}
	return h.jobs[i]
}

// ask tells the page that gave a job what came of it.
func (h *Helper) ask(w http.ResponseWriter, r *http.Request) {
	j := h.job(r.PathValue("id"))
	if j == nil || j.from != r.Header.Get("Origin") {
		http.NotFound(w, r)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	answer(w, j.outcome)
}

// confirm shows the person what is to be signed and asks the PIN.
func (h *Helper) confirm(w http.ResponseWriter, r *http.Request) {
	j := h.job(r.PathValue("id"))
	if j == nil {
		http.NotFound(w, r)
		return
	}
	h.show(w, r, j, "")
}

func (h *Helper) show(w http.ResponseWriter, r *http.Request, j *job, wrong string) {
	h.mu.Lock()
	state := j.outcome.State
	h.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := confirmPage(j, state, wrong).Render(r.Context(), w); err != nil {
		h.Log.Warn("showing a job", "err", err)
	}
}

// sign signs a job after its person has said so, or lets it be.
func (h *Helper) sign(w http.ResponseWriter, r *http.Request) {
	j := h.job(r.PathValue("id"))
	if j == nil {
		http.NotFound(w, r)
		return
	}
	if own, err := url.Parse(r.Header.Get("Origin")); err != nil || own.Host != r.Host || r.PostFormValue("once") != j.once {
		http.Error(w, "not from this page", http.StatusForbidden)
		return
	}
	h.mu.Lock()
	open := j.outcome.State == "waits"
	h.mu.Unlock()
	switch {
	case !open:
		h.show(w, r, j, "")
	case r.PostForm.Has("no"):
		h.end(j, Outcome{State: "refused"})
		h.show(w, r, j, "")
	default:
		values, err := h.values(r.Context(), j, r.PostFormValue("pin"))
		if err != nil {
			h.Log.Warn("signing", "err", err)
			h.show(w, r, j, whyOf(err))
			return
		}
		h.end(j, Outcome{State: "signed", Values: values})
		h.show(w, r, j, "")
	}
}

func (h *Helper) end(j *job, o Outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j.outcome = o
}

func whyOf(err error) string {
	switch {
	case errors.Is(err, key.ErrPIN):
		return "sign.helper.pin-wrong"
	case errors.Is(err, errOtherCard):
		return "sign.helper.other-card"
	case errors.Is(err, key.ErrAway):
		return "sign.helper.away"
	}
	return "sign.helper.failed"
}

var errOtherCard = errors.New("the card that is asked is not in the PC")

// values signs everything of a job. The first failure ends it: a PIN that was wrong once is not tried a second time.
func (h *Helper) values(ctx context.Context, j *job, pin string) (map[string]string, error) {
	card, err := h.card(ctx, j.Certificate)
	if err != nil {
		return nil, err
	}
	card.Unlock(pin)
	defer card.Unlock("")
	out := map[string]string{}
	for _, it := range j.Items {
		hash, digest, err := it.digest()
		if err != nil {
			return nil, err
		}
		value, err := card.Sign(ctx, hash, digest)
		if err != nil {
			return nil, err
		}
		out[it.ID] = base64.StdEncoding.EncodeToString(value)
	}
	return out, nil
}

func (h *Helper) card(ctx context.Context, certificate string) (*key.Card, error) {
	cards, err := h.Cards.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range cards {
		chain, _ := c.Chain(ctx) // read already
		if sum := sha256.Sum256(chain[0].Raw); hex.EncodeToString(sum[:]) == certificate {
			return c, nil
		}
	}
	return nil, errOtherCard
}
