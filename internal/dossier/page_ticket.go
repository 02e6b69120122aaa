package dossier

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// An intake may be that of the holder of a queue ticket. The ticket travels in the session while a
// procedure is searched for, and in the address of the intake from then on.
const ticketKey = "ticket"

// WithTickets lets intakes be noted on the queue tickets they were begun from.
func (p *Pages) WithTickets(record func(ctx context.Context, ticketID, subject string) error) *Pages {
	p.record = record
	return p
}

// IntakeFor is where the intake for the holder of a queue ticket begins.
func IntakeFor(ticketID string) string {
	return intakePath + "?" + url.Values{ticketKey: {ticketID}}.Encode()
}

// AddressOf is the officers' page of a subject, "" when it is no dossier.
func AddressOf(subject string) string {
	if id, ok := strings.CutPrefix(subject, "dossier/"); ok {
		return filePath(id)
	}
	return ""
}

// carryTicket keeps the ticket that the intake was opened with until its procedure is chosen; a search
// that begins anew has none.
func carryTicket(r *http.Request) {
	switch q := r.URL.Query(); {
	case q.Get(ticketKey) != "":
		web.Put(r, ticketKey, q.Get(ticketKey))
	case !q.Has("q"):
		web.Drop(r, ticketKey)
	}
}

// draftOf is the address of an intake, with the ticket that it is for.
func draftOf(draftID, ticketID string) string { return withTicket(draftPath(draftID), ticketID) }

func withTicket(path, ticketID string) string {
	if ticketID == "" {
		return path
	}
	return path + "?" + url.Values{ticketKey: {ticketID}}.Encode()
}

// note writes the dossier on the ticket that its intake was begun from. The dossier stands in any case:
// a ticket that was closed meanwhile does not undo it.
func (p *Pages) note(r *http.Request, d *Dossier) {
	if id := r.URL.Query().Get(ticketKey); id != "" && p.record != nil {
		if err := p.record(r.Context(), id, d.Subject()); err != nil {
			web.Say(r, "dossier.counter.ticket-not-noted")
		}
	}
}
