package catalog

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Results returns the templates of a procedure's results, by case, the newest first.
func (s *Service) Results(ctx context.Context, procedureID string) ([]*ResultTemplate, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	return s.read().results(ctx, procedureID)
}

// ResultTemplate returns a template of results, a draft too.
func (s *Service) ResultTemplate(ctx context.Context, resultID string) (*ResultTemplate, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	return s.read().result(ctx, resultID)
}

// ResultFor returns the template from which results of a case are drafted now: its own, else the one for
// all cases; nil when there is none.
func (s *Service) ResultFor(ctx context.Context, procedureID, caseKey string) (*ResultTemplate, error) {
	return s.read().findResult(ctx, procedureID, caseKey)
}

// firstResult is with what a template begins when there is none to go on from.
const firstResult = "[quốc hiệu]\n# TÊN GIẤY\nÔng/Bà: **{{chu.ho_ten}}**\n[cột]\n*Nơi nhận:*\n- Như trên;\n- Lưu: VT.\n[sang cột]\n**CHỦ TỊCH**\n[chỗ ký]\n[hết cột]"

// BeginResult opens a draft with the words of the newest template of the case, and returns it. Where a draft
// is open already, that one comes back.
func (s *Service) BeginResult(ctx context.Context, procedureID, caseKey string) (*ResultTemplate, error) {
	var draft *ResultTemplate
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		p, err := st.procedure(ctx, "id", procedureID)
		if err != nil {
			return err
		}
		if err := s.mayKeep(ctx, CanEdit, p.Level); err != nil {
			return err
		}
		if err := knownCase(ctx, st, p.ID, caseKey); err != nil {
			return err
		}
		all, err := st.results(ctx, p.ID)
		if err != nil {
			return err
		}
		draft = &ResultTemplate{ID: id.New(), ProcedureID: p.ID, CaseKey: caseKey, Number: 1, Status: StatusDraft, Name: p.Name, Body: firstResult,
			EditedBy: actor.Of(ctx).Name, EditedAt: s.Clock.Now()}
		if at := slices.IndexFunc(all, func(t *ResultTemplate) bool { return t.CaseKey == caseKey }); at >= 0 {
			newest, err := st.result(ctx, all[at].ID)
			if err != nil {
				return err
			}
			if newest.Status == StatusDraft {
				draft = newest
				return nil
			}
			draft.Number, draft.Name, draft.Body, draft.Docx, draft.DocxName = newest.Number+1, newest.Name, newest.Body, newest.Docx, newest.DocxName
		}
		if err := st.insertResult(ctx, draft); err != nil {
			return err
		}
		return s.noteResult(ctx, tx, "catalog.result-begun", draft, "")
	})
	return draft, err
}

// knownCase refuses a case that no version of the procedure has.
func knownCase(ctx context.Context, st store, procedureID, caseKey string) error {
	versions, err := st.versions(ctx, procedureID)
	if err != nil || caseKey == "" {
		return err
	}
	if !slices.ContainsFunc(versions, func(v *Version) bool {
		return slices.ContainsFunc(v.Cases, func(k Case) bool { return k.Key == caseKey })
	}) {
		return fault.OnFields([]fault.Field{{Name: "case", Key: "catalog.result.no-such-case"}})
	}
	return nil
}

// EditResult changes the words of a draft. Edition is what the editor saw. A text with mistakes is kept:
// it cannot be published.
func (s *Service) EditResult(ctx context.Context, resultID string, edition int, words ResultWords) error {
	words, err := words.tidy()
	if err != nil {
		return err
	}
	return s.onResult(ctx, CanEdit, resultID, StatusDraft, edition, func(ctx context.Context, tx *db.Tx, st store, t *ResultTemplate) error {
		before := *t
		t.Name, t.Body = words.Name, words.Body
		switch {
		case words.AsText:
			t.Docx, t.DocxName = nil, ""
		case words.Docx != nil:
			t.Docx, t.DocxName = words.Docx, words.DocxName
		}
		if t.Name == before.Name && t.digest() == before.digest() {
			return nil
		}
		t.EditedBy, t.EditedAt = actor.Of(ctx).Name, s.Clock.Now()
		if err := st.saveResult(ctx, t); err != nil {
			return err
		}
		return s.noteResult(ctx, tx, "catalog.result-edited", t, "")
	})
}

