package dossier_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// atWork is lan's dossier, received and handed over to the specialist of the commune.
func (h *house) atWork() *dossier.Dossier {
	h.t.Helper()
	desk := as("reception", h.commune)
	d, err := h.Submit(lan, h.draft(lan).ID)
	h.no(err)
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Receive(desk, at) })
	return h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
}

func (h *house) now(d *dossier.Dossier) *dossier.View {
	h.t.Helper()
	v, err := h.Mine(lan, d.ID)
	h.no(err)
	return v
}

func workingDays(n float64) term.Term { return term.Term{Amount: n, Unit: term.WorkingDay} }

var watching = context.Background()

func TestADossierRunsLate(t *testing.T) {
	onBoth(t, func(h *house) {
		chair := as("leader", h.commune)
		d := h.atWork() // due on Friday 11 August at 17:00
		h.no(h.Watch(watching))
		h.clock.Set(clock.Date("2023-08-11").At(17*time.Hour + time.Minute))
		h.no(h.Watch(watching))
		h.no(h.Watch(watching))
		v := h.now(d)
		if len(v.Fallen) != 1 || v.Events[len(v.Events)-1].Kind != dossier.FallDue || v.Events[len(v.Events)-1].Facts.Slip == "" {
			h.t.Fatalf("a minute late: %d notes, the last event %+v; want one note with an apology", len(v.Fallen), v.Events[len(v.Events)-1])
		}
		if _, err := h.Extend(as("specialist", h.commune), dossier.At{ID: d.ID}, workingDays(2), "Chờ xác minh nơi sinh"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a specialist gives a new date: %v, want forbidden", err)
		}
		d, err := h.Extend(chair, dossier.At{ID: d.ID}, workingDays(2), "Chờ xác minh nơi sinh")
		h.no(err)
		if got := local(d.Due.At); got != "2023-08-15 17:00" || local(d.Due.FirstAt) != "2023-08-11 17:00" {
			h.t.Errorf("two more working days after Friday: due %s, first %s", got, local(d.Due.FirstAt))
		}
		if _, err := h.Extend(chair, dossier.At{ID: d.ID}, workingDays(2), "Vẫn chờ xác minh"); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("a second new date: %v, want conflict", err)
		}
		h.clock.Set(clock.Date("2023-08-15").At(9 * time.Hour))
		h.finish(d)
		if v := h.now(d); v.Standing != dossier.Late {
			h.t.Errorf("done before the second date: %s, want late against the first", v.Standing)
		}
		h.slips(d.ID, "01/TNHS", "01/PXL", "02/PXL")
		h.no(h.Check(context.Background(), d.ID))
	})
}

// finish leads a dossier at work to its result.
func (h *house) finish(d *dossier.Dossier) {
	h.t.Helper()
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.Propose(as("specialist", h.commune), at, dossier.Proposal{Text: "Giấy khai sinh"})
	})
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(as("leader", h.commune), at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.Number(as("reception", h.commune), at, "", nil)
	})
}

func TestASecondRequestMakesItOverdue(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		for range 2 {
			h.askedAgain(d)
			h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
				return h.BroughtIn(as("reception", h.commune), at, []dossier.Paper{{Name: "Bản rõ", Form: "copy", Count: 1}})
			})
		}
		h.finish(d)
		v := h.now(d)
		if v.Standing != dossier.Late || v.Due.At.Before(v.EndedAt) {
			h.t.Errorf("ended before its date after two requests: %s, want late", v.Standing)
		}
	})
}

