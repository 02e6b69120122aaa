package identity

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Passkey is a key with which an officer signs in. source: WebAuthn level 3
type Passkey struct {
	ID        string
	AccountID string
	Name      string
	CreatedAt time.Time
	UsedAt    time.Time `bun:",nullzero"`
}

// passkeysMost bounds how many an account may have.
const passkeysMost = 10

// passkeyParty is the house as browsers know it: the host of the address people use. A key made for
// one host opens at no other, which is what makes it proof against imitations. A bare address has no
// name to bind to, except that of the machine itself, which is called localhost; nil: no passkeys here.
func passkeyParty(baseURL, site string) *webauthn.WebAuthn {
	u, err := url.Parse(baseURL)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	host := u.Hostname()
	if ip := net.ParseIP(host); ip != nil {
		if !ip.IsLoopback() {
			return nil
		}
		host = "localhost"
	}
	origin := u.Scheme + "://" + host
	if u.Port() != "" {
		origin += ":" + u.Port()
	}
	party, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: site, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore})
	if err != nil {
		return nil
	}
	return party
}

// keyholder is an account as the ceremonies want it. Its handle, which authenticators keep, is the
// account's key: it says nothing of the person.
type keyholder struct {
	known
	keys []webauthn.Credential
}

func (k keyholder) WebAuthnID() []byte                         { return []byte(k.ID) }
func (k keyholder) WebAuthnName() string                       { return k.Login }
func (k keyholder) WebAuthnDisplayName() string                { return k.Name }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

// Ceremony is a question put to a browser's authenticator: the options it gets, and what the house
// must remember until the answer comes. It is answered once, within codeWait.
type Ceremony struct {
	Options string // JSON
	Secret  string // JSON, kept in the session
}

func newCeremony(options any, s *webauthn.SessionData) (Ceremony, error) {
	o, err := json.Marshal(options)
	if err != nil {
		return Ceremony{}, err
	}
	secret, err := json.Marshal(s)
	return Ceremony{string(o), string(secret)}, err
}

func (c Ceremony) session() (s webauthn.SessionData, err error) {
	return s, json.Unmarshal([]byte(c.Secret), &s)
}

func credentialKey(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// passkeyName is what a key is called whose owner gave it no name.
func passkeyName(typed, fallback string) string {
	if typed = strings.TrimSpace(typed); typed == "" {
		return fallback
	}
	return typed
}
