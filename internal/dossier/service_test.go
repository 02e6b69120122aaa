package dossier_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestBirthFromPhoneToResult(t *testing.T) {
	onBoth(t, func(h *house) {
		desk, clerk, chair := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		if d.State != dossier.Submitted || d.Code != "X28.159.03-230810-0001" {
			h.t.Fatalf("after submission: state %s, code %s; want submitted, X28.159.03-230810-0001", d.State, d.Code)
		}
		d, err = h.Receive(desk, dossier.At{ID: d.ID, Seen: d.Version})
		h.no(err)
		if got, want := local(d.Due.At), "2023-08-11 17:00"; got != want {
			h.t.Errorf("due after reception on Thursday 9:00, one working day: %s, want %s", got, want)
		}
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		h.clock.Advance(time.Hour)
		asked := h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.AskSupplement(clerk, at, dossier.Request{Asks: []dossier.Ask{{On: "paper:x", Name: "Giấy chứng sinh", Text: "Bản chụp mờ"}}, Complete: true})
		})
		if !asked.Due.Paused {
			h.t.Error("the clock runs while a supplement is awaited")
		}
		h.clock.Set(clock.Date("2023-08-15").At(10 * time.Hour))
		answer, err := h.StartAnswer(lan, d.ID)
		h.no(err)
		d, err = h.Submit(lan, answer.ID)
		h.no(err)
		if d.State != dossier.Processing || d.Due.Paused {
			h.t.Fatalf("after the supplement: state %s, paused %v", d.State, d.Due.Paused)
		}
		if got := local(d.Due.At); got <= "2023-08-15 10:00" {
			h.t.Errorf("due after the supplement: %s, want the remaining time from 15 August", got)
		}
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Đủ điều kiện"})
		})
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(chair, at) })
		done := h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Number(desk, at, "", nil) })
		if done.Result.Number != "01" || done.Result.ApprovedBy == "" {
			h.t.Errorf("result: %+v, want number 01 and who approved", done.Result)
		}
		ended := h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Return(desk, at, "Bùi Thị Lan, CCCD") })
		if ended.State != dossier.Returned {
			h.t.Errorf("at the end: %s", ended.State)
		}
		h.no(h.Check(context.Background(), d.ID))
		h.slips(d.ID, "01/TNHS", "01/HDHS")
	})
}

// step does one act on the dossier as it stands now.
func (h *house) step(d *dossier.Dossier, do func(dossier.At) (*dossier.Dossier, error)) *dossier.Dossier {
	h.t.Helper()
	h.clock.Advance(time.Minute)
	out, err := do(dossier.At{ID: d.ID})
	h.no(err)
	return out
}

func (h *house) slips(id string, want ...string) {
	h.t.Helper()
	desk := as("reception", h.commune)
	slips, err := h.Slips(desk, id)
	h.no(err)
	var got []string
	for _, s := range slips {
		got = append(got, s.Number)
		_, pdf, err := h.SlipPDF(desk, s.ID)
		h.no(err)
		if !strings.HasPrefix(string(pdf), "%PDF-") {
			h.t.Errorf("slip %s is no PDF", s.Number)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		h.t.Errorf("slips %v, want %v", got, want)
	}
}

func local(t time.Time) string { return t.In(clock.Zone).Format("2006-01-02 15:04") }

func TestWhoMayNotAct(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		at := dossier.At{ID: d.ID}
		other, err := h.org.ByCode(context.Background(), "commune", "05398", "2023-08-10") // Phú Thành
		h.no(err)
		for _, c := range []struct {
			name string
			do   func() error
			want fault.Kind
		}{
			{"a neighbour commune receives", func() error { _, err := h.Receive(as("reception", other), at); return err }, fault.Forbidden},
			{"a specialist receives", func() error { _, err := h.Receive(as("specialist", h.commune), at); return err }, fault.Forbidden},
			{"nobody receives", func() error { _, err := h.Receive(context.Background(), at); return err }, fault.SignIn},
			{"a neighbour commune opens", func() error { _, err := h.Open(as("leader", other), d.ID); return err }, fault.NotFound},
			{"another citizen opens", func() error { _, err := h.Mine(an, d.ID); return err }, fault.NotFound},
			{"another citizen withdraws", func() error { _, err := h.Withdraw(an, at, "không phải của tôi"); return err }, fault.Forbidden},
			{"approval before anything", func() error { _, err := h.Approve(as("leader", h.commune), at); return err }, fault.Conflict},
			{"a refusal without a reason", func() error { _, err := h.Refuse(as("reception", h.commune), at, " "); return err }, fault.Invalid},
			{"a purpose is missing", func() error { _, err := h.Unmask(as("reception", h.commune), d.ID, ""); return err }, fault.Invalid},
		} {
			if err := c.do(); !fault.Is(err, c.want) {
				h.t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
		}
	})
}

