package catalog

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// saveDraft writes the content of a draft that nobody changed since it was read.
func (s store) saveDraft(ctx context.Context, v *Version) error {
	body, err := json.Marshal(v.Content)
	if err != nil {
		return err
	}
	return one(ctx, s.q.NewUpdate().Model((*versionRow)(nil)).
		Set("body = ?, digest = ?, edition = edition + 1, edited_by = ?, edited_at = ?", string(body), v.digest(), v.EditedBy, v.EditedAt).
		Where("id = ? AND status = 'draft' AND edition = ?", v.ID, v.Edition))
}

// dropDraft forgets a draft that nobody changed since it was read.
func (s store) dropDraft(ctx context.Context, v *Version) error {
	res, err := s.q.NewDelete().Model((*versionRow)(nil)).Where("id = ? AND status = 'draft' AND edition = ?", v.ID, v.Edition).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "catalog.changed-meanwhile").Because(err)
	}
	return nil
}

// unpublish makes a draft again of a version that has not begun.
func (s store) unpublish(ctx context.Context, v *Version) error {
	return one(ctx, s.q.NewUpdate().Model((*versionRow)(nil)).
		Set("status = 'draft', from_on = '', until_on = '', decision_no = '', edition = edition + 1").
		Where("id = ? AND status = 'published' AND from_on = ? AND until_on = ''", v.ID, v.From))
}

// reopen lets the version that ended on the day hold without end again; none is fine.
func (s store) reopen(ctx context.Context, procedureID string, last clock.Date) error {
	_, err := s.q.NewUpdate().Model((*versionRow)(nil)).Set("until_on = '', status = 'published', end_decision_no = ''").
		Where("procedure_id = ? AND status <> 'draft' AND until_on = ?", procedureID, last).Exec(ctx)
	return err
}

// unsetCompetence takes back who was to decide from a day on.
func (s store) unsetCompetence(ctx context.Context, procedureID string, from clock.Date) error {
	_, err := s.q.NewDelete().Model((*competenceRow)(nil)).Where("procedure_id = ? AND from_on = ? AND from_on <> ''", procedureID, from).Exec(ctx)
	return err
}

// rewrite writes the general data of a procedure that nobody changed since was was read.
func (s store) rewrite(ctx context.Context, was, p Procedure) error {
	return one(ctx, s.q.NewUpdate().Model((*procedureRow)(nil)).
		Set("code = ?, name = ?, name_en = ?, field = ?, source = ?, confidence = ?", p.Code, p.Name, p.NameEn, p.Field, p.Source, string(p.Confidence)).
		Where("id = ? AND code = ? AND name = ? AND name_en = ? AND field = ? AND source = ? AND confidence = ?",
			was.ID, was.Code, was.Name, was.NameEn, was.Field, was.Source, string(was.Confidence)))
}

// named tells whether another procedure of the level has the name or the code already.
func (s store) named(ctx context.Context, p Procedure) (name, code bool, err error) {
	all, err := s.procedures(ctx)
	for _, other := range all {
		if other.ID != p.ID && other.Level == p.Level {
			name = name || other.Name == p.Name
			code = code || p.Code != "" && other.Code == p.Code
		}
	}
	return name, code, err
}

// editedAt is a time that may be missing.
func editedAt(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
