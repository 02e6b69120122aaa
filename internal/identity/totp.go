package identity

import (
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"crypto/rand"
)

// The second factor is TOTP as every authenticator app has it: SHA-1, six digits, 30 seconds. A code
// of the neighbouring 30 seconds is right too, for clocks that differ. source: RFC 6238
const (
	totpStep        = 30 * time.Second
	totpSecretBytes = 20
	totpSkew        = 1
)

var totpOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

func newTOTPSecret() string {
	raw := make([]byte, totpSecretBytes)
	_, _ = rand.Read(raw)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// totpMatch returns the step whose code was typed, or 0. Steps up to last were used already: a code
// that somebody saw over a shoulder does not work a second time.
func totpMatch(secret, typed string, now time.Time, last int64) int64 {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	present := now.Unix() / int64(totpStep/time.Second)
	found := int64(0)
	for step := present - totpSkew; step <= present+totpSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), totpOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 && step > last {
			found = step
		}
	}
	return found
}

// totpAddress is what the QR code says to the authenticator app.
func totpAddress(site, login, secret string) string {
	v := url.Values{"secret": {secret}, "issuer": {site}}
	return (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + site + ":" + login,
		RawQuery: strings.ReplaceAll(v.Encode(), "+", "%20")}).String()
}
