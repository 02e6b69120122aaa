package dossier

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// OpenUrgent opens one dossier to an officer who may not see it otherwise, for a while, on a ground they answer for.
// Leaders and inspectors are told at once, the trail says who and why, the applicant reads each look, and a review
// follows. Whoever has openings that wait for their review gets no more.
func (s *Service) OpenUrgent(ctx context.Context, q UrgentAsk) (Urgent, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Officer || a.PersonID == "" || !a.HasAnywhere(CanOpenUrgent) {
		return Urgent{}, fault.New(fault.Forbidden, "fault.forbidden", "right", CanOpenUrgent)
	}
	if err := q.check(); err != nil {
		return Urgent{}, err
	}
	d, err := s.urgentByCode(ctx, q.Code)
	if err != nil {
		return Urgent{}, err
	}
	if openFor(a, d) {
		return Urgent{}, fault.New(fault.Conflict, "dossier.urgent.not-needed", "code", d.Code)
	}
	now := s.Clock.Now()
	u := Urgent{ID: id.New(), DossierID: d.ID, Code: d.Code, Receiving: d.Receiving.Path, Competent: d.Competent.Path, PersonID: a.PersonID, Person: a.Name,
		Position: a.Position, UnitPath: a.UnitPath, UnitName: a.UnitName, Ground: q.Ground, Basis: q.Basis, Purpose: q.Purpose,
		OpenedAt: now, UntilAt: now.Add(urgentLasts)}
	return u, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		waiting, err := st.urgentWaiting(ctx, a.PersonID)
		if err != nil {
			return err
		}
		if waiting >= mostUrgent {
			return fault.New(fault.Conflict, "dossier.urgent.waiting", "n", waiting)
		}
		if err := st.insertUrgent(ctx, u); err != nil {
			return err
		}
		err = s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.urgent-opened", Subject: d.Subject(), Purpose: u.Purpose,
			Data: map[string]any{"opening": u.ID, "ground": u.Ground, "basis": u.Basis, "until": u.UntilAt}})
		if err != nil {
			return err
		}
		return s.tellUrgent(ctx, tx, d, u)
	})
}

// urgentByCode finds a dossier by the code on its receipt. Wrong codes slow down whoever types them, as at Track.
func (s *Service) urgentByCode(ctx context.Context, code string) (*Dossier, error) {
	from := "urgent/" + actor.Of(ctx).PersonID
	st := store{s.DB.Read()}
	misses, _, err := st.misses(ctx, from, from, s.Clock.Now().Add(-missWindow))
	if err != nil {
		return nil, err
	}
	if misses >= missesFrom {
		return nil, fault.New(fault.Unavailable, "dossier.too-many-misses", "minutes", int(missWindow/time.Minute))
	}
	d, err := st.byCode(ctx, code)
	if fault.Is(err, fault.NotFound) {
		if err := s.missed(ctx, from, ""); !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		return nil, fault.OnFields([]fault.Field{{Name: "ma", Key: "dossier.urgent.no-such-code"}})
	}
	return d, err
}

// tellUrgent tells those who answer for the dossier, and those who answer for who opened it.
func (s *Service) tellUrgent(ctx context.Context, tx *db.Tx, d *Dossier, u Urgent) error {
	if s.Notify == nil {
		return nil
	}
	people, err := s.urgentReviewers(ctx, u)
	if err != nil {
		return err
	}
	vars := map[string]string{"by": u.Person, "position": strings.Trim(u.Position+", "+u.UnitName, ", "), "purpose": u.Purpose,
		"ground": text.In(text.Vi, "dossier.urgent.ground."+u.Ground) + " – " + u.Basis}
	for _, p := range people {
		if err := s.notice(ctx, tx, d, "dossier.urgent-opened", notify.To{Person: p}, urgentReviewPath+"#"+u.ID, vars); err != nil {
			return err
		}
	}
	return nil
}

// urgentReviewers are the leaders and inspectors of the units concerned and of all above them, without who opened it.
func (s *Service) urgentReviewers(ctx context.Context, u Urgent) ([]string, error) {
	var paths, people []string
	for _, path := range []string{u.Receiving, u.Competent, u.UnitPath} {
		for i := range path {
			if path[i] == '/' && i > 0 {
				paths = append(paths, path[:i+1])
			}
		}
	}
	slices.Sort(paths)
	today := clock.DateOf(s.Clock.Now())
	for _, path := range slices.Compact(paths) {
		for _, role := range []string{roleLeader, roleInspector} {
			holders, err := s.Org.HoldersOf(ctx, role, path, today)
			if err != nil {
				return nil, err
			}
			people = append(people, ids(holders)...)
		}
	}
	slices.Sort(people)
	return slices.DeleteFunc(slices.Compact(people), func(p string) bool { return p == u.PersonID }), nil
}

