package dossier_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// approvedOf is a dossier of a commune's procedure, up to the approval.
func (h *house) approvedOf(slug string, negative bool) *dossier.Dossier {
	h.t.Helper()
	p, err := h.catalog.Find(context.Background(), slug)
	h.no(err)
	front, clerk := as("reception", h.commune), as("specialist", h.commune)
	v, err := h.catalog.Current(front, p.ID, clock.DateOf(h.clock.Now()))
	h.no(err)
	kase, _ := v.Case("")
	dr, err := h.Start(front, p.ID, kase.Key, h.commune.ID)
	h.no(err)
	dr, err = h.Save(front, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Submitter = person, person
		return nil
	})
	h.no(err)
	d, err := h.TakeIn(front, dr.ID)
	h.no(err)
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(front, at, "") })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.Propose(clerk, at, dossier.Proposal{Text: "Bản sao được chứng thực", Negative: negative})
	})
	return h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(as("leader", h.commune), at) })
}

const (
	copiesOfOriginals = "chung-thuc-ban-sao-tu-ban-chinh-giay-to-van-ban-do-co-quan-to-chuc-co-cap-xa"
	wills             = "chung-thuc-di-chuc-cap-xa"
)

func TestCertificationsAreNumberedWithoutGapsByBookAndYear(t *testing.T) {
	onBoth(t, func(h *house) {
		front := as("reception", h.commune)
		number := func(slug string, items ...dossier.Attested) *dossier.Dossier {
			return h.step(h.approvedOf(slug, false), func(at dossier.At) (*dossier.Dossier, error) { return h.Number(front, at, "", nil, items...) })
		}
		first := number(copiesOfOriginals, dossier.Attested{What: "Bằng tốt nghiệp", Copies: 3}, dossier.Attested{What: " "}, dossier.Attested{What: "Học bạ"})
		if first.Result.Number != "01–02, quyển số 01/2023-SCT/BS" || first.Result.Certified.Items[0].Copies != 3 || first.Result.Certified.Items[1].Copies != 1 {
			h.t.Errorf("two papers: %+v", first.Result)
		}
		if c := first.Result.Certified; c.Signer != "Cán bộ leader" || c.SignerTitle != "leader" {
			h.t.Errorf("signed by %q, %q", c.Signer, c.SignerTitle)
		}
		over := h.approvedOf(copiesOfOriginals, false)
		if _, err := h.Number(front, dossier.At{ID: over.ID, Seen: over.Version - 1}, "", nil); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("numbered on an old page: %v", err)
		}
		if _, err := h.Number(front, dossier.At{ID: over.ID}, "", nil, make51()...); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("51 papers at once: %v", err)
		}
		if d := h.step(over, func(at dossier.At) (*dossier.Dossier, error) { return h.Number(front, at, "", nil) }); d.Result.Number != "03, quyển số 01/2023-SCT/BS" {
			h.t.Errorf("what failed took a number: the next is %s", d.Result.Number)
		}
		if d := number(wills); d.Result.Number != "01, quyển số 01/2023-SCT/HĐ,GD" {
			h.t.Errorf("another book: %s", d.Result.Number)
		}
		if d := h.step(h.approvedOf(wills, true), func(at dossier.At) (*dossier.Dossier, error) { return h.Number(front, at, "", nil) }); d.Result.Certified != nil {
			h.t.Errorf("what was not granted was certified: %+v", d.Result)
		}
		h.clock.Set(clock.Date("2024-01-03").At(9 * time.Hour))
		if d := number(copiesOfOriginals); d.Result.Number != "01, quyển số 01/2024-SCT/BS" {
			h.t.Errorf("the new year begins at %s", d.Result.Number)
		}
		lines, next, err := h.BookLines(front, dossier.BookQuery{Book: catalog.BookCopies, Year: "2023", Unit: h.commune.Path, Limit: 2})
		h.no(err)
		if len(lines) != 2 || next != 2 || lines[0].What != "Bằng tốt nghiệp" || strings.Contains(fmt.Sprint(lines[0].Owner), person.PersonalNo) {
			h.t.Errorf("the book begins with %+v, then %d", lines, next)
		}
		if lines, _, err = h.BookLines(as("reception", h.neighbour()), dossier.BookQuery{Book: catalog.BookCopies, Year: "2023", Unit: h.commune.Path}); err != nil || len(lines) > 0 {
			h.t.Errorf("another commune reads %d lines, %v", len(lines), err)
		}
		h.no(h.Check(front, first.ID))
	})
}

func make51() []dossier.Attested {
	out := make([]dossier.Attested, 51)
	for i := range out {
		out[i].What = "Giấy tờ"
	}
	return out
}

func TestTheCertificationBookOnScreenAndPaper(t *testing.T) {
	d := newDesk(t)
	done := d.approvedOf(copiesOfOriginals, false)
	s := d.sit("reception").open("/lam-viec/so-theo-doi/chung-thuc").reads("Chưa có việc chứng thực nào", "Sổ chứng thực bản sao từ bản chính (SCT/BS)")
	s.open("/lam-viec/ho-so/"+done.ID+"/number").reads("Giấy tờ, việc thứ 1", `value="Bản sao được chứng thực"`, "mỗi dòng lấy một số")
	s.send("/lam-viec/ho-so/"+done.ID+"/number", url.Values{"what-1": {"Bằng tốt nghiệp"}, "copies-1": {"3"}, "what-2": {"Học bạ"}})
	s.reads("Số chứng thực", "01–02, quyển số 01/2023-SCT/BS", "Số 01: Bằng tốt nghiệp, 03 bản", "Số 02: Học bạ, 01 bản")

	s.open("/lam-viec/so-theo-doi").reads("/lam-viec/so-theo-doi/chung-thuc")
	s.open("/lam-viec/so-theo-doi/chung-thuc?so=BS&nam=2023").reads("Quyển số 01/2023-SCT/BS", "Bằng tốt nghiệp", "Bùi Thị Lan", "017*****1234", done.Code).lacks("017195001234")
	s.open("/lam-viec/so-theo-doi/chung-thuc?so=CK&nam=2023").reads("Chưa có việc chứng thực nào")
	s.open("/lam-viec/so-theo-doi/chung-thuc/xuat?so=BS&nam=2023&dang=pdf")
	if s.code != 200 || !strings.HasPrefix(s.page, "%PDF-") {
		t.Errorf("on paper: %d %.30q", s.code, s.page)
	}
	if s.open("/lam-viec/so-theo-doi/chung-thuc/xuat?so=BS&nam=2023&dang=xlsx"); s.code != 200 || !bytes.HasPrefix([]byte(s.page), []byte("PK")) {
		t.Errorf("as a workbook: %d %.30q", s.code, s.page)
	}
	if s.open("/lam-viec/so-theo-doi/chung-thuc/xuat?so=BS&nam=2023&dang=pdf&muc-dich=x"); s.code != 422 {
		t.Errorf("a purpose of one letter: %d, want 422", s.code)
	}
	s.open("/lam-viec/so-theo-doi/chung-thuc/xuat?so=BS&nam=2023&dang=pdf&muc-dich=" + url.QueryEscape("Kiểm tra cuối năm"))
	looks, err := d.Looks(as("supervisor", d.commune), done.ID)
	d.no(err)
	if len(looks) == 0 || looks[0].Purpose != "Kiểm tra cuối năm" {
		t.Errorf("the full book left the looks %+v", looks)
	}
}
