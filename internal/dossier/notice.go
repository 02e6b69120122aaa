package dossier

import (
	"embed"

	"github.com/nha-san/nhasan/internal/notify"
)

//go:embed notice/*.json
var noticeFiles embed.FS

// The notices of this room and what they say unless an administrator changes it.
var _ = notify.Register(noticeFiles)