func TestTheSlowerOfTwoIsTold(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		seen := dossier.At{ID: d.ID, Seen: d.Version}
		_, err = h.Receive(desk, seen)
		h.no(err)
		_, err = h.Refuse(desk, seen, "Không thuộc thẩm quyền")
		if f := fault.As(err); f == nil || f.Key != "dossier.changed-by" || f.Args["name"] != "Cán bộ reception" {
			h.t.Errorf("the second officer got %v, want to be told who was faster", err)
		}
	})
}

func TestCodesAreNeverAlike(t *testing.T) {
	onBoth(t, func(h *house) {
		const n = 12
		var drafts []string
		for range n {
			drafts = append(drafts, h.draft(lan).ID)
		}
		codes := make(chan string, n)
		var wg sync.WaitGroup
		for _, id := range drafts {
			wg.Go(func() {
				d, err := h.Submit(lan, id)
				if err != nil {
					h.t.Error(err)
					return
				}
				codes <- d.Code
			})
		}
		wg.Wait()
		close(codes)
		seen := map[string]bool{}
		for c := range codes {
			seen[c] = true
		}
		if len(seen) != n || !seen["X28.159.03-230810-0001"] || !seen["X28.159.03-230810-0012"] {
			h.t.Errorf("%d submissions at once gave the codes %v, want 0001 to 0012", n, seen)
		}
	})
}

func TestTracking(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		nobody := context.Background()
		v, err := h.Track(nobody, " "+strings.ToLower(d.Code)+" ", d.Secret)
		h.no(err)
		if v.Owner.Name != "" || v.Values.One("child_full_name") != "" || len(v.Papers) != 0 {
			h.t.Errorf("tracking tells personal data: %+v", v.Dossier)
		}
		for range 10 {
			if _, err := h.Track(nobody, d.Code, "AAAAAAAA"); !fault.Is(err, fault.NotFound) {
				h.t.Fatalf("a wrong secret: %v, want not found", err)
			}
		}
		if _, err := h.Track(nobody, d.Code, d.Secret); !fault.Is(err, fault.Unavailable) {
			h.t.Errorf("after ten wrong secrets: %v, want to wait", err)
		}
		h.clock.Advance(16 * time.Minute)
		_, err = h.Track(nobody, d.Code, d.Secret)
		h.no(err)
	})
}

func TestLooksAreRecorded(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		desk := as("reception", h.commune)
		v, err := h.Open(desk, d.ID)
		h.no(err)
		if v.Owner.PersonalNo != "017*****1234" || v.Values != nil {
			h.t.Errorf("opened without purpose: %q, form %v; want masked", v.Owner.PersonalNo, v.Values)
		}
		v, err = h.Unmask(desk, d.ID, "Đối chiếu căn cước khi tiếp nhận")
		h.no(err)
		if v.Owner.PersonalNo != person.PersonalNo {
			h.t.Errorf("unmasked: %q", v.Owner.PersonalNo)
		}
		looks, err := h.Looks(lan, d.ID)
		h.no(err)
		if len(looks) != 1 || looks[0].Purpose != "Đối chiếu căn cước khi tiếp nhận" || looks[0].PersonName != "Cán bộ reception" {
			h.t.Errorf("the citizen sees the looks %+v", looks)
		}
	})
}

func TestEventsCannotBeEdited(t *testing.T) {
	onBoth(t, func(h *house) {
		_, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		testkit.AppendOnly(h.t, h.db, "dossier_event")
	})
}

