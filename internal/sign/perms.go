package sign

// The rights of this room. Whoever may decide something may sign it; that is the deciding room's to ask.
const (
	CanTrust = "sign.trust" // say which authorities are trusted, everywhere
)

// Roles are the rights each role of a post has by default, at its unit and below.
var Roles = map[string][]string{
	"admin": {CanTrust},
}
