package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Earlier is a file that the person handed in before, or that the state has issued to them.
type Earlier struct {
	File
	Paper   string // what it was handed in as, or the title of the issued paper
	Dossier string // "" for an issued paper
	Code    string // of that dossier; of an issued paper its number
	On      time.Time

	Issued string // key of the issued paper, "" for what was handed in
	Office string // which issued it
}

// Key names it in forms.
func (e Earlier) Key() string {
	if e.Issued != "" {
		return "issued/" + e.Issued + " " + e.SHA256
	}
	return e.Dossier + " " + e.SHA256
}

// most of what is offered again.
const (
	earlierDossiers = 10
	earlierFiles    = 20
)

// EarlierPapers lists what the citizen who acts can use again: papers that were issued to them and hold, then what they
// handed in with earlier dossiers, the latest first, each file once.
func (s *Service) EarlierPapers(ctx context.Context) ([]Earlier, error) {
	items, err := s.MyDossiers(ctx)
	if err != nil {
		return nil, err
	}
	var issued []*archive.Paper
	if s.Archive != nil {
		if issued, err = s.Archive.InForce(ctx); err != nil {
			return nil, err
		}
	}
	handed, _, err := s.handedIn(ctx, items)
	return append(ofIssued(issued), handed...), err
}

// ofIssued are issued papers as something to use again: the paper itself, which is its first file.
func ofIssued(all []*archive.Paper) []Earlier {
	var out []Earlier
	for _, p := range all {
		f := p.Files[0]
		out = append(out, Earlier{File: File{SHA256: f.SHA256, Size: f.Size, Type: f.Type, Name: f.Name}, Paper: p.Title, Code: p.Number,
			On: p.IssuedOn.At(0), Issued: p.ID, Office: p.Office.Name})
	}
	return out
}

// handedIn are the files of dossiers, and the dossiers that they are of.
func (s *Service) handedIn(ctx context.Context, items []Item) (out []Earlier, of []*Dossier, err error) {
	for _, it := range items[:min(earlierDossiers, len(items))] {
		d, err := store{s.DB.Read()}.byID(ctx, it.ID)
		if err != nil {
			return nil, nil, err
		}
		was := len(out)
		for _, p := range d.Papers {
			for _, f := range p.Files {
				known := slices.ContainsFunc(out, func(e Earlier) bool { return e.SHA256 == f.SHA256 })
				if !known && len(out) < earlierFiles && p.ReusedFrom(f.SHA256) == nil {
					out = append(out, Earlier{File: f, Paper: p.Name, Dossier: d.ID, Code: d.Code, On: d.SubmittedAt})
				}
			}
		}
		if len(out) > was {
			of = append(of, d)
		}
	}
	return out, of, nil
}

// Reuse puts a file that the citizen chose under a paper of the draft, as they agreed to. The bytes are those that lie
// there already; the hash says so.
func (s *Service) Reuse(ctx context.Context, draftID string, paper Paper, key string) (*DraftWork, error) {
	if actor.Of(ctx).Kind != actor.Citizen {
		return nil, fault.New(fault.Forbidden, "dossier.not-yours")
	}
	all, err := s.EarlierPapers(ctx)
	if err != nil {
		return nil, err
	}
	return s.useAgain(ctx, draftID, paper, all, key)
}

func (s *Service) useAgain(ctx context.Context, draftID string, paper Paper, all []Earlier, key string) (*DraftWork, error) {
	i := slices.IndexFunc(all, func(e Earlier) bool { return e.Key() == key })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	e := all[i]
	c := Consent{From: FromPaper, Dossier: e.Dossier, Code: e.Code, Purpose: ToReuse}
	if e.Issued != "" {
		c.From = FromIssued
	}
	return s.Agree(ctx, draftID, c, func(dr *DraftWork) ([]string, error) {
		if err := dr.attach(paper, e.File, s.MaxFiles); err != nil {
			return nil, err
		}
		p := dr.paper(paper)
		if p.ReusedFrom(e.SHA256) == nil {
			p.Reused = append(p.Reused, Reused{SHA256: e.SHA256, Dossier: e.Dossier, Code: e.Code, On: e.On, Issued: e.Issued})
		}
		return []string{e.SHA256}, nil
	})
}

// At the counter the person who stands there is asked whether the office may look for what they gave or got before,
// wherever that was, for this one dossier. Before they say yes the officer learns only that there is something.

