package identity

import "github.com/nha-san/nhasan/internal/platform/clock"

// Post is a post held by a person.
type Post struct {
	PositionID, Title, Role    string
	UnitID, UnitPath, UnitName string
	From, Until                clock.Date
}

func held(p Post, on clock.Date) bool {
	return p.From <= on && (p.Until == "" || on < p.Until)
}
