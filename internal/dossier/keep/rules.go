package keep

import (
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Bounds of what is kept, in characters; most is how many of a kind one person or unit keeps.
const (
	longestName = 40
	longestText = 2000
	most        = 60
)

// named tidies a name and says what is wrong with it.
func named(name string) (string, []fault.Field) {
	name = text.Clean(name)
	switch n := len([]rune(name)); {
	case n == 0:
		return name, []fault.Field{{Name: "name", Key: "desk.name-missing"}}
	case n > longestName:
		return name, []fault.Field{{Name: "name", Key: "desk.name-long", Args: fault.Args("n", longestName)}}
	}
	return name, nil
}

// Blanks are the words of a reason that are filled in where it is used.
var Blanks = []string{"paper", "procedure", "owner", "code", "unit"}

// Fill puts what is known in place of the blanks of a reason; a blank that is not known stays, so that
// the officer sees it.
func Fill(reason string, known map[string]string) string {
	for _, blank := range Blanks {
		if known[blank] != "" {
			reason = strings.ReplaceAll(reason, "{"+blank+"}", known[blank])
		}
	}
	return reason
}
