package catalog

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// The rights of this room. The catalogue is one for all units of an installation, so it may be read by
// whoever holds a right anywhere; what binds several units is changed only by whoever holds it over all of
// them (mayKeep).
const (
	CanEdit    = "catalog.edit"    // import versions, see drafts
	CanPublish = "catalog.publish" // put versions into force, abolish, move competence
)

// Roles says which roles hold which rights.
var Roles = map[string][]string{"admin": {CanEdit, CanPublish}}

func may(ctx context.Context, right string) error {
	if actor.Of(ctx).HasAnywhere(right) {
		return nil
	}
	return actor.Need(ctx, right, "/")
}
