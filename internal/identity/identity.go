package identity

import (
	"regexp"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Kind is the sort of account.
type Kind string

// The sorts of account.
const (
	KindOfficer Kind = "officer"
	KindCitizen Kind = "citizen"
)

// State tells whether an account may be used.
type State string

// The states of an account.
const (
	Active   State = "active"
	Disabled State = "disabled"
)

// Account is somebody who can sign in.
type Account struct {
	ID            string
	Kind          Kind
	Name          string
	State         State
	StateWhy      string // why it was disabled: what the administrator wrote, or WhyDormant
	CreatedAt     time.Time
	SignedInAt    time.Time `bun:",nullzero"` // the last time; zero: never
	UnusedSinceAt time.Time // opened, signed in or enabled: dormancy is counted from here
}

// WhyDormant is the reason of an account that was disabled because nobody used it.
const WhyDormant = "dormant"

// Subject names the account in the trail.
func (a Account) Subject() string { return subject(a.ID) }

func subject(accountID string) string { return "identity/" + accountID }

// Officer is the account of an officer, as administrators see it.
type Officer struct {
	Account
	Login      string
	PersonID   string
	PasswordAt time.Time
	OneTime    bool // the password was given by somebody else and must be changed
	HasCode    bool // a second factor is enrolled: an authenticator app
	Passkeys   int  // a second factor each, or the whole sign-in
	LockedTill time.Time
}

// Citizen is the account of a citizen: what the identity provider vouched for at the last sign-in.
type Citizen struct {
	AccountID      string
	Name           string
	Provider       string // our name of the provider, such as "vneid"; its address may change
	Subject        string // the provider's key of the person
	PersonalNumber string // twelve digits, or empty
	BornOn         clock.Date
	Phone          string // +84…
	Email          string
	Assurance      string // level of the identification account: "1", "2", or empty when not said
}

// Session is one browser in which an account is signed in.
type Session struct {
	ID         string
	AccountID  string
	Way        string // how: WayPassword and the others
	PositionID string // the post chosen, "" the first
	FromAddr   string
	Agent      string
	CreatedAt  time.Time
	SeenAt     time.Time
	EndedAt    time.Time `bun:",nullzero"`
	EndedWhy   string
}

// The ways of signing in.
const (
	WayPassword = "password"
	WayCode     = "password+code"
	WayRecovery = "password+recovery"
	WayProvider = "provider"

	WayPasskey     = "passkey"          // alone, with the authenticator's word that its owner was there
	WayPasskeyCode = "password+passkey" // as the second factor
)

// The reasons for which a session ends.
const (
	EndSignedOut = "signed-out"
	EndRevoked   = "revoked"
	EndIdle      = "idle"
	EndAbsolute  = "absolute"
	EndPassword  = "password-changed"
	EndDisabled  = "disabled"
)

// Token lets a program in. Its text is shown once and stored as a hash.
type Token struct {
	ID        string
	Name      string
	Rights    []string
	UnitPath  string
	MadeBy    string // account, or the name of the program itself
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
	RevokedAt time.Time
}

// InForce tells whether the token still opens at now.
func (t Token) InForce(now time.Time) bool { return t.RevokedAt.IsZero() && now.Before(t.ExpiresAt) }

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)

// cleanLogin is the form in which a login is stored and looked up.
func cleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func checkLogin(login string) error {
	if loginForm.MatchString(login) {
		return nil
	}
	return fault.OnFields([]fault.Field{{Name: "ten-dang-nhap", Key: "identity.login.form"}})
}

// agentMost bounds what is kept of a browser's name.
const agentMost = 200

func cutAgent(agent string) string {
	if len(agent) > agentMost {
		agent = agent[:agentMost]
	}
	return strings.ToValidUTF8(agent, "")
}
