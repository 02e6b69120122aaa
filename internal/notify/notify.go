package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Notice is something a room tells one person.
type Notice struct {
	Event   string            // a registered event, "dossier.received"
	Subject string            // what it is about, "dossier/018f…"
	Link    string            // the page that shows it, a path of the house; "" is none
	To      To                // whom
	Vars    map[string]string // what the event's texts may use; all that the event declares
}

// To is one person: somebody with an account, or somebody who left an address.
type To struct {
	Account string    // of a citizen
	Person  string    // of an officer
	Email   string    // given for this matter; an account's own confirmed address goes before it
	Phone   string    // the same
	Lang    text.Lang // in which somebody without an account reads; Vietnamese when empty
}

// Who names the owner of an inbox: "citizen/<account>", "officer/<person>"; of somebody without one it
// is "bare/" and a hash, so that what is sent there can be counted without keeping the address.
type Who string

// Citizen names a citizen's inbox.
func Citizen(account string) Who { return Who("citizen/" + account) }

// Officer names an officer's inbox.
func Officer(person string) Who { return Who("officer/" + person) }

func (t To) who() Who {
	switch {
	case t.Account != "":
		return Citizen(t.Account)
	case t.Person != "":
		return Officer(t.Person)
	}
	sum := sha256.Sum256([]byte(strings.ToLower(t.Email) + "\n" + t.Phone))
	return Who("bare/" + hex.EncodeToString(sum[:12]))
}

// HasInbox tells whether w can sign in and read.
func (w Who) HasInbox() bool { return !strings.HasPrefix(string(w), "bare/") }

// Topic is what live pages listen to for changes of w's inbox.
func (w Who) Topic() string { return "notices/" + string(w) }

// Me names the inbox of whoever acts; "" when they have none.
func Me(ctx context.Context) Who {
	a := actor.Of(ctx)
	switch {
	case a.Kind == actor.Citizen && a.AccountID != "":
		return Citizen(a.AccountID)
	case a.Kind == actor.Officer && a.PersonID != "":
		return Officer(a.PersonID)
	}
	return ""
}

// Kind is a sort of notice, by which people choose what reaches them where.
type Kind string

// The kinds. Each has its word notify.kind.<kind>.
const (
	Progress Kind = "progress" // of one's own dossier
	Asks     Kind = "asks"     // something is to be done: supplement, pay, fetch
	Talk     Kind = "talk"     // messages between applicant and office
	Rating   Kind = "rating"   // the wish to rate
	Work     Kind = "work"     // an officer's: came in, assigned, answered
	Terms    Kind = "terms"    // an officer's: near due, overdue
	Account  Kind = "account"  // of the person's own account and addresses
)

// kindsOf are the kinds that each sort of person can choose about, in the order of the page.
var kindsOf = map[string][]Kind{
	"citizen": {Asks, Progress, Talk, Rating},
	"officer": {Work, Terms, Talk},
}

// The channels out of the house. E-mail is built in; for the others the door is Channel.
const (
	Email = "email"
	SMS   = "sms"
	Zalo  = "zalo"
	Push  = "push"
)

// told is a notice as it is kept.
type told struct {
	ID      string
	Who     Who
	Event   string
	Subject string
	Link    string
	Version int
	Texts   map[text.Lang]Texts
	Given   To // address and language of a notice, until it is forgotten
	At      time.Time
	ReadAt  time.Time
}
