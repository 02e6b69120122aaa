package dossier

import (
	"bytes"
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// ResultDraft is a result about to be drafted from the template of the procedure.
type ResultDraft struct {
	Template *catalog.ResultTemplate
	Missing  []result.Field // what the dossier does not say and the template wants

	data result.Data
}

// ResultDraft returns what would be drafted for whoever may propose a result now and read the dossier; nil
// where the procedure has no template, or for others.
func (s *Service) ResultDraft(ctx context.Context, dossierID string) (*ResultDraft, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if s.mayDraft(ctx, d) != nil {
		return nil, nil
	}
	return s.resultDraft(ctx, d)
}

// mayDraft refuses whoever may not propose a result now, or may not read what it is made of.
func (s *Service) mayDraft(ctx context.Context, d *Dossier) error {
	if err := s.mayReadPapers(ctx, d); err != nil {
		return err
	}
	_, err := find(ctx, d, Propose)
	return err
}

func (s *Service) resultDraft(ctx context.Context, d *Dossier) (*ResultDraft, error) {
	t, err := s.Catalog.ResultFor(ctx, d.Procedure, d.CaseKey)
	if err != nil || t == nil {
		return nil, err
	}
	data, err := s.resultData(ctx, d)
	if err != nil {
		return nil, err
	}
	return &ResultDraft{Template: t, Missing: result.Missing(t.Fields(), data), data: data}, nil
}

// resultData are the answers of the form, and what the dossier, its office and whoever acts are called.
func (s *Service) resultData(ctx context.Context, d *Dossier) (result.Data, error) {
	v, err := s.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return nil, err
	}
	u, err := s.Org.Unit(ctx, d.Office.UnitID)
	if err != nil {
		return nil, err
	}
	out := catalog.Answers(v.Fields, d.Values)
	a := actor.Of(ctx)
	for name, words := range map[string]string{
		result.OwnerName: d.Owner.Name, result.OwnerNo: d.Owner.PersonalNo, result.OwnerBirth: text.Date(d.Owner.BirthOn), result.OwnerAddress: d.Owner.Address,
		result.SubmitterName: d.applicant(), result.Code: d.Code, result.Procedure: d.Name, result.ReceivedOn: text.Date(clock.DateOf(d.ReceivedAt)),
		result.Office: u.Authority(), result.Place: u.Name, result.Officer: a.Name, result.Position: a.Position, result.Today: text.LongDate(s.Clock.Now()),
	} {
		out[name] = words
	}
	if u.ParentID != "" && u.Kind == org.Commune {
		parent, err := s.Org.Unit(ctx, u.ParentID)
		if err != nil {
			return nil, err
		}
		out[result.Above] = parent.Authority()
	}
	return out, nil
}

// DraftResult makes the PDF of a result and keeps it as a file sent ahead by whoever acts. Given are the
// answers to what is missing, by result.Field.Input. The look at the data and the template are recorded.
func (s *Service) DraftResult(ctx context.Context, dossierID string, given map[string]string) (Upload, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return Upload{}, err
	}
	if err := s.mayDraft(ctx, d); err != nil {
		return Upload{}, err
	}
	draft, err := s.resultDraft(ctx, d)
	if err != nil {
		return Upload{}, err
	}
	if draft == nil {
		return Upload{}, fault.New(fault.Conflict, "dossier.draft.no-template")
	}
	if err := draft.fill(given); err != nil {
		return Upload{}, err
	}
	raw, err := s.Catalog.PrintResult(ctx, draft.Template, result.Paper{Title: draft.Template.Name + " – " + d.Code, At: s.Clock.Now(), Data: draft.data})
	if err != nil {
		return Upload{}, err
	}
	f, err := s.store(ctx, "du-thao-"+d.Code+".pdf", bytes.NewReader(raw))
	if err != nil {
		return Upload{}, err
	}
	up := Upload{ID: id.New(), File: f}
	return up, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return s.noteDraft(ctx, tx, d, draft.Template, up) })
}

// answerLimit bounds an answer to what is missing, in bytes.
const answerLimit = 4000

// fill takes the answers of whoever drafts to what is missing, to nothing else.
func (r *ResultDraft) fill(given map[string]string) error {
	var wrong []fault.Field
	for _, f := range r.Missing {
		words := text.Clean(given[f.Input()])
		if len(words) > answerLimit {
			words = ""
		}
		if r.data[f.Key()] = words; words == "" {
			wrong = append(wrong, fault.Field{Name: f.Input(), Key: "dossier.draft.missing"})
		}
	}
	return fault.OnFields(wrong)
}

func (s *Service) noteDraft(ctx context.Context, tx *db.Tx, d *Dossier, t *catalog.ResultTemplate, up Upload) error {
	if err := (store{tx}).insertUploads(ctx, []Upload{up}, actor.Of(ctx).AccountID, s.Clock.Now()); err != nil {
		return err
	}
	if err := s.Trail.Look(ctx, tx, d.Subject(), "dossier.draft-result", "form"); err != nil {
		return err
	}
	return s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.result-drafted", Subject: d.Subject(),
		Data: map[string]any{"template": t.ID, "number": t.Number, "file": up.SHA256}})
}

// OpenUploaded opens a file that whoever acts has sent ahead or drafted.
func (s *Service) OpenUploaded(ctx context.Context, uploadID string) (File, io.ReadCloser, error) {
	f, err := s.Uploaded(ctx, uploadID)
	if err != nil {
		return File{}, nil, err
	}
	return s.openBlob(ctx, f)
}
