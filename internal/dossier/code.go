package dossier

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// secretAlphabet leaves out letters and digits that are mistaken for one another when read aloud.
const secretAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// codeOf writes a dossier code: {identifier}-{yyMMdd}-{serial of the day}. law: circular-03-2025/code
func codeOf(prefix string, at time.Time, serial int64) string {
	return fmt.Sprintf("%s-%s-%04d", prefix, at.In(clock.Zone).Format("060102"), serial)
}

// newSecret makes a lookup secret: eight characters, 40 bits.
func newSecret() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	for i := range b {
		b[i] = secretAlphabet[int(b[i])%len(secretAlphabet)]
	}
	return string(b[:])
}

// sameSecret compares what a person typed with the secret, in constant time. Case, spaces and
// dashes do not matter.
func sameSecret(typed, secret string) bool {
	typed = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	return subtle.ConstantTimeCompare([]byte(typed), []byte(secret)) == 1
}
