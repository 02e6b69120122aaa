package app

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// addressBook tells notify what the registers of accounts and officers know of people.
type addressBook struct{ h *house }

// Contact returns what is known of who. What the office entered for an officer is sure; what a citizen's
// identity provider said is not, until the citizen confirms it.
func (b addressBook) Contact(ctx context.Context, who notify.Who) (notify.Contact, error) {
	kind, key, _ := strings.Cut(string(who), "/")
	switch kind {
	case "citizen":
		c, err := b.h.identity.Citizen(ctx, key)
		if fault.Is(err, fault.NotFound) {
			return notify.Contact{}, nil
		}
		return notify.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone}, err
	case "officer":
		p, err := b.h.org.Person(ctx, key)
		if fault.Is(err, fault.NotFound) {
			return notify.Contact{}, nil
		}
		return notify.Contact{Name: p.Name, Email: p.Email, Phone: p.Phone, Sure: true}, err
	}
	return notify.Contact{}, nil
}
