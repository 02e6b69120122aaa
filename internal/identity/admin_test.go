package identity

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func admin(path string) context.Context { return testkit.AsAt(context.Background(), path, CanManage) }

func TestANewOfficerChoosesAPasswordFirst(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a, oneTime, err := h.OpenAccount(admin("/hb/lt/"), "lan", "lan")
		h.must(err)
		x := h.in("lan", oneTime)
		p, err := h.Present(context.Background(), x.ID)
		h.must(err)
		if p.Owes != "password" || len(p.Actor.Grants) != 0 {
			h.t.Errorf("owes %q, holds %v", p.Owes, p.Actor.Grants)
		}
		h.must(h.ChangePassword(h.as(x), x.ID, oneTime, lanPassword))
		if p, _ := h.Present(context.Background(), x.ID); p.Owes != "" || !p.Actor.Has(rightReceive, "/hb/lt/pt/") {
			h.t.Errorf("then owes %q, holds %v", p.Owes, p.Actor.Grants)
		}
		if o, err := h.Officer(admin("/hb/lt/"), a.ID); err != nil || o.OneTime || o.Name != "Bùi Thị Lan" {
			h.t.Errorf("%+v, %v", o, err)
		}
	})
}

func TestAOneTimePasswordRunsOut(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		_, oneTime, err := h.OpenAccount(system(), "lan", "lan")
		h.must(err)
		h.clock.Advance(3 * day)
		_, err = h.SignIn(from("192.0.2.7"), "lan", oneTime, "")
		h.wants(err, "identity.sign-in.one-time-over")
	})
}

func TestAccountsAreOpenedByTheRulesOnly(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		for _, c := range []struct {
			why, login, personID, want string
			ctx                        context.Context
		}{
			{"a login somebody has", "LAN", "hung", "identity.login.taken", system()},
			{"a login with spaces", "bui lan", "hung", "identity.login.form", system()},
			{"a person who has an account", "lan2", "lan", "identity.account.has-one", system()},
			{"a person nobody knows", "ai.do", "ai", "org.person.not-found", system()},
			{"an administrator of another district", "hung", "hung", "fault.forbidden", admin("/hb/ks/")},
			{"an administrator of one of two communes", "hung", "hung", "fault.forbidden", admin("/hb/lt/pt/")},
			{"nobody", "hung", "hung", "fault.sign-in", from("192.0.2.7")},
		} {
			h.t.Log(c.why)
			_, _, err := h.OpenAccount(c.ctx, c.login, c.personID)
			h.wants(err, c.want)
		}
	})
}

func TestAccountsOfABatchAreAllOpenedOrNone(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		_, err := h.CreateOfficers(system(), []NewOfficer{{"hung", lanPassword, "hung"}, {"hung", lanPassword, "lan"}})
		h.wants(err, "identity.account.has-one") // two of a batch cannot have one login either
		got, err := h.CreateOfficers(system(), []NewOfficer{{"hung", lanPassword, "hung"}, {"lan", lanPassword, "lan"}})
		h.must(err)
		if len(got) != 2 || got[1].Name != "Bùi Thị Lan" {
			h.t.Errorf("opened %+v", got)
		}
	})
}

func TestADisabledAccountIsOutAtOnceAndStaysOut(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		h.wants(h.Disable(admin("/hb/lt/"), a.ID, ""), "identity.account.why")
		h.must(h.Disable(admin("/hb/lt/"), a.ID, "Nghỉ hưu"))
		h.over(x, EndDisabled)
		_, err := h.SignIn(from("192.0.2.7"), "lan", "sai", "")
		h.wants(err, "identity.sign-in.wrong") // only who knows the password is told
		_, err = h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.sign-in.disabled")
		h.must(h.Enable(admin("/hb/lt/"), a.ID))
		h.over(x, EndDisabled)
		h.in("lan", lanPassword)
	})
}

// Even a session that escaped the ending is of a disabled account.
func TestASessionOfADisabledAccountIsNobody(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		h.must(h.Disable(system(), a.ID, "Nghỉ hưu"))
		h.reopen(x)
		h.over(x, EndDisabled)
	})
}

func TestNobodyDisablesTheirOwnAccount(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("quan", lanPassword, "quan")
		h.wants(h.Disable(h.as(h.in("quan", lanPassword)), a.ID, "Thử"), "identity.account.own")
	})
}

func TestAResetReplacesPasswordAndCodeAndEndsSessions(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		x := h.in("lan", lanPassword)
		h.enrolled(h.as(x), lanPassword)
		oneTime, err := h.Reset(admin("/hb/lt/"), a.ID)
		h.must(err)
		h.over(x, EndRevoked)
		_, err = h.SignIn(from("192.0.2.7"), "lan", lanPassword, "")
		h.wants(err, "identity.sign-in.wrong")
		h.in("lan", oneTime) // no code is asked
	})
}

func TestAnAdministratorUnlocks(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		a := h.officer("lan", lanPassword, "lan")
		for range 6 {
			_, _ = h.SignIn(from("192.0.2.7"), "lan", "sai", "")
		}
		h.wants(h.Unlock(admin("/hb/ks/"), a.ID), "fault.forbidden")
		h.must(h.Unlock(admin("/hb/lt/"), a.ID))
		h.in("lan", lanPassword)
	})
}

