package archive

// The rights of this room, asked at the office that issued.
const (
	CanView    = "archive.view"    // the register of issued papers
	CanPrint   = "archive.print"   // the slip with the square, again
	CanRevoke  = "archive.revoke"  // declare that a paper no longer holds
	CanReplace = "archive.replace" // put a corrected paper in the place of an issued one
	CanDispose = "archive.dispose" // propose and decide which papers are kept no longer; hand papers over to an archive
	CanRetain  = "archive.retain"  // say how long papers are kept, at the unit and below
)

// Roles are the rights each role of a post has by default, at its unit and below. Who decides revokes and
// corrects, in their own name; who numbers prints. Two dispose: whoever keeps the papers, and whoever answers for them.
var Roles = map[string][]string{
	"reception":     {CanView, CanPrint},
	"clerk":         {CanView, CanPrint, CanDispose},
	"division-head": {CanView, CanRevoke, CanReplace},
	"leader":        {CanView, CanRevoke, CanReplace, CanDispose},
	"inspector":     {CanView},
	"admin":         {CanRetain},
}
