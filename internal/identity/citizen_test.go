package identity

import (
	"sync"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

func TestACitizenHasOneAccountThatFollowsTheProvider(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		mai := Citizen{Name: "Bùi Thị Mai", Provider: "vneid", Subject: "tech-1", PersonalNumber: "017190001234", BornOn: "1990-05-01", Phone: "+84912345678", Assurance: "2"}
		x, err := h.SignInCitizen(from("192.0.2.8"), mai, "Chrome")
		h.must(err)
		who := actor.Of(h.as(x))
		if who.Kind != actor.Citizen || who.Name != "Bùi Thị Mai" || len(who.Grants) != 0 {
			h.t.Errorf("acts as %+v", who)
		}
		mai.Phone = "+84987654321"
		again, err := h.SignInCitizen(from("192.0.2.8"), mai, "Chrome")
		h.must(err)
		if again.AccountID != x.AccountID {
			h.t.Error("the second sign-in opened a second account")
		}
		got, err := h.Citizen(h.as(again), x.AccountID)
		h.must(err)
		if mai.AccountID = x.AccountID; got != mai {
			h.t.Errorf("known as %+v, want %+v", got, mai)
		}
		other, err := h.EnsureCitizen(system(), Citizen{Name: "Bùi Thị Mai", Provider: "khac", Subject: "tech-1"})
		h.must(err)
		if other.AccountID == x.AccountID {
			h.t.Error("the same key at another provider is the same person")
		}
		_, err = h.Citizen(h.as(again), other.AccountID)
		h.wants(err, "identity.account.not-found")
		_, err = h.Citizen(admin("/"), x.AccountID)
		h.wants(err, "fault.forbidden")
		if id, err := h.CitizenByNumber(system(), "017190001234"); id != x.AccountID || err != nil {
			h.t.Errorf("found by number: %s, %v", id, err)
		}
		if id, err := h.CitizenByNumber(system(), ""); id != "" || err != nil {
			h.t.Errorf("found without a number: %s, %v", id, err)
		}
	})
}

func TestTwoFirstSignInsAtTheSameMomentOpenOneAccount(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		ids := make([]string, 8)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				c, err := h.EnsureCitizen(system(), Citizen{Name: "Bùi Thị Mai", Provider: "vneid", Subject: "tech-1"})
				if err != nil {
					h.t.Error(err)
				}
				ids[i] = c.AccountID
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				h.t.Fatalf("opened the accounts %v", ids)
			}
		}
	})
}

func TestADisabledCitizenDoesNotComeIn(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		c := Citizen{Name: "Bùi Thị Mai", Provider: "vneid", Subject: "tech-1"}
		x, err := h.SignInCitizen(from("192.0.2.8"), c, "")
		h.must(err)
		h.must(h.disable(system(), x.AccountID, "Theo yêu cầu"))
		h.over(x, EndDisabled)
		_, err = h.SignInCitizen(from("192.0.2.8"), c, "")
		h.wants(err, "identity.sign-in.disabled")
	})
}
