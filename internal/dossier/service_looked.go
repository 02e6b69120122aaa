package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Look is one look of a person at the data of a dossier.
type Look struct {
	audit.Record
	Of Item // the dossier
}

// MyLooks tells the citizen who acts which people looked at the data of their dossiers, or of one of
// them, the newest first: at most limit, and the key to go on after, "" at the end.
func (s *Service) MyLooks(ctx context.Context, dossierID, before string, limit int) ([]Look, string, error) {
	items, err := s.MyDossiers(ctx)
	if err != nil {
		return nil, "", err
	}
	mine := map[string]Item{}
	among := []string{}
	for _, it := range items {
		if dossierID == "" || it.ID == dossierID {
			subject := (&Dossier{ID: it.ID}).Subject()
			mine[subject], among = it, append(among, subject)
		}
	}
	if dossierID != "" && len(among) == 0 {
		return nil, "", fault.New(fault.NotFound, "dossier.not-found")
	}
	found, err := s.Trail.Search(ctx, audit.Query{Action: audit.ActionLook, Among: among, People: true, Before: before, Limit: limit + 1})
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(found) > limit {
		found, next = found[:limit], found[limit-1].ID
	}
	out := make([]Look, len(found))
	for i, r := range found {
		out[i] = Look{r, mine[r.Subject]}
	}
	return out, next, nil
}

// LookedAt says in the reader's words which data a look was at.
func LookedAt(ctx context.Context, r audit.Record) string { return lookedAt(ctx, r.Data) }
