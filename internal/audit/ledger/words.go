package ledger

import (
	"embed"

	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)
