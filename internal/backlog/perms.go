package backlog

// The rights of this room, asked at the unit of the batch.
const (
	CanView = "backlog.view" // batches, progress and accuracy
	CanWork = "backlog.work" // scan, enter, check, type anew; the papers are personal data
	CanSign = "backlog.sign" // sign as the digitiser, and put into the register
)

// Roles are the rights each role of a post has by default, at its unit and below.
var Roles = map[string][]string{
	"reception":     {CanView, CanWork, CanSign},
	"specialist":    {CanView, CanWork, CanSign},
	"clerk":         {CanView, CanWork, CanSign},
	"division-head": {CanView, CanSign},
	"leader":        {CanView, CanSign},
	"supervisor":    {CanView},
	"inspector":     {CanView},
}
