package check

import (
	"regexp"
	"strings"
)

// Person is what a personal number says about its bearer. Records of people whose data were
// corrected later disagree with their number, so a difference is a reason to ask, never to refuse.
type Person struct {
	Registered string // code of the province or country where the birth was registered: "017"
	Female     bool
	BirthYear  int
}

var (
	personalID = regexp.MustCompile(`^\d{12}$`)
	oldCard    = regexp.MustCompile(`^\d{9}$`)
	passport   = regexp.MustCompile(`^[A-Z]\d{7,8}$`)
)

// PersonalID reads a personal identification number of 12 digits (số định danh cá nhân). It has no
// check digit; any province code is good, also one that a merger has emptied. law: citizen-id/number
func PersonalID(s string) (Person, bool) {
	s = Bare(s)
	if !personalID.MatchString(s) {
		return Person{}, false
	}
	century := int(s[3] - '0') // 0 and 1: born in the 1900s, 2 and 3: in the 2000s, and so on
	return Person{
		Registered: s[:3],
		Female:     century%2 == 1,
		BirthYear:  1900 + century/2*100 + int(s[4]-'0')*10 + int(s[5]-'0'),
	}, true
}

// OldCard tells whether s can be the number of an old identity card (CMND, 9 digits). The cards
// ended on 31 December 2024; their numbers live on in old records.
func OldCard(s string) bool { return oldCard.MatchString(Bare(s)) }

// Passport tells whether s can be the number of a Vietnamese passport: a letter and seven digits,
// eight on newer ones.
func Passport(s string) bool { return passport.MatchString(Bare(s)) }

// Mask hides the middle of a number or phone so that its owner still knows it: 001*****1234.
func Mask(s string) string {
	if len([]rune(s)) < 8 {
		return strings.Repeat("*", len([]rune(s)))
	}
	return MaskMiddle(s, 3, 4)
}

// leastHidden is how many letters of a number are hidden at least, however short it is: an old card of nine digits
// would else show seven.
const leastHidden = 4

// MaskMiddle keeps head letters at the beginning and tail at the end, fewer when less than leastHidden would be hidden.
func MaskMiddle(s string, head, tail int) string {
	letters := []rune(s)
	for head+tail > 0 && len(letters)-head-tail < leastHidden {
		if tail > head {
			tail--
		} else {
			head--
		}
	}
	hidden := max(len(letters)-head-tail, 0)
	return string(letters[:head]) + strings.Repeat("*", hidden) + string(letters[head+hidden:])
}

// MaskName keeps the family name and the first letter of each other: "Bùi T. L.". Whoever holds a paper sees that it is
// theirs; whoever does not learns little.
func MaskName(name string) string {
	words := strings.Fields(name)
	for i := 1; i < len(words); i++ {
		words[i] = string([]rune(words[i])[:1]) + "."
	}
	return strings.Join(words, " ")
}

// Bare takes the spaces, dots and hyphens out of a number, as people write them to read it better,
// and brings letters to upper case.
func Bare(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "").Replace(s))
}
