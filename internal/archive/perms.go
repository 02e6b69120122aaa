package archive

// The rights of this room, asked at the office that issued.
const (
	CanView    = "archive.view"    // the register of issued papers
	CanPrint   = "archive.print"   // the slip with the square, again
	CanRevoke  = "archive.revoke"  // declare that a paper no longer holds
	CanReplace = "archive.replace" // put a corrected paper in the place of an issued one
)

// Roles are the rights each role of a post has by default, at its unit and below. Who decides revokes and
// corrects, in their own name; who numbers prints.
var Roles = map[string][]string{
	"reception":     {CanView, CanPrint},
	"clerk":         {CanView, CanPrint},
	"division-head": {CanView, CanRevoke, CanReplace},
	"leader":        {CanView, CanRevoke, CanReplace},
	"inspector":     {CanView},
}
