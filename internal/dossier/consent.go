package dossier

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Consent is somebody's yes to using what the house already knows of them for one dossier: what, from
// where, what for and since when. It is asked for each dossier anew and can be taken back until the
// dossier is sent. law: pdp/consent
type Consent struct {
	From     string    `json:"from"` // one of the below
	Dossier  string    `json:"dossier,omitempty"`
	Code     string    `json:"code,omitempty"` // of that dossier, or the number of the issued paper
	Purpose  string    `json:"purpose"`
	Names    []string  `json:"names"` // fields filled in, the hash of the file, or the number looked for
	At       time.Time `json:"at"`
	UndoneAt time.Time `json:"undone_at,omitzero"`
}

// Where a consent lets things come from, and the purposes.
const (
	FromAccount = "account"
	FromDossier = "dossier" // its answers
	FromPaper   = "paper"   // a file handed in with it
	FromIssued  = "issued"  // a paper that the state has issued
	FromHouse   = "house"   // whatever is there of the person

	ToFillIn = "fill-in"
	ToReuse  = "reuse-paper"
	ToFind   = "find-papers"
)

// Holds tells whether it was not taken back.
func (c Consent) Holds() bool { return c.UndoneAt.IsZero() }

// agreed are the consents that hold. They go into the event by which the draft is sent: what was used of
// what the house knew, and that it was allowed, stands in the history from then on.
func (dr *DraftWork) agreed() []Consent {
	return slices.DeleteFunc(slices.Clone(dr.Consents), func(c Consent) bool { return !c.Holds() })
}

// ConsentWords tell what was agreed to, a line for each; with the fields of the form, what was filled in.
func ConsentWords(ctx context.Context, all []Consent, fields []catalog.Field) []string {
	var out []string
	for _, c := range all {
		words := text.T(ctx, "dossier.consent."+c.From, "code", c.Code, "at", text.DateTime(ctx, c.At))
		var labels []string
		for _, f := range fields {
			named := func(name string) bool { return name == f.Name || strings.HasPrefix(name, f.Name+".") }
			if c.Purpose == ToFillIn && slices.ContainsFunc(c.Names, named) {
				labels = append(labels, f.Label(text.LangOf(ctx)))
			}
		}
		if len(labels) > 0 {
			words += ": " + strings.Join(labels, ", ")
		}
		out = append(out, words)
	}
	return out
}

// Reused says of a paper's file that it was not handed in anew, but taken from an earlier dossier of the
// same person or from what was issued to them, byte for byte.
type Reused struct {
	SHA256  string    `json:"sha256"`
	Dossier string    `json:"dossier,omitempty"`
	Code    string    `json:"code"`             // of that dossier, or the number of the issued paper
	On      time.Time `json:"on"`               // when it was handed in or issued then
	Issued  string    `json:"issued,omitempty"` // key of the issued paper
}

// IsReused is what the national message calls DuocTaiSuDung: something of the paper was reused.
func (p Paper) IsReused() bool { return len(p.Reused) > 0 }

// ReusedFrom tells where a file of the paper comes from, nil when it was handed in anew.
func (p Paper) ReusedFrom(sha256 string) *Reused {
	i := slices.IndexFunc(p.Reused, func(r Reused) bool { return r.SHA256 == sha256 })
	if i < 0 {
		return nil
	}
	return &p.Reused[i]
}

// Agree notes a consent on the draft and in the trail, together with what it allows.
func (s *Service) Agree(ctx context.Context, draftID string, c Consent, change func(*DraftWork) ([]string, error)) (*DraftWork, error) {
	c.At = s.Clock.Now()
	dr, err := s.Save(ctx, draftID, 0, func(dr *DraftWork) (err error) {
		if c.Names, err = change(dr); err != nil || len(c.Names) == 0 {
			return err
		}
		dr.Consents = append(dr.Consents, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return dr, s.trail(ctx, "dossier.consent", dr, c)
}

// TakeBackConsent ends a consent; undo takes out of the draft what came by it.
func (s *Service) TakeBackConsent(ctx context.Context, draftID string, number int, undo func(*DraftWork, Consent)) (*DraftWork, error) {
	var c Consent
	dr, err := s.Save(ctx, draftID, 0, func(dr *DraftWork) error {
		if number < 0 || number >= len(dr.Consents) || !dr.Consents[number].Holds() {
			return fault.New(fault.NotFound, "fault.not-found")
		}
		c = dr.Consents[number]
		dr.Consents[number].UndoneAt = s.Clock.Now()
		undo(dr, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return dr, s.trail(ctx, "dossier.consent-taken-back", dr, c)
}

func (s *Service) trail(ctx context.Context, action string, dr *DraftWork, c Consent) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.Trail.Write(ctx, tx, audit.Entry{Action: action, Subject: "draft/" + dr.ID, Purpose: c.Purpose, Data: c})
	})
}
