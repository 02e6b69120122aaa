package identity

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestBothEnginesHaveTheSameColumns(t *testing.T) {
	testkit.SameColumns(t, []db.Schema{Schema})
}

func TestAnOfficerSignsInAndActsInTheirPost(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("Lan.Bui", lanPassword, "lan")
		x := h.in(" lan.bui ", lanPassword)
		who := actor.Of(h.as(x))
		if who.Kind != actor.Officer || who.Name != "Bùi Thị Lan" || who.AccountID != a.ID || who.PersonID != "lan" ||
			who.Position != "Công chức một cửa" || who.UnitPath != "/hb/lt/pt/" {
			h.t.Errorf("acts as %+v", who)
		}
		if !who.Has(rightReceive, "/hb/lt/pt/") || who.Has(rightReceive, "/hb/lt/bhd/") || who.Has(rightApprove, "/hb/lt/pt/") {
			h.t.Errorf("holds %v", who.Grants)
		}
		if got := h.trailOf(a.ID); got != "account-opened\nsigned-in\n" {
			h.t.Errorf("the trail says\n%s", got)
		}
	})
}

func TestWrongLoginAndWrongPasswordAreAnsweredAlike(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		_, wrong := h.SignIn(from("192.0.2.7"), "lan", "Hoa mơ nở trắng", "")
		_, nobody := h.SignIn(from("192.0.2.7"), "nobody", lanPassword, "")
		if wrong == nil || nobody == nil || wrong.Error() != nobody.Error() {
			h.t.Errorf("a wrong password: %v; a wrong login: %v", wrong, nobody)
		}
	})
}

func TestFiveWrongPasswordsLockTheAccountForAWhile(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		for range 5 {
			_, err := h.SignIn(from("192.0.2.7"), "lan", "sai", "")
			h.wants(err, "identity.sign-in.wrong")
		}
		_, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.locked")
		_, err = h.SignIn(from("198.51.100.9"), "lan", lanPassword, "")
		h.wants(err, "identity.locked") // from anywhere
		if n := fault.As(err).Args["n"]; n != 16 {
			h.t.Errorf("told to wait %v minutes, want 16", n)
		}
		if o, err := h.Officer(system(), a.ID); err != nil || !o.LockedTill.Equal(h.clock.Now().Add(15*minute)) {
			h.t.Errorf("administrators see it locked till %s, %v", o.LockedTill, err)
		}
		h.clock.Advance(10 * minute)
		_, err = h.SignIn(from("192.0.2.7"), "lan", "sai", "") // knocking on does not lengthen the lock
		h.wants(err, "identity.locked")
		h.clock.Advance(5 * minute)
		h.in("lan", lanPassword)
		want := "account-opened\n" + strings.Repeat("sign-in-failed\n", 5) + "locked\nsigned-in\n"
		if got := h.trailOf(a.ID); got != want {
			h.t.Errorf("the trail says\n%s", got)
		}
	})
}

func TestARightPasswordForgetsTheWrongOnes(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		for range 3 {
			for range 4 {
				_, err := h.SignIn(from("192.0.2.7"), "lan", "sai", "")
				h.wants(err, "identity.sign-in.wrong")
			}
			h.in("lan", lanPassword)
		}
	})
}

func TestALoginOfNobodyIsLockedLikeAnyOther(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		for range 5 {
			_, err := h.SignIn(from("192.0.2.7"), "ma.tran", "sai", "")
			h.wants(err, "identity.sign-in.wrong")
		}
		_, err := h.SignIn(from("192.0.2.7"), "ma.tran", "sai", "")
		h.wants(err, "identity.locked")
	})
}

// More guesses than allowed must not get through by being made at the same moment.
func TestGuessesAtTheSameMomentAllCount(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		var checked, locked atomic.Int32
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				_, err := h.SignIn(from("192.0.2.7"), "lan", "sai", "")
				switch f := fault.As(err); {
				case f != nil && f.Key == "identity.sign-in.wrong":
					checked.Add(1)
				case f != nil && f.Key == "identity.locked":
					locked.Add(1)
				default:
					h.t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if checked.Load() != 5 || locked.Load() != 15 {
			h.t.Errorf("%d guesses were checked and %d refused, want 5 and 15", checked.Load(), locked.Load())
		}
	})
}

func TestAnAddressThatGuessesAtManyAccountsIsLocked(t *testing.T) {
	s := loose
	s.AddressTries = 8
	onBoth(t, s, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		for i := range 8 {
			_, err := h.SignIn(from("203.0.113.5"), "login"+string(rune('a'+i)), "sai", "")
			h.wants(err, "identity.sign-in.wrong")
		}
		_, err := h.SignIn(from("203.0.113.5"), "lan", lanPassword, "")
		h.wants(err, "identity.locked-address")
		h.in("lan", lanPassword) // from another address
		h.clock.Advance(15 * minute)
		_, err = h.SignIn(from("203.0.113.5"), "lan", lanPassword, "")
		h.must(err)
	})
}

// A thief with one account must not reset an address by signing in to it between guesses at others.
func TestSigningInDoesNotForgiveAnAddress(t *testing.T) {
	s := loose
	s.AddressTries = 4
	onBoth(t, s, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		for i := range 4 {
			_, err := h.SignIn(from("192.0.2.7"), "victim"+string(rune('a'+i)), "sai", "")
			h.wants(err, "identity.sign-in.wrong")
			if i < 3 {
				h.in("lan", lanPassword)
			}
		}
		_, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.locked-address")
	})
}

