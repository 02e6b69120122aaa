package rating

// The rights of ratings, each asked at the unit that was judged.
const (
	CanSee    = "rating.see"    // figures and words of closed periods
	CanFollow = "rating.follow" // bad marks to look into
)

// Roles are the rights each role of a post has by default, at the unit of the post and below.
var Roles = map[string][]string{
	"reception":     {CanSee},
	"specialist":    {CanSee},
	"division-head": {CanSee},
	"leader":        {CanSee, CanFollow},
	"supervisor":    {CanSee, CanFollow},
	"inspector":     {CanSee},
}
