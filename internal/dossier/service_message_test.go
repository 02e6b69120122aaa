package dossier_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// say writes a message a minute later.
func (h *house) say(ctx context.Context, id, words string) *dossier.Message {
	h.t.Helper()
	h.clock.Advance(time.Minute)
	m, err := h.Say(ctx, id, dossier.Saying{Words: words})
	h.no(err)
	return m
}

func (h *house) exchange(ctx context.Context, id string) *dossier.Exchange {
	h.t.Helper()
	x, err := h.Messages(ctx, id)
	h.no(err)
	return x
}

func TestApplicantAndOfficeWriteToEachOther(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		h.say(lan, d.ID, "Con tôi sinh ở Hà Nội thì có cần giấy gì khác không?")
		if x := h.exchange(desk, d.ID); x.Waits != dossier.FromOffice || x.ForOffice != 1 || x.Side != dossier.FromOffice {
			h.t.Errorf("after the question: %+v", x.Talk)
		}
		if list, err := h.Unanswered(desk); err != nil || len(list) != 1 || list[0].ID != d.ID {
			h.t.Errorf("to answer: %v, %v", list, err)
		}
		h.no(h.MarkRead(desk, h.exchange(desk, d.ID)))
		h.clock.Advance(time.Minute)
		_, err = h.Say(desk, d.ID, dossier.Saying{Words: "Chị cho biết cháu sinh tại bệnh viện nào?", Wants: true})
		h.no(err)
		talks, err := h.MyTalks(lan)
		h.no(err)
		if got := talks[d.ID]; got.Waits != dossier.FromApplicant || got.ForApplicant != 1 || got.ForOffice != 0 || got.OfficeReadAt.IsZero() {
			h.t.Errorf("after the answer: %+v", got)
		}
		h.no(h.MarkRead(lan, h.exchange(lan, d.ID)))
		f, err := h.Store(lan, "anh.pdf", bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
		h.no(err)
		h.clock.Advance(time.Minute)
		m, err := h.Say(lan, d.ID, dossier.Saying{Files: []dossier.File{f}})
		h.no(err)
		_, content, err := h.OpenMessageFile(desk, d.ID, m.ID, f.SHA256)
		h.no(err)
		raw, err := io.ReadAll(content)
		h.no(err)
		h.no(content.Close())
		if !bytes.HasPrefix(raw, []byte("%PDF-")) {
			h.t.Error("the officer does not get the file")
		}
		if looks, err := h.Looks(lan, d.ID); err != nil || len(looks) != 1 {
			h.t.Errorf("the look at the file is not recorded: %v, %v", looks, err)
		}
		h.no(h.Settle(desk, d.ID))
		if x := h.exchange(lan, d.ID); x.Waits != "" || len(x.Messages) != 3 || x.Messages[1].Position != "reception" {
			h.t.Errorf("at the end: %+v", x)
		}
		h.no(h.Check(context.Background(), d.ID)) // a message is no event: the dossier is as it was
	})
}

func TestAMessageIsNeverDeleted(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		first, second := h.say(lan, d.ID, "Nhầm"), h.say(lan, d.ID, "Câu hỏi thật")
		if err := h.TakeBack(as("reception", h.commune), d.ID, first.ID); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("the office takes back the applicant's words: %v", err)
		}
		h.no(h.TakeBack(lan, d.ID, first.ID))
		x := h.exchange(as("reception", h.commune), d.ID)
		if m := x.Messages[0]; m.Words != "" || m.BackAt.IsZero() || x.ForOffice != 1 {
			h.t.Errorf("taken back: %+v, %d unread", m, x.ForOffice)
		}
		h.clock.Advance(11 * time.Minute)
		if err := h.TakeBack(lan, d.ID, second.ID); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("taken back after eleven minutes: %v", err)
		}
		testkit.AppendOnly(h.t, h.db, "dossier_message")
		testkit.AppendOnly(h.t, h.db, "dossier_message_back")
	})
}

