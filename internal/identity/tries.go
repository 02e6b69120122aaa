package identity

import (
	"context"
	"net/netip"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// lock is a limit on tries: so many, then none for a while.
type lock struct {
	most int
	keep time.Duration
}

// Keys of the counters.
const (
	tryAccount = "account:" // + key of the account
	tryLogin   = "login:"   // + digest of a login nobody has: people type passwords there
	tryAddress = "address:" // + address of the request
)

// try is one guess at a password or code. It is counted before it is checked, so that guesses made
// at the same moment cannot be more than allowed; a right one is taken back. The address is always
// written before the account, or two sign-ins could wait for each other.
type try struct {
	account, address string // keys of the counters; no address, no counter
	counted          int    // how many for the account now
}

// tryFor returns the counters for an officer, or for the login of nobody.
func tryFor(ctx context.Context, accountID, login string) try {
	t := try{account: tryAccount + accountID}
	if accountID == "" {
		t.account = tryLogin + digest(login)
	}
	if from := actor.Of(ctx).From; from != "" {
		t.address = tryAddress + network(from)
	}
	return t
}

// network is the address that is counted: of IPv6 the first half, because the other half is the
// guesser's to choose.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil || !a.Is6() || a.Is4In6() {
		return from
	}
	p, _ := a.WithZone("").Prefix(64) // 64 bits of an address of 128 always exist
	return p.String()
}

// count takes a try, or refuses because the account or the address is locked.
// law: security/level-3-baseline
func (s *Service) count(ctx context.Context, t try) (try, error) {
	var refused error
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, st := s.now(), store{tx}
		if t.address != "" {
			l := lock{s.Settings.AddressTries, s.Settings.LockFor}
			tries, last, err := st.hit(ctx, t.address, l, now)
			if err != nil {
				return err
			}
			if tries > l.most {
				refused = lockedUntil("identity.locked-address", last.Add(l.keep), now)
				return nil
			}
		}
		l := lock{s.Settings.Tries, s.Settings.LockFor}
		tries, last, err := st.hit(ctx, t.account, l, now)
		if err == nil && tries > l.most {
			refused = lockedUntil("identity.locked", last.Add(l.keep), now)
		}
		t.counted = tries
		return err
	})
	if err != nil {
		return t, err
	}
	return t, refused
}

// takeBack gives a try back, of a guess that was right but is not yet the whole sign-in.
func takeBack(ctx context.Context, st store, t try) error {
	if err := st.unhit(ctx, t.address); err != nil {
		return err
	}
	return st.unhit(ctx, t.account)
}

// forgive forgets the account's tries after a whole sign-in, and this one of the address: the wrong
// ones before stay counted there, or a thief with one account could guess at others for ever.
func forgive(ctx context.Context, st store, t try) error {
	if err := st.unhit(ctx, t.address); err != nil {
		return err
	}
	_, err := st.forgetTries(ctx, t.account)
	return err
}

func lockedUntil(key string, until, now time.Time) error {
	minutes := int(until.Sub(now)/time.Minute) + 1
	return fault.New(fault.Unavailable, key, "n", minutes)
}

// wrong records a wrong guess in the trail, and the lock when it was the last one allowed. The
// account is empty when the login is of nobody; what was typed is not recorded.
func (s *Service) wrong(ctx context.Context, t try, accountID, what string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		data := map[string]any{"wrong": what, "tries": t.counted}
		if accountID == "" {
			accountID = "unknown"
		}
		if err := s.trail(ctx, tx, "sign-in-failed", accountID, "", data); err != nil {
			return err
		}
		if t.counted < s.Settings.Tries {
			return nil
		}
		return s.trail(ctx, tx, "locked", accountID, "", map[string]any{"minutes": s.Settings.LockFor.Minutes()})
	})
}