func TestAnotherUnitIsAskedForAnOpinion(t *testing.T) {
	onBoth(t, func(h *house) {
		clerk, asked := as("specialist", h.commune), as("specialist", h.district)
		d := h.atWork()
		if _, err := h.Open(as("specialist", h.neighbour()), d.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a unit that was not asked opens the dossier: %v", err)
		}
		d, err := h.Consult(clerk, dossier.At{ID: d.ID}, dossier.Consultation{UnitID: h.district.ID, Question: "Xác minh nơi sinh", Term: workingDays(1)})
		h.no(err)
		if d.State != dossier.AtAgency || d.Due.Paused || local(d.Errands[0].DueAt) != "2023-08-11 17:00" {
			h.t.Fatalf("asked: state %s, paused %v, answer due %s", d.State, d.Due.Paused, local(d.Errands[0].DueAt))
		}
		items, _, err := h.List(asked, dossier.Query{Box: dossier.BoxAsked})
		h.no(err)
		if len(items) != 1 || items[0].ID != d.ID {
			h.t.Errorf("the unit asked has %v in its box", items)
		}
		if _, err := h.Answer(clerk, dossier.At{ID: d.ID}, dossier.Reply{Key: "1", Outcome: dossier.Agreed, Text: "Đúng"}); err == nil {
			h.t.Error("whoever asked gives the answer too")
		}
		h.clock.Advance(3 * time.Hour)
		letter, err := h.Store(asked, "tra-loi.pdf", bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
		h.no(err)
		letter.Name = "tra-loi.pdf"
		d, err = h.Answer(asked, dossier.At{ID: d.ID}, dossier.Reply{Key: "1", Outcome: dossier.Agreed, Text: "Nơi sinh đúng", Number: "12/XM",
			Files: []dossier.File{letter}})
		h.no(err)
		if views := h.now(d); len(views.Errands[0].Files) != 1 {
			h.t.Errorf("the letter is not with the answer: %+v", views.Errands[0])
		}
		if d.State != dossier.Processing || d.AssigneeID != "person-specialist" || d.Waits()[0].To.Sub(d.Waits()[0].From) != 3*time.Hour {
			h.t.Errorf("answered: state %s, work of %q, waits %+v", d.State, d.AssigneeID, d.Waits())
		}
		if items, _, _ := h.List(asked, dossier.Query{Box: dossier.BoxAsked}); len(items) != 0 {
			h.t.Errorf("answered, and still in the box: %v", items)
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}

func (h *house) neighbour() org.Unit {
	h.t.Helper()
	u, err := h.org.ByCode(context.Background(), "commune", "05398", "2023-08-10") // Phú Thành
	h.no(err)
	return u
}

func TestAnAgencyOutsideAnswersOnPaper(t *testing.T) {
	onBoth(t, func(h *house) {
		clerk := as("specialist", h.commune)
		d := h.atWork()
		d, err := h.Consult(clerk, dossier.At{ID: d.ID}, dossier.Consultation{Agency: "Bệnh viện Nhi Trung ương", Question: "Xác minh giấy chứng sinh", Term: workingDays(5)})
		h.no(err)
		d, err = h.Recall(clerk, dossier.At{ID: d.ID}, "1", "Người nộp đã bổ sung bản chính")
		h.no(err)
		if d.State != dossier.Processing || d.Errands[0].Outcome != dossier.Recalled {
			h.t.Errorf("recalled: state %s, %+v", d.State, d.Errands[0])
		}
		d, err = h.Consult(clerk, dossier.At{ID: d.ID}, dossier.Consultation{Agency: "Bệnh viện Nhi Trung ương", Question: "Xác minh giấy chứng sinh", Term: workingDays(5)})
		h.no(err)
		d, err = h.Answer(clerk, dossier.At{ID: d.ID}, dossier.Reply{Key: "2", Outcome: dossier.Agreed, Text: "Công văn 7/BVN: đúng"})
		h.no(err)
		if d.State != dossier.Processing {
			h.t.Errorf("the answer written down: state %s", d.State)
		}
	})
}

func TestAFinancialObligation(t *testing.T) {
	onBoth(t, func(h *house) {
		clerk, desk := as("specialist", h.commune), as("reception", h.commune)
		d := h.atWork()
		if _, err := h.AskPayment(clerk, dossier.At{ID: d.ID}, dossier.Payment{What: "Thuế"}); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("an obligation of nothing: %v", err)
		}
		d, err := h.AskPayment(clerk, dossier.At{ID: d.ID}, dossier.Payment{What: "Thuế thu nhập cá nhân", AmountDong: 1_250_000, NoticeNo: "15/TB"})
		h.no(err)
		if d.State != dossier.Paying || d.State.National() != 6 || d.Due.Paused {
			h.t.Errorf("asked to pay: state %s, paused %v; this procedure stops the clock for nothing", d.State, d.Due.Paused)
		}
		if _, err := h.Paid(desk, dossier.At{ID: d.ID}, "", nil); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("paid without a receipt: %v", err)
		}
		d, err = h.Paid(desk, dossier.At{ID: d.ID}, "BT-23E 00012", nil)
		h.no(err)
		if d.State != dossier.Processing || d.Payments[0].ReceiptNo != "BT-23E 00012" {
			h.t.Errorf("paid: state %s, %+v", d.State, d.Payments)
		}
	})
}

func TestStoppedAndPapersGivenBack(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d := h.atWork()
		h.askedAgain(d)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.BroughtIn(desk, at, []dossier.Paper{{Key: "goc", Name: "Giấy chứng sinh", Form: "original", Count: 1}})
		})
		if _, err := h.Stop(as("specialist", h.commune), dossier.At{ID: d.ID}, "Không đủ điều kiện"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a specialist stops a dossier: %v", err)
		}
		d, err := h.Stop(as("leader", h.commune), dossier.At{ID: d.ID}, "Không đủ điều kiện giải quyết tiếp")
		h.no(err)
		if d.State != dossier.Stopped || d.State.National() != 8 || len(d.PapersHeld()) != 1 {
			h.t.Fatalf("stopped: %s, holding %v", d.State, d.PapersHeld())
		}
		d, err = h.GiveBack(desk, dossier.At{ID: d.ID}, []string{"goc/Giấy chứng sinh"}, "Bùi Thị Lan")
		h.no(err)
		if len(d.PapersHeld()) != 0 {
			h.t.Errorf("given back, and still held: %v", d.PapersHeld())
		}
		h.slips(d.ID, "01/TNHS", "01/HDHS", "01/TB", "01/TLHS")
		if _, err := h.GiveBack(desk, dossier.At{ID: d.ID}, []string{"goc/Giấy chứng sinh"}, "Bùi Thị Lan"); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("the same paper twice: %v", err)
		}
	})
}