// KnownOf tells how many papers in force the owner of an intake has, by the personal number typed.
func (s *Service) KnownOf(ctx context.Context, dr *DraftWork) (int, error) {
	if s.Archive == nil || dr.Channel == catalog.Online || !actor.Of(ctx).HasAnywhere(CanReceive) || ownerKey(dr.Owner.PersonalNo) == "" {
		return 0, nil
	}
	return s.Archive.HasOf(ctx, ownerKey(dr.Owner.PersonalNo))
}

// LetFind notes that the person agreed to the search.
func (s *Service) LetFind(ctx context.Context, draftID string) (*DraftWork, error) {
	if !actor.Of(ctx).HasAnywhere(CanReceive) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanReceive)
	}
	return s.Agree(ctx, draftID, Consent{From: FromHouse, Purpose: ToFind}, func(dr *DraftWork) ([]string, error) {
		no := ownerKey(dr.Owner.PersonalNo)
		if no == "" {
			return nil, fault.New(fault.Invalid, "dossier.reuse.no-number")
		}
		if dr.letFind() {
			return nil, nil
		}
		return []string{no}, nil
	})
}

// letFind tells whether its owner agreed to the search.
func (dr *DraftWork) letFind() bool {
	return slices.ContainsFunc(dr.Consents, func(c Consent) bool {
		return c.From == FromHouse && c.Holds() && slices.Contains(c.Names, ownerKey(dr.Owner.PersonalNo))
	})
}

// EarlierOf lists what the owner of an intake got or gave before, of any office, once they agreed. Each paper and each
// dossier that is named is a look with its purpose; the person can read it.
func (s *Service) EarlierOf(ctx context.Context, dr *DraftWork) ([]Earlier, error) {
	if !actor.Of(ctx).HasAnywhere(CanReceive) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanReceive)
	}
	if !dr.letFind() {
		return nil, fault.New(fault.Conflict, "dossier.reuse.not-agreed")
	}
	purpose := text.T(ctx, "dossier.reuse.purpose", "name", dr.Name)
	issued, err := s.Archive.OfPerson(ctx, ownerKey(dr.Owner.PersonalNo), purpose)
	if err != nil {
		return nil, err
	}
	items, err := store{s.DB.Read()}.ofOwner(ctx, actor.Of(ctx), ownerKey(dr.Owner.PersonalNo))
	if err != nil {
		return nil, err
	}
	handed, of, err := s.handedIn(ctx, items)
	if err != nil {
		return nil, err
	}
	return append(ofIssued(issued), handed...), s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, d := range of {
			if err := s.Trail.Look(ctx, tx, d.Subject(), purpose, "papers"); err != nil {
				return err
			}
		}
		return nil
	})
}

// Again is which earlier file goes under which paper.
type Again struct {
	Paper Paper
	Key   string // of Earlier
}

// ReuseAt puts what the officer chose under the papers of an intake.
func (s *Service) ReuseAt(ctx context.Context, draftID string, all []Again) (*DraftWork, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	offered, err := s.EarlierOf(ctx, dr)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if dr, err = s.useAgain(ctx, draftID, c.Paper, offered, c.Key); err != nil {
			return nil, err
		}
	}
	return dr, nil
}

// forgetReused takes out what was another person's: the personal number of the owner was changed.
func (dr *DraftWork) forgetReused(at time.Time) {
	for i := range dr.Papers {
		p := &dr.Papers[i]
		for _, r := range p.Reused {
			p.Files = slices.DeleteFunc(p.Files, func(f File) bool { return f.SHA256 == r.SHA256 })
			dr.endReuse(r.SHA256, at)
		}
		p.Reused = nil
	}
}

// lapsed are the hashes of files that were reused from issued papers which no longer hold: the officer is told.
func (s *Service) lapsed(ctx context.Context, d *Dossier) ([]string, error) {
	var out []string
	for _, p := range d.Papers {
		for _, r := range p.Reused {
			if r.Issued == "" || s.Archive == nil {
				continue
			}
			holds, err := s.Archive.HoldsNow(ctx, r.Issued)
			if err != nil {
				return nil, err
			}
			if !holds {
				out = append(out, r.SHA256)
			}
		}
	}
	return out, nil
}

// endUnused ends the consent to reuse what no longer stands in the draft.
func (dr *DraftWork) endUnused(at time.Time) {
	for i := range dr.Consents {
		c := &dr.Consents[i]
		used := slices.ContainsFunc(dr.Papers, func(p Paper) bool {
			return slices.ContainsFunc(p.Reused, func(r Reused) bool { return slices.Contains(c.Names, r.SHA256) })
		})
		if c.Purpose == ToReuse && c.Holds() && !used {
			c.UndoneAt = at
		}
	}
}