// urgentFor returns an opening that still shows its dossier to whoever acts, and the dossier.
func (s *Service) urgentFor(ctx context.Context, urgentID string) (Urgent, *Dossier, error) {
	st := store{s.DB.Read()}
	u, err := st.urgent(ctx, urgentID)
	if err != nil {
		return Urgent{}, nil, err
	}
	switch a := actor.Of(ctx); {
	case a.PersonID != u.PersonID || a.Kind != actor.Officer:
		return Urgent{}, nil, fault.New(fault.NotFound, "dossier.urgent.not-found")
	case !u.lasts(a, s.Clock.Now()):
		return Urgent{}, nil, fault.New(fault.Forbidden, "dossier.urgent.over")
	}
	d, err := st.byID(ctx, u.DossierID)
	return u, d, err
}

// UrgentView returns the dossier of an opening in full, to be read only. Each look is recorded.
func (s *Service) UrgentView(ctx context.Context, urgentID string) (*View, Urgent, error) {
	u, d, err := s.urgentFor(ctx, urgentID)
	if err != nil {
		return nil, u, err
	}
	v, err := s.complete(ctx, d)
	if err != nil {
		return nil, u, err
	}
	v.Choices = nil
	return v, u, s.Trail.LookNow(ctx, v.Subject(), u.words(), "personal_no", "phone", "email", "address", "form")
}

// UrgentFile opens a file of the dossier of an opening; the look is recorded.
func (s *Service) UrgentFile(ctx context.Context, urgentID, sha256 string) (File, io.ReadCloser, error) {
	u, d, err := s.urgentFor(ctx, urgentID)
	if err != nil {
		return File{}, nil, err
	}
	files := d.files()
	i := slices.IndexFunc(files, func(f File) bool { return f.SHA256 == sha256 })
	if i < 0 {
		return File{}, nil, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	if err := s.Trail.LookNow(ctx, d.Subject(), u.words(), "file:"+files[i].Name); err != nil {
		return File{}, nil, err
	}
	return s.openBlob(ctx, files[i])
}

// words are the purpose as the applicant reads it; the trail is in Vietnamese.
func (u Urgent) words() string {
	return text.In(text.Vi, "dossier.urgent.look", "ground", text.In(text.Vi, "dossier.urgent.ground."+u.Ground), "purpose", u.Purpose)
}

// MyUrgents are the newest openings of whoever acts.
func (s *Service) MyUrgents(ctx context.Context) ([]Urgent, error) {
	a := actor.Of(ctx)
	if a.PersonID == "" || !a.HasAnywhere(CanOpenUrgent) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanOpenUrgent)
	}
	return store{s.DB.Read()}.urgentsOf(ctx, a.PersonID, 20)
}

// UrgentReviews are the openings that whoever acts may review: those that wait, and the newest that were reviewed.
func (s *Service) UrgentReviews(ctx context.Context) (waiting, done []Urgent, err error) {
	a, st := actor.Of(ctx), store{s.DB.Read()}
	if !a.HasAnywhere(CanReviewUrgent) {
		return nil, nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanReviewUrgent)
	}
	if waiting, err = st.urgentsFor(ctx, a, true, 200); err != nil {
		return nil, nil, err
	}
	done, err = st.urgentsFor(ctx, a, false, 20)
	return waiting, done, err
}

// ReviewUrgent says whether an opening was right; an objection says why, and ends the opening at once.
func (s *Service) ReviewUrgent(ctx context.Context, urgentID, outcome, remark string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, st := actor.Of(ctx), store{tx}
		u, err := st.urgent(ctx, urgentID)
		if err != nil {
			return err
		}
		if !u.reviews(a) {
			return fault.New(fault.NotFound, "dossier.urgent.not-found") // that it exists is not told either
		}
		u.Outcome, u.Remark, u.ReviewedBy, u.ReviewedAt = outcome, text.Clean(remark), a.Name, s.Clock.Now()
		switch {
		case outcome != UrgentConfirmed && outcome != UrgentObjected:
			return fault.OnFields([]fault.Field{{Name: "ket-luan", Key: "dossier.urgent.outcome-missing"}})
		case outcome == UrgentObjected && !between(u.Remark, 5, 1000), !between(u.Remark, 0, 1000):
			return fault.OnFields([]fault.Field{{Name: "nhan-xet", Key: "dossier.urgent.remark-missing"}})
		}
		if done, err := st.reviewUrgent(ctx, u); err != nil || !done {
			return cmp.Or(err, error(fault.New(fault.Conflict, "dossier.urgent.reviewed-already")))
		}
		d, err := st.byID(ctx, u.DossierID)
		if err != nil {
			return err
		}
		err = s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.urgent-reviewed", Subject: d.Subject(), Why: u.Remark,
			Data: map[string]any{"opening": u.ID, "outcome": outcome, "of": u.PersonID}})
		if err != nil || s.Notify == nil {
			return err
		}
		vars := map[string]string{"outcome": text.In(text.Vi, "dossier.urgent.outcome."+outcome), "by": a.Name, "remark": u.Remark}
		return s.notice(ctx, tx, d, "dossier.urgent-reviewed", notify.To{Person: u.PersonID}, urgentPath, vars)
	})
}
