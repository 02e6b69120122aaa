// Package number checks the numbers by which people and organisations are known: the personal
// identification number, the tax code, the phone. Pure functions; refusals are faults that a page
// can show, doubts are message keys that a page shows as a warning and never as an obstacle.
//
//	number.go   the personal number, old identity cards, masking
//	tax.go      the tax code and its check digit
//	phone.go    phones and e-mail addresses
package number

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Sex as the personal number tells it.
type Sex string

// The sexes; Unknown when a paper does not say.
const (
	Unknown Sex = ""
	Male    Sex = "male"
	Female  Sex = "female"
)

var (
	twelve  = regexp.MustCompile(`^\d{12}$`)
	nine    = regexp.MustCompile(`^\d{9}$`)
	nonWord = strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "")
)

// ParsePersonal reads a personal identification number: twelve digits, spaces and dots forgiven.
// The number has no check digit, and a place code is never refused: it does not change when
// provinces do. law: citizen-id/number
func ParsePersonal(s string) (string, error) {
	s = nonWord.Replace(s)
	if !twelve.MatchString(s) {
		return "", fault.New(fault.Invalid, "identity.number.personal")
	}
	return s, nil
}

// ParseOldCard reads the number of an identity card (chứng minh nhân dân) of nine digits, which old
// records still carry. The cards are valid no longer since 31 December 2024.
func ParseOldCard(s string) (string, error) {
	s = nonWord.Replace(s)
	if !nine.MatchString(s) {
		return "", fault.New(fault.Invalid, "identity.number.old-card")
	}
	return s, nil
}

// Doubts compares a personal number with the date of birth and sex written beside it and returns
// the keys of what does not fit. People with corrected records disagree with their number, so this
// warns only. Missing facts raise no doubt.
func Doubts(personal string, born clock.Date, sex Sex) []string {
	if !twelve.MatchString(personal) {
		return nil
	}
	var keys []string
	if sex != Unknown && sex != SexOf(personal) {
		keys = append(keys, "identity.number.doubt-sex")
	}
	if born != "" && born.Year() != BirthYear(personal) {
		keys = append(keys, "identity.number.doubt-year")
	}
	return keys
}

// SexOf reads the fourth digit: even is male.
func SexOf(personal string) Sex {
	if (personal[3]-'0')%2 == 0 {
		return Male
	}
	return Female
}

// BirthYear reads the fourth digit (0, 1 the twentieth century, 2, 3 the next, and so on) and the
// two digits after it.
func BirthYear(personal string) int {
	inCentury, _ := strconv.Atoi(personal[4:6])
	return 1900 + 100*int((personal[3]-'0')/2) + inCentury
}

// Mask hides the middle of a number or phone so that its owner still knows it: 001*****1234.
func Mask(s string) string {
	if len(s) < 8 {
		return strings.Repeat("*", len(s))
	}
	return s[:3] + strings.Repeat("*", len(s)-7) + s[len(s)-4:]
}
