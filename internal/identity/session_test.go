package identity

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

func TestAnIdleSessionEndsAndABusyOneGoesOn(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		h.officer("quan", lanPassword, "quan")
		lan, quan := h.in("lan", lanPassword), h.in("quan", lanPassword)
		for range 6 { // busy every four minutes for 24
			h.clock.Advance(4 * minute)
			h.over(lan, "")
			h.over(quan, "")
		}
		h.clock.Advance(5 * minute)
		h.over(quan, EndIdle)
		h.over(lan, "")
		h.clock.Advance(15 * minute)
		h.over(lan, EndIdle)
		h.over(lan, EndIdle) // and stays ended
	})
}

func TestAPageThatLooksByItselfKeepsNoSessionAlive(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		for range 5 { // an open page looks every three minutes, and nobody sits there
			h.clock.Advance(3 * minute)
			_, err := h.Present(glancing(context.Background()), x.ID)
			h.must(err)
		}
		h.over(x, EndIdle)
	})
}

func TestABusySessionEndsAtItsAbsoluteLimit(t *testing.T) {
	s := loose
	s.AbsoluteOfficer = time.Hour
	onBoth(t, s, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		for range 5 {
			h.clock.Advance(10 * minute)
			h.over(x, "")
		}
		h.clock.Advance(10 * minute)
		h.over(x, EndAbsolute)
	})
}

func TestARevokedSessionEndsAtItsNextRequest(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		office, home := h.in("lan", lanPassword), h.in("lan", lanPassword)
		list, err := h.Sessions(h.as(office), a.ID)
		h.must(err)
		if len(list) != 2 || list[0].FromAddr != "192.0.2.7" || list[0].Agent != "Firefox" {
			h.t.Errorf("the owner sees %+v", list)
		}
		h.must(h.EndSession(h.as(office), home.ID))
		h.over(home, EndRevoked)
		h.over(office, "")
		h.must(h.SignOut(h.as(office), office.ID))
		h.over(office, EndSignedOut)
	})
}

func TestSessionsPastTheirLimitsAreNotListed(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		lan, quan := h.officer("lan", lanPassword, "lan"), h.officer("quan", lanPassword, "quan")
		h.in("lan", lanPassword)
		h.in("quan", lanPassword)
		h.clock.Advance(10 * minute) // too long for an administrator only
		for account, want := range map[string]int{lan.ID: 1, quan.ID: 0} {
			if list, err := h.Sessions(system(), account); err != nil || len(list) != want {
				h.t.Errorf("%d sessions are listed, want %d, %v", len(list), want, err)
			}
		}
	})
}

func TestNobodyEndsTheSessionOfAnother(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		b := h.officer("hung", lanPassword, "hung")
		h.officer("quan", lanPassword, "quan")
		lan, hung, quan := h.in("lan", lanPassword), h.in("hung", lanPassword), h.in("quan", lanPassword)
		h.wants(h.EndSession(h.as(lan), hung.ID), "fault.forbidden")
		_, err := h.Sessions(h.as(lan), b.ID)
		h.wants(err, "fault.forbidden")
		h.wants(h.EndSession(context.Background(), hung.ID), "fault.sign-in")
		h.over(hung, "")
		h.must(h.EndSession(h.as(quan), hung.ID)) // the administrator of the district may
		h.over(hung, EndRevoked)
	})
}

func TestAnUnknownSessionIsNobody(t *testing.T) {
	onBoth(t, loose, func(h *house) { h.over(Session{ID: "no-such"}, EndRevoked) })
}

func TestPostsMoveRightsWithinSeconds(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("hung", lanPassword, "hung")
		x := h.in("hung", lanPassword)
		who := actor.Of(h.as(x))
		if !who.Has(rightReceive, "/hb/lt/pt/") || !who.Has(rightApprove, "/hb/lt/bhd/") || who.PositionID != "hung-1" {
			h.t.Errorf("holds %v in %s", who.Grants, who.PositionID)
		}
		h.must(h.ChoosePost(h.as(x), x.ID, "hung-2"))
		who = actor.Of(h.as(x))
		if who.PositionID != "hung-2" || who.UnitPath != "/hb/lt/bhd/" || !who.Has(rightReceive, "/hb/lt/pt/") {
			h.t.Errorf("chose the second post: acts in %s with %v", who.PositionID, who.Grants)
		}
		h.wants(h.ChoosePost(h.as(x), x.ID, "lan-1"), "identity.post.not-held")

		h.staff["hung"].posts[1].Until = "2023-08-09" // yesterday was its last day
		h.clock.Advance(postsFor)
		who = actor.Of(h.as(x))
		if who.Has(rightApprove, "/hb/lt/bhd/") || who.PositionID != "hung-1" {
			h.t.Errorf("after the post ended: acts in %s with %v", who.PositionID, who.Grants)
		}
	})
}