func TestTheSecondFactorStandsBehindThePassword(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		secret, recovery := h.enrolled(h.as(h.in("lan", lanPassword)), lanPassword)
		h.clock.Advance(time.Minute) // the code of enrolment is used up

		admission, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.must(err)
		if admission.CodeFor != a.ID || admission.Session.ID != "" {
			h.t.Fatalf("the password alone opened %+v", admission)
		}
		_, err = h.SignInCode(from("192.0.2.7"), a.ID, "000000", "")
		h.wants(err, "identity.code.wrong")
		x, err := h.SignInCode(from("192.0.2.7"), a.ID, h.code(secret), "")
		h.must(err)
		if x.Way != WayCode {
			h.t.Errorf("signed in by %s", x.Way)
		}
		_, err = h.SignInCode(from("192.0.2.7"), a.ID, h.code(secret), "")
		h.wants(err, "identity.code.wrong") // a code seen over the shoulder

		x, err = h.SignInCode(from("192.0.2.7"), a.ID, strings.ToLower(recovery[3]), "")
		h.must(err)
		if x.Way != WayRecovery {
			h.t.Errorf("signed in by %s", x.Way)
		}
		_, err = h.SignInCode(from("192.0.2.7"), a.ID, recovery[3], "")
		h.wants(err, "identity.code.wrong")
		if own, err := h.Mine(h.as(x), ""); err != nil || own.CodesLeft != 9 || own.Secret != "" {
			h.t.Errorf("%d codes left, secret shown %q, %v", own.CodesLeft, own.Secret, err)
		}
	})
}

// Who knows the password cannot guess the code for ever: a right password takes back only itself.
func TestWrongCodesLockTheAccountThoughThePasswordIsRight(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		h.enrolled(h.as(h.in("lan", lanPassword)), lanPassword)
		for range 5 {
			_, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
			h.must(err)
			_, err = h.SignInCode(from("192.0.2.7"), a.ID, "000000", "")
			h.wants(err, "identity.code.wrong")
		}
		_, err := h.SignInCode(from("192.0.2.7"), a.ID, "000000", "")
		h.wants(err, "identity.locked")
		_, err = h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.locked")
	})
}

func TestWithoutASecondFactorThereIsNothingToDoButAddOne(t *testing.T) {
	onBoth(t, Settings{}, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		p, err := h.Present(context.Background(), x.ID)
		h.must(err)
		if p.Owes != "code" || len(p.Actor.Grants) != 0 || len(p.Actor.Posts) != 0 {
			h.t.Errorf("owes %q, holds %v", p.Owes, p.Actor.Grants)
		}
		h.enrolled(h.as(x), lanPassword)
		if p, _ := h.Present(context.Background(), x.ID); p.Owes != "" || !p.Actor.Has(rightReceive, "/hb/lt/pt/") {
			h.t.Errorf("then owes %q, holds %v", p.Owes, p.Actor.Grants)
		}
	})
}

func TestNoSecretIsWrittenAnywhereReadable(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		_, _ = h.SignIn(from("192.0.2.7"), "lan", "Mật khẩu gõ nhầm", "")
		_, _ = h.SignIn(from("192.0.2.7"), "Mật khẩu gõ vào ô tên", "x", "")
		x := h.in("lan", lanPassword)
		secret, recovery := h.enrolled(h.as(x), lanPassword)
		h.must(h.ChangePassword(h.as(x), x.ID, lanPassword, "Hoa mơ nở trắng núi"))
		_, token, err := h.MakeToken(system(), NewToken{"Trục", []string{rightReceive}, "/hb/", h.clock.Now().Add(day)})
		h.must(err)
		dump := h.wholeTrail() + h.dump()
		for _, secret := range []string{lanPassword, "gõ nhầm", "gõ vào ô tên", "Hoa mơ nở", secret, recovery[0], token} {
			if strings.Contains(dump, secret) {
				h.t.Errorf("%q can be read in the database", secret)
			}
		}
	})
}

// dump is every text the room's tables hold.
func (h *house) dump() string {
	var b strings.Builder
	for _, q := range []string{"SELECT password || totp || totp_new FROM identity_officer", "SELECT hash FROM identity_recovery",
		"SELECT key FROM identity_try", "SELECT name || hash FROM identity_token"} {
		var rows []string
		h.must(h.DB.Read().NewRaw(q).Scan(context.Background(), &rows))
		b.WriteString(strings.Join(rows, "\n"))
	}
	return b.String()
}

// A code that two browsers send at the same moment opens one of them.
func TestOneCodeOpensOneBrowser(t *testing.T) {
	s := loose
	s.Tries = 100
	onBoth(t, s, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		secret, _ := h.enrolled(h.as(h.in("lan", lanPassword)), lanPassword)
		h.clock.Advance(time.Minute)
		code := h.code(secret)
		var opened atomic.Int32
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				_, err := h.SignInCode(from("192.0.2.7"), a.ID, code, "")
				if err == nil {
					opened.Add(1)
				} else if fault.As(err) == nil {
					h.t.Error(err)
				}
			})
		}
		wg.Wait()
		if opened.Load() != 1 {
			h.t.Errorf("the code opened %d browsers", opened.Load())
		}
	})
}