// PublishResult lets specialists draft results from a template; the one before it in its case ends.
func (s *Service) PublishResult(ctx context.Context, resultID string, edition int, why string) error {
	if err := reasonOnly(why); err != nil {
		return err
	}
	return s.onResult(ctx, CanPublish, resultID, StatusDraft, edition, func(ctx context.Context, tx *db.Tx, st store, t *ResultTemplate) error {
		problems, err := s.troublesOf(ctx, st, t)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return fault.New(fault.Conflict, "catalog.not-ready", "n", len(problems))
		}
		t.PublishedBy, t.PublishedAt = actor.Of(ctx).Name, s.Clock.Now()
		if err := st.endResults(ctx, t.ProcedureID, t.CaseKey, t.PublishedAt); err != nil {
			return err
		}
		if err := st.publishResult(ctx, t); err != nil {
			return err
		}
		return s.noteResult(ctx, tx, "catalog.result-published", t, why)
	})
}

// EndResult takes a template out of use; drafts that were made from it stay.
func (s *Service) EndResult(ctx context.Context, resultID, why string) error {
	if err := reasonOnly(why); err != nil {
		return err
	}
	return s.onResult(ctx, CanPublish, resultID, StatusPublished, anyEdition, func(ctx context.Context, tx *db.Tx, st store, t *ResultTemplate) error {
		t.EndedAt = s.Clock.Now()
		if err := st.endResult(ctx, t); err != nil {
			return err
		}
		return s.noteResult(ctx, tx, "catalog.result-ended", t, why)
	})
}

// DiscardResult forgets a draft.
func (s *Service) DiscardResult(ctx context.Context, resultID string, edition int, why string) error {
	if err := reasonOnly(why); err != nil {
		return err
	}
	return s.onResult(ctx, CanEdit, resultID, StatusDraft, edition, func(ctx context.Context, tx *db.Tx, st store, t *ResultTemplate) error {
		if err := st.dropResult(ctx, t); err != nil {
			return err
		}
		return s.noteResult(ctx, tx, "catalog.result-discarded", t, why)
	})
}

const anyEdition = -1

// onResult does something with a template that stands so, for whoever may and has seen its newest edition.
func (s *Service) onResult(ctx context.Context, right, resultID string, status Status, edition int, do func(context.Context, *db.Tx, store, *ResultTemplate) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		t, err := st.result(ctx, resultID)
		if err != nil {
			return err
		}
		p, err := st.procedure(ctx, "id", t.ProcedureID)
		if err != nil {
			return err
		}
		if err := s.mayKeep(ctx, right, p.Level); err != nil {
			return err
		}
		switch {
		case t.Status != status:
			return fault.New(fault.Conflict, "catalog.result.not-"+string(status))
		case edition != anyEdition && t.Edition != edition:
			return fault.New(fault.Conflict, "catalog.draft-changed", "who", t.EditedBy, "when", text.DateTime(ctx, t.EditedAt))
		}
		return do(ctx, tx, st, t)
	})
}

func (s *Service) noteResult(ctx context.Context, tx *db.Tx, action string, t *ResultTemplate, why string) error {
	return s.Trail.Write(ctx, tx, audit.Entry{Action: action, Subject: subject(t.ProcedureID), Why: text.Clean(why),
		Data: map[string]any{"result": t.ID, "number": t.Number, "case": t.CaseKey, "name": t.Name, "is": t.digest()}})
}

func (t *ResultTemplate) digest() string {
	if t.IsFile() {
		return sum(t.Docx)
	}
	return sum([]byte(t.Body))
}