func TestOnlyThoseConcernedWrite(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		for _, c := range []struct {
			name string
			who  context.Context
			want fault.Kind // "" is allowed
		}{
			{"the desk that received", as("reception", h.commune), ""},
			{"a specialist whose turn it is not", as("specialist", h.commune), fault.Forbidden},
			{"an inspector", as("inspector", h.commune), fault.Forbidden},
			{"another citizen", an, fault.NotFound},
			{"the desk of the district", as("reception", h.district), ""}, // rights reach down: the district may see and receive for its communes
			{"nobody", context.Background(), fault.SignIn},
		} {
			_, err := h.Say(c.who, d.ID, dossier.Saying{Words: "Xin chào " + c.name})
			if (c.want == "") != (err == nil) || c.want != "" && !fault.Is(err, c.want) {
				h.t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
		}
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Receive(as("reception", h.commune), at) })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(as("reception", h.commune), at, "") })
		h.say(as("specialist", h.commune), d.ID, "Hồ sơ đang được thẩm tra.")
	})
}

func TestPapersAreAskedForByASlip(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		asking := dossier.Saying{Words: "Đề nghị chị nộp thêm giấy chứng sinh bản chính."}
		if _, err := h.Say(desk, d.ID, asking); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("papers asked for by a message: %v", err)
		}
		asking.NoPapers = true
		if _, err := h.Say(desk, d.ID, asking); err != nil {
			h.t.Errorf("said on purpose: %v", err)
		}
		if _, err := h.Say(lan, d.ID, dossier.Saying{Words: "Tôi nộp thêm gì không?"}); err != nil {
			h.t.Errorf("the applicant asks: %v", err)
		}
	})
}

func TestTheLimitsOfAnExchange(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		a, err := h.Say(lan, d.ID, dossier.Saying{Words: "Hỏi"})
		h.no(err)
		if b, err := h.Say(lan, d.ID, dossier.Saying{Words: "Hỏi"}); err != nil || b.ID != a.ID {
			h.t.Errorf("the button pressed twice gives two messages: %v, %v", b, err)
		}
		for _, wrong := range []dossier.Saying{{}, {Words: strings.Repeat("a", 2001)}, {Files: make([]dossier.File, 6)}} {
			if _, err := h.Say(lan, d.ID, wrong); !fault.Is(err, fault.Invalid) {
				h.t.Errorf("%.10s, %d files: %v", wrong.Words, len(wrong.Files), err)
			}
		}
		for range 19 {
			h.say(lan, d.ID, "Hỏi lúc "+h.clock.Now().String())
		}
		if _, err := h.Say(lan, d.ID, dossier.Saying{Words: "Câu thứ 21"}); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("the 21st message of a day: %v", err)
		}
		_, err = h.Withdraw(lan, dossier.At{ID: d.ID}, "Không cần nữa")
		h.no(err)
		h.clock.Advance(31 * 24 * time.Hour)
		if _, err := h.Say(desk, d.ID, dossier.Saying{Words: "Xin chào"}); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("a month after the end: %v", err)
		}
	})
}

func TestOneMessageToManyApplicants(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		mine, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		other, err := h.Submit(an, h.draft(an).ID)
		h.no(err)
		counter, err := h.TakeIn(desk, h.counterDraft(desk).ID)
		h.no(err)
		sent, err := h.SayToMany(desk, []string{mine.ID, counter.ID, other.ID}, dossier.Saying{Words: "Chiều thứ Sáu bộ phận một cửa nghỉ."})
		h.no(err)
		if len(sent) != 3 || sent[0].Err != nil || sent[2].Err != nil || !fault.Is(sent[1].Err, fault.Conflict) {
			h.t.Errorf("sent %+v", sent)
		}
		if len(h.exchange(lan, mine.ID).Messages) != 1 || len(h.exchange(an, other.ID).Messages) != 1 {
			h.t.Error("the message did not reach both")
		}
	})
}

// counterDraft is an intake of an officer, complete enough to be taken in.
func (h *house) counterDraft(desk context.Context) *dossier.DraftWork {
	h.t.Helper()
	dr, err := h.Start(desk, h.birth.ID, "", h.commune.ID)
	h.no(err)
	dr, err = h.Save(desk, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Submitter = person, person
		return nil
	})
	h.no(err)
	return dr
}

func TestTwoWhoWriteAtOnceAreBothCounted(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		done := make(chan error)
		for _, words := range []string{"một", "hai", "ba", "bốn"} {
			go func() {
				_, err := h.Say(lan, d.ID, dossier.Saying{Words: words})
				done <- err
			}()
		}
		for range 4 {
			h.no(<-done)
		}
		if x := h.exchange(as("reception", h.commune), d.ID); x.ForOffice != 4 {
			h.t.Errorf("four at once: %d unread, want 4", x.ForOffice)
		}
	})
}
