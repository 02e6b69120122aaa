package catalog

import (
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// cardsEnded is the last day on which an old identity card was good. law: citizen-id/old-card
const cardsEnded clock.Date = "2024-12-31"

// idNumber takes a personal number, the number of an old card, or a passport; the form's own
// pattern may leave some of them out.
func (s *sheet) idNumber(f Field, value string) bool {
	if person, ok := check.PersonalID(value); ok {
		s.compare(f, person)
		return true
	}
	switch {
	case check.OldCard(value):
		if s.today() > cardsEnded {
			s.warn(f, "old-card")
		}
		return true
	case check.Passport(value):
		return true
	}
	return s.fail(f, "id-number")
}

// compare holds a personal number against the sex and birth given beside it. Records of people
// whose data were corrected disagree rightly, so it only warns. law: citizen-id/number
func (s *sheet) compare(f Field, person check.Person) {
	whose, ok := strings.CutSuffix(f.Name, "id_number")
	if !ok {
		return
	}
	if year, ok := s.birthYear(whose); ok && year != person.BirthYear {
		s.warn(f, "id-birth", "number", strconv.Itoa(person.BirthYear), "form", strconv.Itoa(year))
	}
	switch sex := s.values.One(whose + "sex"); {
	case sex == "Nam" && person.Female, sex == "Nữ" && !person.Female:
		s.warn(f, "id-sex")
	}
}

// birthYear is the year of birth given for the person whose fields begin with whose.
func (s *sheet) birthYear(whose string) (int, bool) {
	if day, err := clock.ParseDate(s.values.One(whose + "birth_date")); err == nil {
		return day.Year(), true
	}
	year, err := strconv.Atoi(s.values.One(whose + "birth_year"))
	return year, err == nil
}
