package sign

// The rights of this room. Whoever may decide something may sign it; that is the deciding room's to ask.
const (
	CanTrust    = "sign.trust" // say which authorities are trusted, everywhere
	CanKeepSeal = "sign.seal"  // enter the seal of an agency, and take it out of use; at its unit
)

// Roles are the rights each role of a post has by default, at its unit and below.
var Roles = map[string][]string{
	"admin": {CanTrust, CanKeepSeal},
}
