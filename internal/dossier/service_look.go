package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Look-ups with a wrong secret that are answered within missWindow: few from one address, more for
// one code, so that a stranger cannot easily lock a citizen out.
const (
	missesFrom = 10
	missesOf   = 100
	missWindow = 15 * time.Minute
)

// View is a dossier as whoever acts may see it.
type View struct {
	*Dossier
	Standing Standing
	Choices  []Choice
	Events   []Event
	Masked   bool     // personal numbers, phones and addresses are hidden
	Lapsed   []string // hashes of reused files whose paper no longer holds

	whole []Event // as they were written, to make their leaves of
}

// Open returns a dossier for an officer with its personal data masked: the name stays, as on the
// cover of a file. A look at more is Unmask's, and recorded.
func (s *Service) Open(ctx context.Context, dossierID string) (*View, error) {
	v, err := s.view(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	v.mask()
	return v, nil
}

// Unmask returns a dossier with its personal data in full; the purpose goes into the trail, where
// the citizen can read it.
func (s *Service) Unmask(ctx context.Context, dossierID, purpose string) (*View, error) {
	v, err := s.view(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if !s.hasAt(ctx, CanUnmask, v.Dossier) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanUnmask)
	}
	if purpose = text.Clean(purpose); len([]rune(purpose)) < 5 {
		return nil, fault.OnFields([]fault.Field{{Name: "purpose", Key: "dossier.purpose-missing"}})
	}
	return v, s.Trail.LookNow(ctx, v.Subject(), purpose, "personal_no", "phone", "email", "address", "form")
}

func (s *Service) view(ctx context.Context, dossierID string) (*View, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	return s.complete(ctx, d)
}

// complete adds what is computed at the moment of looking.
func (s *Service) complete(ctx context.Context, d *Dossier) (*View, error) {
	now := s.Clock.Now()
	if err := s.derive(ctx, d, now); err != nil {
		return nil, err
	}
	events, err := s.history(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	lapsed, err := s.lapsed(ctx, d)
	return &View{Dossier: d, Standing: d.standing(now), Choices: Choices(ctx, d), Events: slices.Clone(events), whole: events, Lapsed: lapsed}, err
}

// maySee refuses unless whoever acts is the applicant, or holds the right to view where the dossier
// was received or is decided.
func (s *Service) maySee(ctx context.Context, d *Dossier) error {
	if mine(ctx, d) || openFor(actor.Of(ctx), d) {
		return nil
	}
	if !actor.Of(ctx).SignedIn() {
		return fault.New(fault.SignIn, "fault.sign-in")
	}
	return fault.New(fault.NotFound, "dossier.not-found") // that it exists is not told either
}

// openFor tells whether an officer may open a dossier: by the right to view where it is, or because
// their agency was asked. A restricted one opens for those whose work it is, and who may see all.
func openFor(a actor.Actor, d *Dossier) bool {
	if slices.ContainsFunc(d.Errands, func(e Errand) bool { return e.mayAnswer(a, CanAdvise) }) {
		return true
	}
	has := func(right string) bool { return a.Has(right, d.Receiving.Path) || a.Has(right, d.Competent.Path) }
	if d.Level != Restricted {
		return has(CanView)
	}
	work := a.Holds(d.Turn.Role, d.Turn.Path) || a.PersonID != "" && a.PersonID == d.AssigneeID
	return has(CanView) && work || has(CanRestricted)
}

// mayReadPapers refuses whoever sees a dossier and may not see its personal data: what was handed in,
// and slips, name them in full.
func (s *Service) mayReadPapers(ctx context.Context, d *Dossier) error {
	if err := s.maySee(ctx, d); err != nil || mine(ctx, d) || s.hasAt(ctx, CanUnmask, d) || asksFor(actor.Of(ctx), d) {
		return err
	}
	return fault.New(fault.Forbidden, "fault.forbidden", "right", CanUnmask)
}

// asksFor tells whether a's agency is asked right now: it reads what it is asked about.
func asksFor(a actor.Actor, d *Dossier) bool {
	return slices.ContainsFunc(d.Errands, func(e Errand) bool { return e.open() && e.mayAnswer(a, CanAdvise) && a.HasAnywhere(CanUnmask) })
}

func (s *Service) hasAt(ctx context.Context, right string, d *Dossier) bool {
	a := actor.Of(ctx)
	return a.Has(right, d.Receiving.Path) || a.Has(right, d.Competent.Path)
}

func mine(ctx context.Context, d *Dossier) bool {
	a := actor.Of(ctx)
	return a.Kind == actor.Citizen && a.AccountID != "" && a.AccountID == d.AccountID
}

// Mine returns a dossier of the citizen who acts.
func (s *Service) Mine(ctx context.Context, dossierID string) (*View, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if !mine(ctx, d) {
		return nil, fault.New(fault.NotFound, "dossier.not-found")
	}
	return s.complete(ctx, d)
}

// MyDossiers lists the dossiers of the citizen who acts, the newest first.
func (s *Service) MyDossiers(ctx context.Context) ([]Item, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Citizen {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	items, err := store{s.DB.Read()}.ofAccount(ctx, a.AccountID)
	s.stand(items)
	return items, err
}

// Track finds a dossier by the code and the secret on its receipt. Without the secret nothing is
// told, not even that the code exists; guessing is slowed down.
func (s *Service) Track(ctx context.Context, code, secret string) (*View, error) {
	from := actor.Of(ctx).From
	st := store{s.DB.Read()}
	code = tidyCode(code)
	byAddr, byCode, err := st.misses(ctx, from, code, s.Clock.Now().Add(-missWindow))
	if err != nil {
		return nil, err
	}
	if byAddr >= missesFrom || byCode >= missesOf {
		return nil, fault.New(fault.Unavailable, "dossier.too-many-misses", "minutes", int(missWindow/time.Minute))
	}
	d, err := st.byCode(ctx, code)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err != nil || !sameSecret(secret, d.Secret) {
		return nil, s.missed(ctx, from, code)
	}
	v, err := s.complete(ctx, d)
	if err != nil {
		return nil, err
	}
	v.Choices = nil
	v.anonymise()
	return v, nil
}

func (s *Service) missed(ctx context.Context, from, code string) error {
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.addMiss(ctx, from, code, s.Clock.Now())
	})
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "dossier.not-found")
}

// Looks tells the applicant, or an inspector, who looked at the dossier's personal data and why.
func (s *Service) Looks(ctx context.Context, dossierID string) ([]audit.Record, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if !mine(ctx, d) && !s.hasAt(ctx, CanSeeTrail, d) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanSeeTrail)
	}
	return s.Trail.Looks(ctx, d.Subject(), 200)
}
