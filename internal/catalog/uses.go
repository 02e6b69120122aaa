package catalog

import "context"

// Uses is how many dossiers run under a version, or ran.
type Uses struct {
	Open int    // not ended yet
	All  int    // ended ones too
	Href string // the officers' list of them; empty for whoever may not read it
}

// Dossiers tells which versions are in use. Dossiers lie above the catalogue: whoever joins the rooms
// passes them in.
type Dossiers interface {
	CountByVersion(ctx context.Context, versionIDs []string) (map[string]Uses, error)
}

// uses asks for the uses of versions; nothing is known where there are no dossiers.
func (p *Pages) uses(ctx context.Context, versionIDs ...string) (map[string]Uses, error) {
	if p.dossiers == nil {
		return nil, nil
	}
	return p.dossiers.CountByVersion(ctx, versionIDs)
}
