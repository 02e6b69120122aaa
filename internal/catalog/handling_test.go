package catalog

import (
	"testing"

	"github.com/nha-san/nhasan/internal/org/term"
)

func TestWhatTheClockAndTheOfficersMustKnow(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		copies := b.now(t, b.bySlug(t, "chung-thuc-ban-sao-tu-ban-chinh-giay-to-van-ban-do-co-quan-to-chuc-co-cap-xa"))
		contracts := b.now(t, b.bySlug(t, "chung-thuc-di-chuc-cap-xa"))
		birth := b.now(t, b.bySlug(t, "dang-ky-khai-sinh-cap-xa"))
		day := term.Term{Amount: 1, Unit: term.WorkingDay}
		if !copies.Certification || !copies.SameDay(day) || copies.SameDay(term.Term{}) {
			t.Error("a copy is certified on the day it comes in")
		}
		if !contracts.Certification || contracts.SameDay(term.Term{Amount: 2, Unit: term.WorkingDay}) {
			t.Error("a will is certified within two days")
		}
		if birth.Certification || birth.SameDay(day) || !birth.Extendable() || birth.Stops(term.ForPayment) || !birth.Stops(term.ForSupplement) {
			t.Errorf("a registration is handled as most are, not so: %+v", birth.Handling)
		}
		joined := b.now(t, b.bySlug(t, "lien-thong-dang-ky-khai-sinh-dang-ky-thuong-tru-cap-the-bao-hiem-y-te-cap-xa"))
		part, ok := joined.Child("residence")
		if !joined.JoinedUp() || len(joined.Children) != 3 || !ok || part.Agency != "Công an cấp xã" || part.Term.Amount != 7 {
			t.Errorf("the joined-up registration has the parts %+v", joined.Children)
		}
		if _, ok := birth.Child("residence"); ok || birth.JoinedUp() {
			t.Error("a registration alone has parts")
		}
	})
}

func TestLandProceduresStopForPayment(t *testing.T) {
	if h := handlingOf("Đất đai"); !h.PaymentPauses || h.AgencyPauses || h.Certification {
		t.Errorf("land: %+v", h)
	}
}

func TestEveryCertificationKnowsItsBook(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		for slug, want := range map[string]Book{
			"chung-thuc-di-chuc-cap-xa": BookContracts,
			"chung-thuc-ban-sao-tu-ban-chinh-giay-to-van-ban-do-co-quan-to-chuc-co-cap-xa": BookCopies,
			"dang-ky-khai-sinh-cap-xa":     "",
			"cap-ban-sao-tu-so-goc-cap-xa": "",
		} {
			if v := b.now(t, b.bySlug(t, slug)); v.Book != want {
				t.Errorf("%s is entered in %q, want %q", slug, v.Book, want)
			}
		}
	})
	if Book("XX").Known() || !BookCopies.Known() || BookCopies.Symbol() != "SCT/BS" {
		t.Error("the books are not those of the decree")
	}
}
