package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// CountByVersion tells the catalogue how many dossiers run under versions of its procedures, in the whole
// house. A count names nobody; the list behind it is for those who may view dossiers, in their reach.
func (s *Service) CountByVersion(ctx context.Context, versionIDs []string) (map[string]catalog.Uses, error) {
	out := make(map[string]catalog.Uses, len(versionIDs))
	if len(versionIDs) == 0 {
		return out, nil
	}
	counts, err := (store{s.DB.Read()}).countByVersion(ctx, versionIDs)
	for _, c := range counts {
		use := catalog.Uses{Open: c.Open, All: c.All}
		if actor.Of(ctx).HasAnywhere(CanView) {
			use.Href = Query{Box: BoxAll, Version: c.VersionID}.address()
		}
		out[c.VersionID] = use
	}
	return out, err
}
