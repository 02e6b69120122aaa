package insight

// The rights of this room. Each is asked at the unit whose figures are meant.
const (
	CanView   = "insight.view"   // figures of the unit and all below
	CanPeople = "insight.people" // of each officer too; one's own stand open to everybody
	CanTarget = "insight.target" // set targets
	CanReport = "insight.report" // have reports sent
)

// Roles are the rights each role of a post has by default, at the unit of the post and below.
var Roles = map[string][]string{
	"reception":     {CanView},
	"specialist":    {CanView},
	"clerk":         {CanView},
	"division-head": {CanView, CanPeople},
	"leader":        {CanView, CanPeople, CanTarget, CanReport},
	"supervisor":    {CanView, CanPeople, CanTarget, CanReport},
	"inspector":     {CanView, CanPeople},
	"admin":         {CanView, CanReport},
}