func TestAPostThatBeginsTomorrowGivesRightsTomorrow(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.staff["lan"].posts[0].From = "2023-08-11"
		h.officer("lan", lanPassword, "lan")
		if who := actor.Of(h.as(h.in("lan", lanPassword))); len(who.Grants) != 0 {
			h.t.Errorf("today holds %v", who.Grants)
		}
		h.clock.Advance(day)
		if who := actor.Of(h.as(h.in("lan", lanPassword))); !who.Has(rightReceive, "/hb/lt/pt/") {
			h.t.Error("tomorrow holds nothing")
		}
	})
}

func TestOfficersChangeTheirPasswordAndOtherBrowsersAreOut(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		here, there := h.in("lan", lanPassword), h.in("lan", lanPassword)
		ctx := h.as(here)
		h.wants(h.ChangePassword(ctx, here.ID, "sai", "Hoa mơ nở trắng núi"), "identity.password.old-wrong")
		h.wants(h.ChangePassword(ctx, here.ID, lanPassword, lanPassword), "identity.password.same-as-old")
		h.wants(h.ChangePassword(ctx, here.ID, lanPassword, "ngắn"), "identity.password.short")
		h.must(h.ChangePassword(ctx, here.ID, lanPassword, "Hoa mơ nở trắng núi"))
		h.over(here, "")
		h.over(there, EndPassword)
		_, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.sign-in.wrong")
		h.in("lan", "Hoa mơ nở trắng núi")
		want := "account-opened\nsigned-in\nsigned-in\nsign-in-failed\npassword-changed\nsign-in-failed\nsigned-in\n"
		if got := h.trailOf(a.ID); got != want {
			h.t.Errorf("the trail says\n%s", got)
		}
	})
}

func TestGuessingAtAnOpenScreenLocksToo(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		for range 5 {
			h.wants(h.ChangePassword(h.as(x), x.ID, "sai", "Hoa mơ nở trắng núi"), "identity.password.old-wrong")
		}
		h.wants(h.ChangePassword(h.as(x), x.ID, lanPassword, "Hoa mơ nở trắng núi"), "identity.locked")
	})
}

func TestAnUnusedAccountIsDisabledAfter45Days(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		b := h.officer("hung", lanPassword, "hung")
		h.clock.Advance(30 * day)
		h.in("hung", lanPassword)
		h.clock.Advance(15*day - minute)
		h.must(h.Sweep(system()))
		h.in("lan", lanPassword)
		h.clock.Advance(45 * day)
		_, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "") // before any sweep
		h.wants(err, "identity.sign-in.dormant")
		h.must(h.Sweep(system()))
		h.must(h.Sweep(system())) // twice is once
		for _, id := range []string{a.ID, b.ID} {
			if o, err := h.Officer(system(), id); err != nil || o.State != Disabled || o.StateWhy != WhyDormant {
				h.t.Errorf("after 45 days: %s %q, %v", o.State, o.StateWhy, err)
			}
		}
		h.must(h.Enable(system(), a.ID))
		h.in("lan", lanPassword)
	})
}

func TestSweepEndsWhatNobodyCameBackTo(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		_, err := h.SignIn(from("192.0.2.7"), "lan", "sai", "")
		h.wants(err, "identity.sign-in.wrong")
		h.clock.Advance(30 * minute)
		h.must(h.Sweep(system()))
		got, err := h.read().session(context.Background(), x.ID)
		h.must(err)
		if got.EndedWhy != EndIdle {
			h.t.Errorf("the session ended %q", got.EndedWhy)
		}
		var n int
		h.must(h.DB.Read().NewRaw("SELECT count(*) FROM identity_try").Scan(context.Background(), &n))
		if n != 0 {
			h.t.Errorf("%d old tries are remembered", n)
		}
	})
}