func TestAdministratorsChooseANewPasswordEveryTwoMonths(t *testing.T) {
	s := loose
	s.DormantAfter = 365 * day
	onBoth(t, s, func(h *house) {
		h.officer("quan", lanPassword, "quan")
		h.officer("lan", lanPassword, "lan")
		h.clock.Advance(60 * day)
		quan, lan := h.in("quan", lanPassword), h.in("lan", lanPassword)
		if p, _ := h.Present(context.Background(), quan.ID); p.Owes != "password" {
			h.t.Errorf("the administrator owes %q", p.Owes)
		}
		if p, _ := h.Present(context.Background(), lan.ID); p.Owes != "" {
			h.t.Errorf("the officer owes %q", p.Owes)
		}
	})
}

func TestAccountsAreFoundByNameWithoutMarksAndReadPageByPage(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		for _, n := range []string{"lan", "hung", "quan"} {
			h.officer(n, lanPassword, n)
		}
		for _, c := range []struct {
			q    OfficerQuery
			want string
		}{
			{OfficerQuery{Limit: 2}, "hung lan "},
			{OfficerQuery{After: "lan", Limit: 2}, "quan "},
			{OfficerQuery{Text: "dinh cong", Limit: 9}, "quan "},
			{OfficerQuery{Text: "LAN bùi", Limit: 9}, "lan "},
			{OfficerQuery{Text: "%", Limit: 9}, ""},
		} {
			list, err := h.Officers(admin("/hb/lt/"), c.q)
			h.must(err)
			got := ""
			for _, o := range list {
				got += o.Login + " "
			}
			if got != c.want {
				h.t.Errorf("%+v: %q, want %q", c.q, got, c.want)
			}
		}
		_, err := h.Officers(testkit.As(context.Background(), rightReceive), OfficerQuery{Limit: 9})
		h.wants(err, "fault.forbidden")
	})
}

func TestATokenOpensWhatItWasGivenUntilItEnds(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		give := NewToken{"Trục liên thông", []string{rightReceive}, "/hb/lt/", h.clock.Now().Add(10 * day)}
		token, secret, err := h.MakeToken(system(), give)
		h.must(err)
		who, err := h.ByToken(context.Background(), secret)
		h.must(err)
		if who.Kind != actor.Token || who.Name != "Trục liên thông" || !who.Has(rightReceive, "/hb/lt/pt/") ||
			who.Has(rightReceive, "/hb/") || who.Has(rightApprove, "/hb/lt/") {
			h.t.Errorf("acts as %+v", who)
		}
		_, err = h.ByToken(context.Background(), secret+"x")
		h.wants(err, "identity.token.refused")
		h.clock.Advance(10 * day)
		_, err = h.ByToken(context.Background(), secret)
		h.wants(err, "identity.token.refused")

		give.Expires = h.clock.Now().Add(10 * day)
		token, secret, err = h.MakeToken(system(), give)
		h.must(err)
		h.wants(h.RevokeToken(admin("/hb/lt/pt/"), token.ID), "fault.forbidden")
		h.must(h.RevokeToken(admin("/hb/"), token.ID))
		_, err = h.ByToken(context.Background(), secret)
		h.wants(err, "identity.token.refused")
		if list, err := h.Tokens(admin("/hb/")); err != nil || len(list) != 2 || list[0].UsedAt.Equal(list[1].UsedAt) {
			h.t.Errorf("listed %+v, %v", list, err)
		}
	})
}

func TestTokensAreMadeByTheRulesOnly(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		good := NewToken{"Trục", []string{rightReceive}, "/hb/lt/", h.clock.Now().Add(day)}
		with := func(change func(*NewToken)) NewToken { n := good; change(&n); return n }
		for _, c := range []struct {
			why  string
			ctx  context.Context
			n    NewToken
			want string
		}{
			{"no name", system(), with(func(n *NewToken) { n.Name = " " }), "identity.token.name"},
			{"no right", system(), with(func(n *NewToken) { n.Rights = nil }), "identity.token.no-rights"},
			{"a right nobody knows", system(), with(func(n *NewToken) { n.Rights = []string{"dossier.burn"} }), "identity.token.right-unknown"},
			{"over already", system(), with(func(n *NewToken) { n.Expires = h.clock.Now() }), "identity.token.expiry"},
			{"for ever", system(), with(func(n *NewToken) { n.Expires = h.clock.Now().Add(400 * day) }), "identity.token.expiry"},
			{"half a path", system(), with(func(n *NewToken) { n.UnitPath = "/hb/l" }), "identity.token.path"},
			{"a right the maker lacks", admin("/hb/"), good, "fault.forbidden"},
			{"a place the maker lacks", testkit.AsAt(context.Background(), "/hb/ks/", CanManage, rightReceive), good, "fault.forbidden"},
		} {
			h.t.Log(c.why)
			_, _, err := h.MakeToken(c.ctx, c.n)
			h.wants(err, c.want)
		}
	})
}
