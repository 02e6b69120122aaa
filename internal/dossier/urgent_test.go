package dossier_test

import (
	"context"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// emergency is a dossier of Phú Nghĩa and a leader of another commune who has to see it.
type emergency struct {
	*house
	sent     *dossier.Dossier
	away     context.Context // leader elsewhere
	chair    string          // person who leads Phú Nghĩa
	reviewer context.Context // they
}

func inEmergency(t *testing.T, do func(e *emergency)) {
	t.Helper()
	all := append(append([]db.Schema{web.Schema, queue.Schema}, schemas...), notify.Schema)
	testkit.OnBoth(t, all, func(t *testing.T, d *db.DB) {
		e := &emergency{house: newHouse(t, d)}
		e.Notify = notify.New(notify.Needs{DB: d, Clock: e.clock, Trail: audit.New(d, e.clock), Queue: queue.New(d, e.clock, nil), BaseURL: "https://motcua.example.vn"})
		other, err := e.org.ByCode(context.Background(), org.Commune, "05398", "2023-08-10")
		e.no(err)
		e.away = as("leader", other)
		sys := actor.AsSystem(context.Background(), "test")
		p, err := e.org.AddPosition(sys, org.Position{UnitID: e.commune.ID, Key: "chủ tịch", Title: "Chủ tịch", Role: "leader", From: "2023-01-01"})
		e.no(err)
		held, err := e.org.Appoint(sys, org.Appointment{PositionID: p.ID, Name: "Quách Văn An", From: "2023-01-01", Decision: "1/QĐ", Reason: "test"})
		e.no(err)
		e.chair = held.PersonID
		a := actor.Of(as("leader", e.commune))
		a.PersonID, a.AccountID, a.Name = e.chair, "account-chair", "Quách Văn An"
		e.reviewer = actor.With(context.Background(), a)
		e.sent, err = e.Submit(lan, e.draft(lan).ID)
		e.no(err)
		do(e)
	})
}

func (e *emergency) ask() dossier.UrgentAsk {
	return dossier.UrgentAsk{Code: e.sent.Code, Ground: "life", Basis: "Công văn 12/CV-CA", Purpose: "Tìm người thân của cháu bé bị lạc"}
}

func (e *emergency) open() dossier.Urgent {
	e.t.Helper()
	u, err := e.OpenUrgent(e.away, e.ask())
	e.no(err)
	return u
}

func wants(t *testing.T, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	f := fault.As(err)
	if f == nil || f.Kind != kind || key != "" && f.Key != key {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func TestAnEmergencyOpensOneDossierForAWhile(t *testing.T) {
	inEmergency(t, func(e *emergency) {
		_, err := e.Open(e.away, e.sent.ID)
		wants(t, "before", err, fault.NotFound, "")
		u := e.open()
		v, _, err := e.UrgentView(e.away, u.ID)
		e.no(err)
		if v.Owner.PersonalNo != person.PersonalNo || len(v.Choices) != 0 {
			t.Errorf("opened: number %q, %d choices; want it in full, and nothing to do", v.Owner.PersonalNo, len(v.Choices))
		}
		for _, p := range v.Papers {
			for _, f := range p.Files {
				_, content, err := e.UrgentFile(e.away, u.ID, f.SHA256)
				e.no(err)
				_, _ = io.Copy(io.Discard, content)
				_ = content.Close()
			}
		}
		_, err = e.Open(e.away, e.sent.ID)
		wants(t, "by the usual way", err, fault.NotFound, "")
		_, err = e.Receive(e.away, dossier.At{ID: e.sent.ID})
		if err == nil {
			t.Error("an emergency let somebody act on the dossier")
		}
		_, _, err = e.UrgentView(as("division-head", e.commune), u.ID)
		wants(t, "somebody else's opening", err, fault.NotFound, "")
		e.clock.Advance(31 * time.Minute)
		_, _, err = e.UrgentView(e.away, u.ID)
		wants(t, "half an hour later", err, fault.Forbidden, "dossier.urgent.over")
		_, _, err = e.UrgentFile(e.away, u.ID, strings.Repeat("a", 64))
		wants(t, "a file half an hour later", err, fault.Forbidden, "dossier.urgent.over")
	})
}

func TestAnEmergencyIsSeenByTheApplicantAndByLeaders(t *testing.T) {
	inEmergency(t, func(e *emergency) {
		u := e.open()
		_, _, err := e.UrgentView(e.away, u.ID)
		e.no(err)
		looks, _, err := e.MyLooks(lan, e.sent.ID, "", 10)
		e.no(err)
		if len(looks) != 1 || looks[0].PersonName != "Cán bộ leader" || !strings.Contains(looks[0].Purpose, "Mở khẩn cấp (Bảo vệ tính mạng") ||
			!strings.Contains(looks[0].Purpose, "cháu bé bị lạc") {
			t.Errorf("the applicant reads %+v", looks)
		}
		lines, _, err := e.Notify.Inbox(e.reviewer, false, "")
		e.no(err)
		if len(lines) != 1 || lines[0].Title != "Hồ sơ "+e.sent.Code+" vừa được mở khẩn cấp" {
			t.Errorf("the leader of the dossier's unit was told %+v", lines)
		}
		if lines, _, err := e.Notify.Inbox(e.away, false, ""); err != nil || len(lines) != 0 {
			t.Errorf("who opened it was told %+v, %v", lines, err)
		}
		entries, err := e.Trail.Of(context.Background(), e.sent.Subject(), 10)
		e.no(err)
		said := ""
		for _, r := range entries {
			if r.Action == "dossier.urgent-opened" {
				said = r.Purpose + r.Data
			}
		}
		if !strings.Contains(said, "Công văn 12/CV-CA") || !strings.Contains(said, "cháu bé") {
			t.Errorf("the trail says %q", said)
		}
	})
}

func TestAnEmergencyIsReviewedOnceByAnotherHand(t *testing.T) {
	inEmergency(t, func(e *emergency) {
		u := e.open()
		waiting, _, err := e.UrgentReviews(e.reviewer)
		e.no(err)
		if len(waiting) != 1 || waiting[0].ID != u.ID {
			t.Fatalf("waiting for review: %+v", waiting)
		}
		if own, _, err := e.UrgentReviews(e.away); err != nil || len(own) != 0 {
			t.Errorf("who opened it reviews %+v, %v", own, err)
		}
		wants(t, "their own", e.ReviewUrgent(e.away, u.ID, dossier.UrgentConfirmed, ""), fault.NotFound, "")
		wants(t, "a reviewer elsewhere", e.ReviewUrgent(as("inspector", org.Unit{ID: "x", Path: "/x/"}), u.ID, dossier.UrgentConfirmed, ""), fault.NotFound, "")
		wants(t, "an objection without a reason", e.ReviewUrgent(e.reviewer, u.ID, dossier.UrgentObjected, ""), fault.Invalid, "")
		wants(t, "no outcome", e.ReviewUrgent(e.reviewer, u.ID, "", ""), fault.Invalid, "")
		e.no(e.ReviewUrgent(e.reviewer, u.ID, dossier.UrgentObjected, "Không có công văn nào như vậy"))
		wants(t, "a second time", e.ReviewUrgent(e.reviewer, u.ID, dossier.UrgentConfirmed, ""), fault.Conflict, "")
		_, _, err = e.UrgentView(e.away, u.ID)
		wants(t, "once objected to", err, fault.Forbidden, "dossier.urgent.over")
		lines, _, err := e.Notify.Inbox(e.away, false, "")
		e.no(err)
		if len(lines) != 1 || !strings.Contains(lines[0].Title, "Mở không đúng") {
			t.Errorf("who opened it was told %+v", lines)
		}
		_, done, err := e.UrgentReviews(e.reviewer)
		e.no(err)
		if len(done) != 1 || done[0].Outcome != dossier.UrgentObjected || done[0].ReviewedBy != "Quách Văn An" {
			t.Errorf("reviewed: %+v", done)
		}
	})
}

func TestEmergenciesThatAreNone(t *testing.T) {
	inEmergency(t, func(e *emergency) {
		ask := func(ctx context.Context, change func(*dossier.UrgentAsk)) error {
			q := e.ask()
			change(&q)
			_, err := e.OpenUrgent(ctx, q)
			return err
		}
		as2 := func(role string) context.Context { return as(role, e.commune) }
		nothing := func(*dossier.UrgentAsk) {}
		wants(t, "without the right", ask(as2("specialist"), nothing), fault.Forbidden, "")
		wants(t, "a citizen", ask(an, nothing), fault.Forbidden, "")
		wants(t, "one's own dossier", ask(as2("division-head"), nothing), fault.Conflict, "dossier.urgent.not-needed")
		wants(t, "without a ground", ask(e.away, func(q *dossier.UrgentAsk) { q.Ground = "tò mò" }), fault.Invalid, "")
		wants(t, "without a basis", ask(e.away, func(q *dossier.UrgentAsk) { q.Basis = " " }), fault.Invalid, "")
		wants(t, "without a purpose", ask(e.away, func(q *dossier.UrgentAsk) { q.Purpose = "xem" }), fault.Invalid, "")
		for range 3 {
			e.open()
		}
		wants(t, "a fourth before any review", ask(e.away, nothing), fault.Conflict, "dossier.urgent.waiting")
		for range 10 {
			wants(t, "a code that is none", ask(e.away, func(q *dossier.UrgentAsk) { q.Code = "H28-1" }), fault.Invalid, "")
		}
		wants(t, "after guessing codes", ask(e.away, nothing), fault.Unavailable, "")
	})
}

func TestAnEmergencyOnTheScreen(t *testing.T) {
	d := newDesk(t)
	other, err := d.org.ByCode(context.Background(), org.Commune, "05398", "2023-08-10")
	d.no(err)
	elsewhere := actor.Of(as("leader", other))
	elsewhere.PersonID, elsewhere.Name = "person-away", "Cán bộ xã khác"
	d.people["away"] = actor.With(context.Background(), elsewhere)
	sent, err := d.Submit(lan, d.draft(lan).ID)
	d.no(err)
	s := d.sit("away").open("/lam-viec/mo-khan-cap").reads("Mở hồ sơ khẩn cấp", "30 phút")
	s.send("/lam-viec/mo-khan-cap", url.Values{"ma": {sent.Code}, "can-cu": {"life"}, "van-ban": {"Công văn 12/CV-CA"}})
	s.reads("Vui lòng ghi rõ cần xem để làm gì", sent.Code, "Công văn 12/CV-CA") // what was typed is still there
	s.send("/lam-viec/mo-khan-cap", url.Values{"ma": {sent.Code}, "can-cu": {"life"}, "van-ban": {"Công văn 12/CV-CA"}, "muc-dich": {"Tìm người thân của cháu bé"}})
	s.reads(person.PersonalNo, person.Phone, "QUÁCH MINH AN", "Đang mở khẩn cấp", "ns-print-mark", "Cán bộ xã khác")
	s.open(s.path("/lam-viec/mo-khan-cap/"))
	review := d.sit("leader").open("/lam-viec/xem-xet-khan-cap").reads("Công văn 12/CV-CA", "Tìm người thân của cháu bé")
	at := review.path("/lam-viec/xem-xet-khan-cap/")
	review.send(at, url.Values{"ket-luan": {"objected"}}).reads("Vui lòng ghi vì sao mở không đúng")
	review.send(at, url.Values{"ket-luan": {"confirmed"}}).reads("Đã ghi kết luận", "Mở đúng – Cán bộ leader")
}
