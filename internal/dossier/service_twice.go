package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// sameWishWithin is how long an ended dossier still counts as the same wish: within it somebody who asks
// for the same thing may have forgotten, or been sent here twice.
const sameWishWithin = 90 * 24 * time.Hour

// Twice lists the dossiers of the same person for the same procedure that are open or ended lately, the
// newest first, for an officer at intake. It tells nothing to citizens: theirs stand in their own list.
func (s *Service) Twice(ctx context.Context, procedureID, personalNo, exceptID string) ([]Item, error) {
	a := actor.Of(ctx)
	if ownerKey(personalNo) == "" || !a.HasAnywhere(CanReceive) {
		return nil, nil
	}
	items, err := store{s.DB.Read()}.twice(ctx, a, procedureID, ownerKey(personalNo), exceptID, s.Clock.Now().Add(-sameWishWithin))
	s.stand(items)
	return items, err
}

// twiceOf is Twice for a dossier that is there already.
func (s *Service) twiceOf(ctx context.Context, dossierID string) ([]Item, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	return s.Twice(ctx, d.Procedure, d.Owner.PersonalNo, d.ID)
}
