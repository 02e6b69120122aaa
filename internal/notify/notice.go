package notify

import "embed"

//go:embed notice/*.json
var noticeFiles embed.FS

// The room's own notice: the letter that confirms an address.
var _ = Register(noticeFiles)
