package rating

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Schema is the tables of ratings.
var Schema = db.Schema{Room: "rating", Files: schemaFiles}

// Needs is what ratings stand on.
type Needs struct {
	DB       *db.DB
	Clock    clock.Clock
	Trail    *audit.Log
	Org      *org.Service
	Dossiers *dossier.Service
	Notify   *notify.Service // tells applicants that they can rate; nil tells nobody
	Settings Settings
}

// Service is the verbs of ratings.
type Service struct{ Needs }

// New returns the service.
func New(n Needs) *Service {
	n.Settings = n.Settings.usual()
	return &Service{n}
}

// Sweep finds dossiers whose result was returned since it last looked; their applicants can rate
// from now on. To do so twice is once.
func (s *Service) Sweep(ctx context.Context) error {
	st := store{s.DB.Read()}
	since, err := st.lastReturn(ctx)
	if err != nil {
		return err
	}
	if oldest := s.Clock.Now().AddDate(0, 0, -s.Settings.Days); since.Before(oldest) {
		since = oldest
	}
	for {
		found, err := s.Dossiers.ReturnedFrom(ctx, since, 100)
		if err != nil || len(found) == 0 {
			return err
		}
		if err := s.ask(ctx, found); err != nil {
			return err
		}
		last := found[len(found)-1].At
		if len(found) < 100 || !last.After(since) {
			return nil
		}
		since = last
	}
}

func (s *Service) ask(ctx context.Context, found []dossier.HandedOut) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, d := range found {
			if d.AccountID == "" { // nobody could be given a link that the office does not see
				continue
			}
			a := Asked{Subject: d.Subject(), AccountID: d.AccountID, Code: d.Code,
				Unit: Unit{d.Receiving.UnitID, d.Receiving.Path, d.Receiving.Name}, Procedure: Procedure{d.Procedure, d.Name},
				Period: periodOf(d.At), At: d.At, Until: d.At.AddDate(0, 0, s.Settings.Days)}
			isNew, err := store{tx}.addAsked(ctx, a)
			if err == nil && isNew {
				err = s.tell(ctx, tx, a, d.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tell says that there is something to rate. The notice leads to the applicant's own page, where the
// link is made: no link lies where others could read it.
func (s *Service) tell(ctx context.Context, tx *db.Tx, a Asked, dossierID string) error {
	if s.Notify == nil {
		return nil
	}
	return s.Notify.Tell(ctx, tx, notify.Notice{Event: "dossier.rate", Subject: a.Subject, Link: "/ho-so-cua-toi/" + dossierID,
		To: notify.To{Account: a.AccountID}, Vars: map[string]string{"code": a.Code, "procedure": a.Procedure.Name, "unit": a.Unit.Name}})
}

// Mine lists what the citizen who acts can still rate, the one that runs out first at the top. It looks
// for results handed out since the last sweep: who has just fetched one can say at once how it went.
func (s *Service) Mine(ctx context.Context) ([]Asked, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Citizen {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	if err := s.Sweep(actor.AsSystem(ctx, "rating")); err != nil {
		return nil, err
	}
	return store{s.DB.Read()}.open(ctx, a.AccountID, s.Clock.Now())
}

// Link makes a link by which the citizen who acts can rate one of their dossiers, here or on another
// device. It is told once and kept as a hash; whichever link is used first spends them all.
func (s *Service) Link(ctx context.Context, subject string) (string, error) {
	a := actor.Of(ctx)
	raw := make([]byte, 24)
	_, _ = rand.Read(raw)
	token := base64.RawURLEncoding.EncodeToString(raw)
	return token, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		asked, err := store{tx}.asked(ctx, subject)
		if err != nil {
			return err
		}
		if a.Kind != actor.Citizen || a.AccountID == "" || asked.AccountID != a.AccountID {
			return fault.New(fault.NotFound, "portal.rate.no-link")
		}
		if err := s.usable(asked); err != nil {
			return err
		}
		return store{tx}.addLink(ctx, hashOf(token), subject)
	})
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// usable says why a dossier cannot be rated any more.
func (s *Service) usable(a *Asked) error {
	switch {
	case a.Answered:
		return fault.New(fault.Conflict, "portal.rate.answered")
	case s.Clock.Now().After(a.Until):
		return fault.New(fault.Conflict, "portal.rate.run-out", "days", s.Settings.Days)
	}
	return nil
}

// ByLink is what a link rates. Officers are turned away: they do not judge themselves.
func (s *Service) ByLink(ctx context.Context, token string) (*Asked, error) {
	if err := notAnOfficer(ctx); err != nil {
		return nil, err
	}
	a, err := store{s.DB.Read()}.byLink(ctx, hashOf(token))
	if err != nil {
		return nil, err
	}
	return a, s.usable(a)
}

func notAnOfficer(ctx context.Context) error {
	switch actor.Of(ctx).Kind {
	case actor.Officer, actor.Token, actor.System:
		return fault.New(fault.Forbidden, "portal.rate.officer")
	}
	return nil
}

// Rate takes the answer, once. What is kept of it says neither whose it is nor when it came.
func (s *Service) Rate(ctx context.Context, token string, a Answer) error {
	if err := notAnOfficer(ctx); err != nil {
		return err
	}
	a.Words, a.Reasons = text.Clean(a.Words), known(a.Reasons)
	if err := wrongWith(a); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		asked, err := st.byLink(ctx, hashOf(token))
		if err != nil {
			return err
		}
		if err := s.usable(asked); err != nil {
			return err
		}
		if err := st.spend(ctx, asked.Subject); err != nil {
			return err
		}
		if err := st.addAnswer(ctx, lot(), *asked, a); err != nil {
			return err
		}
		if a.Mark != No {
			return nil
		}
		f, err := s.follow(ctx, *asked, a)
		if err != nil {
			return err
		}
		return st.addFollow(ctx, f)
	})
}

// lot draws a key that tells nothing about when it was drawn.
func lot() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}

// follow is what has to be looked into. With the citizen's leave the leader sees which dossier it is
// at once; without it nothing is told before the period closes.
func (s *Service) follow(ctx context.Context, asked Asked, a Answer) (Follow, error) {
	f := Follow{ID: lot(), UnitPath: asked.Unit.Path, UnitName: asked.Unit.Name, Procedure: asked.Procedure.Name, Reasons: a.Reasons,
		Words: a.Words, ShownFrom: s.Settings.closesAt(asked.Period)}
	if a.Contact {
		f.Subject, f.Code, f.ShownFrom = asked.Subject, asked.Code, s.Clock.Now()
	}
	cal, err := s.Org.Calendar(ctx, asked.Unit.ID)
	if err != nil {
		return f, err
	}
	f.DueAt, err = term.Add(cal, f.ShownFrom, float64(s.Settings.Hours))
	f.DueAt = f.DueAt.UTC().Truncate(time.Millisecond)
	return f, err
}