func TestADayOffMovesWhatIsOpen(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		_, err = h.Receive(desk, dossier.At{ID: d.ID})
		h.no(err)
		admin := actor.AsSystem(context.Background(), "test")
		_, err = h.org.AddDay(admin, org.Day{SpecialDay: term.SpecialDay{Date: "2023-08-11", Kind: term.Off, Name: "Mưa lũ"}, Reason: "Công điện phòng chống lũ"})
		h.no(err)
		moved, err := h.Recount(admin)
		h.no(err)
		items, _, err := h.List(desk, dossier.Query{Box: dossier.BoxTurn})
		h.no(err)
		if moved != 1 || local(items[0].DueAt) != "2023-08-14 17:00" {
			h.t.Errorf("%d moved, due %s; want 1, Monday 2023-08-14 17:00", moved, local(items[0].DueAt))
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}

func TestListsShowOpenWorkFirst(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		var ids []string
		for range 3 {
			d, err := h.Submit(lan, h.draft(lan).ID)
			h.no(err)
			ids = append(ids, d.ID)
			h.clock.Advance(time.Minute)
		}
		for _, id := range ids[:2] { // the first two end, the second one last
			_, err := h.Refuse(desk, dossier.At{ID: id}, "Không thuộc thẩm quyền")
			h.no(err)
			h.clock.Advance(time.Minute)
		}
		var got []string
		var after dossier.Cursor
		for { // a page at a time
			items, next, err := h.List(desk, dossier.Query{Box: dossier.BoxAll, Limit: 1, After: after})
			h.no(err)
			got = append(got, items[0].ID)
			if after = next; after.ID == "" {
				break
			}
		}
		if want := []string{ids[2], ids[1], ids[0]}; !slices.Equal(got, want) {
			h.t.Errorf("list %v, want %v", got, want)
		}
	})
}

func TestTheTrailTellsForWhom(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		dr := h.draft(lan)
		_, err := h.Save(lan, dr.ID, 0, func(dr *dossier.DraftWork) error {
			dr.Owner, dr.Mandate = dossier.Party{Name: "Quách Văn Già"}, &dossier.Mandate{Kind: dossier.AsGuardian}
			return nil
		})
		h.no(err)
		d, err := h.Submit(lan, dr.ID)
		h.no(err)
		_, err = h.Withdraw(desk, dossier.At{ID: d.ID}, "Người nộp xin rút tại quầy")
		if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Conflict) {
			h.t.Errorf("withdrawn by an officer before reception: %v", err)
		}
		_, err = h.Receive(desk, dossier.At{ID: d.ID})
		h.no(err)
		_, err = h.Withdraw(desk, dossier.At{ID: d.ID}, "Người nộp xin rút tại quầy")
		h.no(err)
		v, err := h.Open(desk, d.ID)
		h.no(err)
		var got []string
		for _, e := range v.Events {
			got = append(got, string(e.Kind)+":"+e.OnBehalfOf)
		}
		if want := "submit:Quách Văn Già receive: withdraw:Bùi Thị Lan"; strings.Join(got, " ") != want {
			h.t.Errorf("acted for: %v, want %s", got, want)
		}
	})
}

func TestADayOffMovesNothingThatHasEnded(t *testing.T) {
	onBoth(t, func(h *house) {
		desk, admin := as("reception", h.commune), actor.AsSystem(context.Background(), "test")
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		_, err = h.Receive(desk, dossier.At{ID: d.ID})
		h.no(err)
		h.clock.Set(clock.Date("2023-08-14").At(9 * time.Hour)) // late: it was due on Friday the 11th
		_, err = h.Withdraw(desk, dossier.At{ID: d.ID}, "Người nộp xin rút tại quầy")
		h.no(err)
		_, err = h.org.AddDay(admin, org.Day{SpecialDay: term.SpecialDay{Date: "2023-08-11", Kind: term.Off, Name: "Nghỉ thêm"}, Reason: "Sửa lịch sau khi trễ"})
		h.no(err)
		_, err = h.Recount(admin)
		h.no(err)
		v, err := h.Open(desk, d.ID)
		h.no(err)
		if local(v.Due.At) != "2023-08-11 17:00" || v.Standing != dossier.Late {
			h.t.Errorf("after a day off added later: due %s, %s; want 2023-08-11 17:00, late", local(v.Due.At), v.Standing)
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}

func TestTrackingKeepsAnOfficersWordsBack(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		_, err = h.AskFix(as("reception", h.commune), dossier.At{ID: d.ID}, dossier.Request{Reason: "Chị Lan mang bản rõ", Asks: []dossier.Ask{
			{On: "paper:p2", Name: "Giấy chứng sinh", Text: "Tên mẹ Bùi Thị Lan bị mờ"}, {Text: "Gọi số 0912345601"}}})
		h.no(err)
		v, err := h.Track(context.Background(), d.Code, d.Secret)
		h.no(err)
		all, err := json.Marshal(v)
		h.no(err)
		if strings.Contains(string(all), "Lan") || strings.Contains(string(all), "0912345601") {
			h.t.Errorf("tracking tells what an officer wrote: %s", all)
		}
		if asks := v.Supplements[0].Asks; len(asks) != 1 || asks[0].Name != "Giấy chứng sinh" {
			h.t.Errorf("tracking names %v, want the paper asked for", asks)
		}
	})
}
