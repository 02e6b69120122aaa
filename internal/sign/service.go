package sign

import (
	"embed"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/key"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Schema is the tables of keys and of what is asked to be signed.
var Schema = db.Schema{Room: "sign", Files: schemaFiles}

// Needs is what signing stands on.
type Needs struct {
	DB    *db.DB
	Clock clock.Clock
	Trail *audit.Log
	Blobs *blob.Store
	Org   *org.Service
	// Stamper stamps times after RFC 3161; nil leaves signatures without.
	Stamper Stamper
	// Lasting has files that get their last signature stamped as a whole too (B-LTA); it wants a Stamper.
	Lasting bool
	// Provider keeps keys of persons and signs for them; nil when the house has none.
	Provider *key.Provider
	// Secret is known to this house alone: by it what comes back from a provider's page is known again.
	Secret []byte
	// Authorities tell whether certificates are revoked; nil asks nobody.
	Authorities Authorities
}

// Service is the verbs of signing.
type Service struct{ Needs }

// New returns the room.
func New(n Needs) *Service { return &Service{n} }
