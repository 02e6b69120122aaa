package app

import (
	"context"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/tickets"
)

// appointments are the bookings of a counter's day as the desk's list of the day shows them.
func (h *house) appointments(ctx context.Context, unitID string, day clock.Date) ([]dossier.Appointment, error) {
	list, err := h.tickets.Day(ctx, unitID, day)
	if err != nil {
		return nil, err
	}
	var out []dossier.Appointment
	for _, b := range list.Bookings {
		one := dossier.Appointment{At: b.StartAt, Name: b.Name, For: b.Letter, State: text.T(ctx, "tickets.booking."+string(b.State))}
		for _, q := range list.Setting.Queues {
			if q.Letter == b.Letter {
				one.For = q.In(text.LangOf(ctx))
			}
		}
		if b.State != tickets.BookingCancelled {
			out = append(out, one)
		}
	}
	return out, nil
}
