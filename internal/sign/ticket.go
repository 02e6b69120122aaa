package sign

import (
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// purpose is what a ticket is for.
type purpose string

// The purposes.
const (
	fetch purpose = "fetch" // get the file of a request
	bring purpose = "bring" // bring it back signed
)

// ticketHolds is how long somebody may look at a file in the signing program before it is signed.
const ticketHolds = 10 * time.Minute

// ticket lets the signing program on somebody's PC do one thing with the file of one request, once, for that person. The
// program has no session.
type ticket struct {
	digest             string
	purpose            purpose
	batchID, requestID string
	who                actor.Actor
	endsAt             time.Time
}

// newTicket returns a ticket and its text, 256 random bits that are kept nowhere.
func newTicket(p purpose, b *Batch, r *Request, who actor.Actor, now time.Time) (ticket, string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	text := base64.RawURLEncoding.EncodeToString(raw)
	who.Grants, who.Posts = nil, nil // it opens nothing else
	return ticket{sumOf([]byte(text)), p, b.ID, r.ID, who, now.Add(ticketHolds)}, text
}
