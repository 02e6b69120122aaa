package ledger

import "github.com/nha-san/nhasan/internal/platform/web"

// Path is where the ledger is published.
const Path = "/so-cai"

// Routes lists the ledger's addresses. All of it is for everybody.
func (l *Ledger) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Path: Path, Need: web.Public, Do: l.showLedger},
		{Method: "GET", Path: Path + "/tim", Need: web.Public, Do: l.find},
		{Method: "GET", Path: Path + "/la/{index}", Need: web.Public, Do: l.showLeaf},

		{Method: "GET", Path: Path + "/checkpoint", Need: web.Public, Do: l.serveCheckpoint},
		{Method: "GET", Path: Path + "/checkpoint.witnessed", Need: web.Public, Do: l.serveWitnessed},
		{Method: "GET", Path: Path + "/anchor.tsr", Need: web.Public, Do: l.serveAnchor},
		{Method: "GET", Path: Path + "/anchor.checkpoint", Need: web.Public, Do: l.serveAnchored},
		{Method: "GET", Path: Path + "/key", Need: web.Public, Do: l.serveKey},
		{Method: "GET", Path: Path + "/tile/{path...}", Need: web.Public, Do: l.serveTile},
	}
}
