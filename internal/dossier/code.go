package dossier

import (
	"crypto/subtle"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// codeOf writes a dossier code: {identifier}-{yyMMdd}-{serial of the day}. law: circular-03-2025/code
func codeOf(prefix string, at time.Time, serial int64) string {
	return fmt.Sprintf("%s-%s-%04d", prefix, at.In(clock.Zone).Format("060102"), serial)
}

// codeLook is a code that agencies give: the identifier of today or the one before it, a day, a serial.
// law: circular-03-2025/code, DOMAIN §2.5
var codeLook = regexp.MustCompile(`^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-(\d{6}|\d{8})-(\d{4,7})$`)

// UsualCode tells whether a code is as agencies give them, its day included.
func UsualCode(code string) bool {
	m := codeLook.FindStringSubmatch(code)
	if m == nil {
		return false
	}
	_, err := time.Parse("20060102", "20"+m[2][len(m[2])-6:])
	return err == nil
}

// serialOn takes a code of the day apart: the series of what begins it goes on after its serial.
func serialOn(code string, day time.Time) (prefix string, serial int64, ok bool) {
	m := codeLook.FindStringSubmatch(code)
	if m == nil || m[2] != day.In(clock.Zone).Format("060102") {
		return "", 0, false
	}
	serial, err := strconv.ParseInt(m[3], 10, 64)
	return m[1], serial, err == nil
}

// newSecret makes a lookup secret: eight characters, 40 bits.
func newSecret() string { return id.Code(8) }

// sameSecret compares what a person typed with the secret, in constant time. Case, spaces and
// dashes do not matter.
func sameSecret(typed, secret string) bool {
	typed = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	return subtle.ConstantTimeCompare([]byte(typed), []byte(secret)) == 1
}