func TestByPostAndBack(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d := h.atWork()
		h.finish(d)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Post(desk, at, "VNPost", "RR123456789VN") })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.PostBack(desk, at, "Không có người nhận")
		})
		h.clock.Advance(8 * 24 * time.Hour)
		h.no(h.Watch(watching))
		h.no(h.Watch(watching))
		if v := h.now(d); v.State != dossier.Done || v.Reminders != 1 {
			h.t.Errorf("waits for eight days: state %s, %d reminders; want one", v.State, v.Reminders)
		}
		got := h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Return(desk, at, "Bùi Thị Lan") })
		if got.State != dossier.Returned || got.Posting.Tracking != "RR123456789VN" {
			h.t.Errorf("at the end: %s, %+v", got.State, got.Posting)
		}
	})
}

func TestAMistakenStepIsCorrectedByAnother(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		before := h.now(d)
		h.clock.Advance(time.Hour)
		h.askedAgain(d)
		h.clock.Advance(5 * time.Hour)
		if _, err := h.Correct(as("leader", h.neighbour()), dossier.At{ID: d.ID}, "ghi nhầm hồ sơ"); err == nil {
			h.t.Error("an officer of another unit corrects")
		}
		d, err := h.Correct(as("specialist", h.commune), dossier.At{ID: d.ID}, "Ghi nhầm hồ sơ khác")
		h.no(err)
		if d.State != dossier.Processing || d.Due.Paused || !d.Due.At.Equal(before.Due.At) || d.SupplementsAfter() != 0 {
			h.t.Errorf("corrected: state %s, paused %v, due %s, %d requests; want as before the mistake", d.State, d.Due.Paused, local(d.Due.At), d.SupplementsAfter())
		}
		v := h.now(d)
		if n := len(v.Events); v.Events[n-1].Kind != dossier.Correct || v.Events[n-2].Kind != dossier.AskSupplement || v.Undone[0] != n-1 {
			h.t.Error("the mistaken step and its correction do not both stand in the history")
		}
		if _, err := h.Correct(as("specialist", h.commune), dossier.At{ID: d.ID}, "Sửa tiếp bước nhận"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a specialist corrects what the desk did: %v", err)
		}
		h.finish(d)
		if _, err := h.Correct(as("leader", h.commune), dossier.At{ID: d.ID}, "Muốn đổi số"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a number given is taken back: %v", err)
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}

func TestARestrictedDossierOpensForFew(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		_, err := h.Classify(as("leader", h.commune), dossier.At{ID: d.ID}, dossier.Restricted, "Trẻ em trong vụ án")
		h.no(err)
		if _, err := h.Open(as("reception", h.commune), d.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("the desk opens a restricted dossier: %v", err)
		}
		for _, role := range []string{"specialist", "leader", "inspector"} {
			_, err := h.Open(as(role, h.commune), d.ID)
			h.no(err)
		}
		if items, _, _ := h.List(as("reception", h.commune), dossier.Query{Box: dossier.BoxAll}); len(items) != 0 {
			h.t.Errorf("a restricted dossier stands in the desk's list: %v", items)
		}
	})
}

