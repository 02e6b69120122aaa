package dossier

import (
	"context"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// RegisterQuery says which part of the register of dossiers is meant. law: circular-01-2018/forms
// circular-03-2025/forms
type RegisterQuery struct {
	From, To  clock.Date // of receipt, both included
	Unit      string     // path of the receiving unit, with all below it; "" is all within reach
	Procedure string
	State     State
	After     Cursor // SortAt is the time of receipt, ID the receipt's
	Limit     int    // at most 200; 0 is a page
}

// Entry is one line of the register: a dossier that was received, and when it went where.
type Entry struct {
	*Dossier
	Serial       string // in the book: the number of the receipt
	ReceiptID    string
	ReceivedAt   time.Time
	HandedOverAt time.Time // to the agency in charge
	ResultAt     time.Time // it gave the result back
	Method       string    // by which the result was returned
	Standing     Standing
	Full         bool // address and telephone are told

	whole *Dossier // with all its personal data, for who may see them
}

// registerKinds are the events that a register needs to know of.
var registerKinds = []Action{HandOver, Number, Return, Fetch}

// mark copies the time of an event into the line.
func (e *Entry) mark(ev Event) {
	switch ev.Kind {
	case HandOver:
		if e.HandedOverAt.IsZero() {
			e.HandedOverAt = ev.At
		}
	case Number:
		e.ResultAt = ev.At
	case Return, Fetch:
		e.Method = ev.Facts.Method
		if ev.Kind == Fetch {
			e.Method = "online"
		}
	}
}

// Line is the entry as the register prints it, in the reader's language.
func (e Entry) Line(ctx context.Context) slip.RegisterRow {
	return slip.RegisterRow{No: e.Serial, Code: e.Code, Procedure: e.Name, Sets: "01", Owner: e.Owner.Name, Reach: joined("; ", e.Owner.Address, e.Owner.Phone),
		Lead: e.Competent.Name, Received: text.Date(clock.DateOf(e.ReceivedAt)), Due: e.appointments(ctx), HandedOver: dayOf(e.HandedOverAt),
		ResultFrom: dayOf(e.ResultAt), Returned: e.returned(ctx), Note: e.note(ctx)}
}

// appointments are the day on the receipt, and the present one where it is another.
func (e Entry) appointments(ctx context.Context) string {
	first, now := dayOf(e.Due.FirstAt), dayOf(e.Due.At)
	if first == "" || first == now || e.Due.Paused {
		return joined("", first)
	}
	return text.T(ctx, "dossier.register.moved", "first", first, "now", now)
}

func (e Entry) returned(ctx context.Context) string {
	if e.ReturnedAt.IsZero() {
		return ""
	}
	way := ""
	if key := "dossier.register.way." + e.Method; text.Has(text.Vi, key) {
		way = text.T(ctx, key)
	}
	return joined(", ", dayOf(e.ReturnedAt), way, e.ReturnedTo)
}

// note says how it ended, or how it stands.
func (e Entry) note(ctx context.Context) string {
	switch e.Standing {
	case Early, OnTime, Late, Overdue:
		return joined("; ", stateName(ctx, e.State), text.T(ctx, "dossier.standing."+string(e.Standing)))
	}
	return stateName(ctx, e.State)
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.Date(clock.DateOf(t))
}

// joined puts what is said of the words together.
func joined(with string, words ...string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, with)
}
