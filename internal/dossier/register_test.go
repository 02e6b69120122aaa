package dossier_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// received hands in and receives n dossiers of a birth, an hour apart.
func (h *house) received(n int) []*dossier.Dossier {
	h.t.Helper()
	var out []*dossier.Dossier
	for range n {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		d, err = h.Receive(as("reception", h.commune), dossier.At{ID: d.ID})
		h.no(err)
		out = append(out, d)
		h.clock.Advance(time.Hour)
	}
	return out
}

// returned walks a received dossier to its end.
func (h *house) returned(d *dossier.Dossier) {
	h.t.Helper()
	desk, clerk, chair := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.Propose(clerk, at, dossier.Proposal{Text: "Đủ điều kiện"})
	})
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(chair, at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Number(desk, at, "", nil) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Return(desk, at, "Bùi Thị Lan, CCCD") })
}

func august() dossier.RegisterQuery {
	return dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31"}
}

func TestTheRegisterSaysWhenADossierWentWhere(t *testing.T) {
	onBoth(t, func(h *house) {
		all := h.received(2)
		h.returned(all[0])
		if _, err := h.Submit(lan, h.draft(lan).ID); err != nil { // handed in, not received: not in the book
			h.t.Fatal(err)
		}
		entries, next, err := h.Register(as("reception", h.commune), august())
		h.no(err)
		if len(entries) != 2 || next.ID != "" {
			h.t.Fatalf("%d lines, next %v; want the two received", len(entries), next)
		}
		l := entries[0].Line(context.Background())
		got := strings.Join(l.Cells(), " | ")
		for _, want := range []string{"01 | " + all[0].Code, "Bùi Thị Lan", "09*****601", "10/08/2023", "11/08/2023", "Bùi Thị Lan, CCCD", "Trước hạn"} {
			if !strings.Contains(got, want) {
				h.t.Errorf("the line does not say %q: %s", want, got)
			}
		}
		if l.HandedOver == "" || l.ResultFrom == "" || strings.Contains(got, "0912345601") || strings.Contains(got, "Đồng Phú") {
			h.t.Errorf("days are missing, or personal data are shown: %s", got)
		}
		if l := entries[1].Line(context.Background()); l.HandedOver != "" || l.Returned != "" || l.No != "02" {
			h.t.Errorf("of a dossier that lies at the desk: %+v", l)
		}
	})
}

func TestTheRegisterIsReadPageByPage(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(5)
		q, seen := august(), []string{}
		q.Limit = 2
		for range 4 {
			entries, next, err := h.Register(as("supervisor", h.district), q)
			h.no(err)
			for _, e := range entries {
				seen = append(seen, e.Serial)
			}
			if q.After = next; next.ID == "" {
				break
			}
		}
		if got := strings.Join(seen, " "); got != "01 02 03 04 05" {
			h.t.Errorf("lines %s", got)
		}
	})
}

func TestTheRegisterIsNarrowed(t *testing.T) {
	onBoth(t, func(h *house) {
		all := h.received(2)
		h.returned(all[0])
		desk := as("reception", h.commune)
		for name, c := range map[string]struct {
			q    dossier.RegisterQuery
			want int
		}{
			"another month":     {dossier.RegisterQuery{From: "2023-07-01", To: "2023-07-31"}, 0},
			"the very day":      {dossier.RegisterQuery{From: "2023-08-10", To: "2023-08-10"}, 2},
			"another unit":      {dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31", Unit: h.district.Path + "khac/"}, 0},
			"the unit":          {dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31", Unit: h.commune.Path}, 2},
			"the procedure":     {dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31", Procedure: h.birth.ID}, 2},
			"another procedure": {dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31", Procedure: "khac"}, 0},
			"returned":          {dossier.RegisterQuery{From: "2023-08-01", To: "2023-08-31", State: dossier.Returned}, 1},
		} {
			if entries, _, err := h.Register(desk, c.q); err != nil || len(entries) != c.want {
				h.t.Errorf("%s: %d lines (%v), want %d", name, len(entries), err, c.want)
			}
		}
		other, err := h.org.ByCode(context.Background(), "commune", "05398", "2023-08-10")
		h.no(err)
		if entries, _, err := h.Register(as("reception", other), august()); err != nil || len(entries) != 0 {
			h.t.Errorf("a neighbour commune reads %d lines (%v)", len(entries), err)
		}
		if _, _, err := h.Register(lan, august()); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a citizen reads the register: %v", err)
		}
		procedures, units, err := h.RegisterChoices(desk, august())
		h.no(err)
		if len(procedures) != 1 || len(units) != 1 || units[0].Name != h.commune.FullName {
			h.t.Errorf("to choose from: %v, %v", procedures, units)
		}
	})
}

func TestTheRegisterInFullIsSeenByTheApplicant(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.received(1)[0]
		desk := as("reception", h.commune)
		for e, err := range h.RegisterRows(desk, august(), "Báo cáo tháng 8") {
			h.no(err)
			if got := e.Line(context.Background()).Reach; !e.Full || !strings.Contains(got, "0912345601") {
				h.t.Errorf("with a purpose the line says %q", got)
			}
		}
		looks, err := h.Looks(lan, d.ID)
		h.no(err)
		if len(looks) != 1 || looks[0].Purpose != "Báo cáo tháng 8" {
			h.t.Errorf("the applicant reads %+v", looks)
		}
		for e, err := range h.RegisterRows(as("supervisor", h.commune), august(), "Báo cáo tháng 8") { // may view, not unmask
			h.no(err)
			if e.Full || strings.Contains(e.Line(context.Background()).Reach, "0912345601") {
				h.t.Error("whoever may not see personal data is given them")
			}
		}
	})
}

func TestARegisterThatIsTooLongIsRefusedInWords(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(3)
		desk := as("reception", h.commune)
		_, err := h.TakeRegister(desk, august(), 3, "")
		h.no(err)
		if _, err := h.TakeRegister(desk, august(), 2, ""); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("three lines where two may be: %v", err)
		}
		if _, err := h.TakeRegister(desk, august(), 3, "x"); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("a purpose of one letter: %v", err)
		}
		if _, err := h.TakeRegister(as("supervisor", h.commune), august(), 3, "Báo cáo"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("in full without the right: %v", err)
		}
	})
}

func TestTheControlSlipFollowsTheEvents(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.received(1)[0]
		desk := as("reception", h.commune)
		h.returned(d)
		c, err := h.ControlSlip(desk, d.ID)
		h.no(err)
		var got []string
		for _, hop := range c.Hops {
			got = append(got, hop.From.Role+" → "+hop.To.Role+": "+hop.Giver+", "+hop.Receiver+", "+string(hop.Standing))
		}
		want := []string{
			"applicant → reception: Bùi Thị Lan, Cán bộ reception, none",
			"reception → specialist: Cán bộ reception, Cán bộ specialist, late",
			"specialist → leader: Cán bộ specialist, Cán bộ leader, on-time",
			"leader → reception: Cán bộ leader, Cán bộ reception, on-time",
			"reception → applicant: Cán bộ reception, Bùi Thị Lan, CCCD, none",
		}
		if !slices.Equal(got, want) || c.Number != "01/KSHS" {
			h.t.Errorf("no. %s, hand-overs\n%s\nwant\n%s", c.Number, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if _, pdf, err := h.ControlPDF(desk, d.ID); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
			h.t.Errorf("the slip is no PDF: %v", err)
		}
		if _, err := h.ControlSlip(an, d.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("another citizen reads it: %v", err)
		}
	})
}