func TestTheSamePersonTwice(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		had, err := h.Twice(as("reception", h.commune), h.birth.ID, person.PersonalNo, "")
		h.no(err)
		if len(had) != 1 || had[0].Code != d.Code {
			h.t.Errorf("the desk is told of %v, want %s", had, d.Code)
		}
		for name, ctx := range map[string]context.Context{"another unit": as("reception", h.neighbour()), "a citizen": an} {
			if had, err := h.Twice(ctx, h.birth.ID, person.PersonalNo, ""); err != nil || len(had) != 0 {
				h.t.Errorf("%s is told of %v, %v", name, had, err)
			}
		}
	})
}

func TestAnOfficerLeavesAndAnotherStandsIn(t *testing.T) {
	onBoth(t, func(h *house) {
		an, binh := h.appoint("An"), h.appoint("Bình")
		d := h.atWork()
		d, err := h.Assign(as("leader", h.commune), dossier.At{ID: d.ID}, an.PersonID, "")
		h.no(err)
		if _, err := h.Assign(as("leader", h.commune), dossier.At{ID: d.ID}, "person-elsewhere", ""); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("assigned to somebody without the post: %v", err)
		}
		stand := actor.Of(as("specialist", h.commune))
		stand.PersonID, stand.Name = binh.PersonID, "Bình"
		stand.Posts[0].ForID, stand.Posts[0].For = an.PersonID, "An"
		ctx := actor.With(context.Background(), stand)
		items, _, err := h.List(ctx, dossier.Query{Box: dossier.BoxTurn})
		h.no(err)
		if len(items) != 1 {
			h.t.Errorf("the stand-in finds %v, want the absent officer's work", items)
		}
		_, err = h.Propose(ctx, dossier.At{ID: d.ID}, dossier.Proposal{Text: "Giấy khai sinh"})
		h.no(err)
		v := h.now(d)
		if got := v.Events[len(v.Events)-1].Facts.StandIn; got != "An" {
			h.t.Errorf("proposed in the stead of %q, want An", got)
		}
		_, err = h.Reject(as("leader", h.commune), dossier.At{ID: d.ID}, "Xem lại họ tên")
		h.no(err)
		_, err = h.Assign(as("leader", h.commune), dossier.At{ID: d.ID}, an.PersonID, "")
		h.no(err)
		system := actor.AsSystem(context.Background(), "test")
		h.no(h.org.EndHolding(system, an.ID, "2023-08-10", "Chuyển công tác"))
		h.clock.Set(clock.Date("2023-08-11").At(8 * time.Hour))
		h.no(h.Watch(watching))
		if v := h.now(d); v.AssigneeID != "" {
			h.t.Errorf("An has left, and the dossier is still the work of %q", v.Assignee)
		}
	})
}

// appoint puts a new person into a specialist's post of the commune.
func (h *house) appoint(name string) org.Holding {
	h.t.Helper()
	system := actor.AsSystem(context.Background(), "test")
	p, err := h.org.AddPosition(system, org.Position{UnitID: h.commune.ID, Key: "hộ tịch " + name, Title: "Công chức Tư pháp - Hộ tịch", Role: "specialist", From: "2023-01-01"})
	h.no(err)
	held, err := h.org.Appoint(system, org.Appointment{PositionID: p.ID, Name: name, From: "2023-01-01", Decision: "1/QĐ", Reason: "test"})
	h.no(err)
	return held
}

func TestARequestThatIsNotGrantedIsAResult(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(as("specialist", h.commune), at, dossier.Proposal{Text: "Không đủ căn cứ xác định nơi sinh", Negative: true})
		})
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(as("leader", h.commune), at) })
		done := h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Number(as("reception", h.commune), at, "", nil)
		})
		if done.State != dossier.Done || !done.Result.Negative {
			h.t.Errorf("decided against: state %s, %+v", done.State, done.Result)
		}
		h.slips(d.ID, "01/TNHS", "01/TB")
	})
}
