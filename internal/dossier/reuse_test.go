package dossier_test

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// issuedAt is a paper that an office issued to the person, on the file that lies in the store.
func (h *house) issuedAt(office org.Unit, personalNo string) *archive.Paper {
	h.t.Helper()
	sample := h.draft(lan).Papers[0].Files[0]
	var p *archive.Paper
	h.no(h.db.Transact(as("clerk", office), func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = h.Archive.Issue(ctx, tx, archive.Opening{Subject: "backlog/1", Office: archive.Place{UnitID: office.ID, Path: office.Path, Name: office.FullName},
			Title: "Giấy chứng sinh", Number: "07/2019", IssuedOn: "2019-03-04", Holders: []archive.Holder{{Name: "Bùi Thị Lan", PersonalNo: personalNo}},
			Files: []archive.File{{SHA256: sample.SHA256, Size: sample.Size, Type: sample.Type, Name: "chung-sinh-2019.pdf"}}})
		return err
	}))
	return p
}

// firstPaper is the key of the first paper that a draft's procedure wants.
func (h *house) firstPaper(dr *dossier.DraftWork) string {
	v, err := h.catalog.Version(context.Background(), dr.VersionID)
	h.no(err)
	k, _ := v.Case(dr.CaseKey)
	return k.Components[0].Key
}

// chosen is a form with the select whose name begins so set to the first thing that it offers.
func (s *sitter) chosen(begins string) url.Values {
	name := regexp.MustCompile(`name="(` + regexp.QuoteMeta(begins) + `[^"]*)"[^>]*>\s*<option value=""[^>]*>[^<]*</option>\s*<option value="([^"]+)"`).FindStringSubmatch(s.page)
	if name == nil {
		s.t.Fatalf("no select begins with %s in %s", begins, s.main())
	}
	return url.Values{name[1]: {name[2]}}
}

func TestWhatWasIssuedElsewhereIsUsedAgainWithConsent(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issuedAt(h.neighbour(), person.PersonalNo)
		h.issuedAt(h.neighbour(), "001195009999")
		desk := as("reception", h.commune)
		dr := h.counterDraft(desk)

		n, err := h.KnownOf(desk, dr)
		h.no(err)
		if n != 1 {
			h.t.Errorf("of the person %d papers are known, want the one", n)
		}
		if looks, err := h.Trail.Looks(desk, p.OwnSubject(), 9); err != nil || len(looks) != 0 {
			h.t.Errorf("before consent %d looks (%v), want none", len(looks), err)
		}
		_, err = h.EarlierOf(desk, dr)
		h.refuses(err, fault.Conflict, "dossier.reuse.not-agreed")
		_, err = h.LetFind(lan, dr.ID)
		h.refuses(err, fault.Forbidden, "fault.forbidden")

		dr, err = h.LetFind(desk, dr.ID)
		h.no(err)
		all, err := h.EarlierOf(desk, dr)
		h.no(err)
		if len(all) != 1 || all[0].Issued != p.ID || all[0].Code != "07/2019" {
			h.t.Fatalf("offered is %+v, want the person's paper alone", all)
		}
		looks, err := h.Trail.Looks(desk, p.OwnSubject(), 9)
		h.no(err)
		if len(looks) != 1 || looks[0].Purpose != "Tìm giấy tờ để dùng lại khi tiếp nhận hồ sơ: "+dr.Name {
			h.t.Errorf("the holder reads %+v, want one look with its purpose", looks)
		}
		paper := dossier.Paper{Key: h.firstPaper(dr), Name: "Giấy chứng sinh", Form: "electronic"}
		dr, err = h.ReuseAt(desk, dr.ID, []dossier.Again{{Paper: paper, Key: all[0].Key()}})
		h.no(err)
		d, err := h.TakeIn(desk, dr.ID)
		h.no(err)
		v, err := h.Open(desk, d.ID)
		h.no(err)
		i := slices.IndexFunc(v.Papers, dossier.Paper.IsReused)
		if i < 0 || v.Papers[i].Reused[0].Issued != p.ID {
			h.t.Fatalf("the dossier has %+v, want the paper marked as reused", v.Papers)
		}
		if c := v.Events[0].Facts.Consents; len(c) != 2 || c[0].From != dossier.FromHouse || c[1].From != dossier.FromIssued {
			h.t.Errorf("the first event says %+v, want both consents", c)
		}
		_, err = h.Archive.Revoke(testkit.AsAt(desk, "/", archive.CanView, archive.CanRevoke), archive.At{ID: p.ID}, "Cấp nhầm")
		h.no(err)
		if v, err = h.Open(desk, d.ID); err != nil || len(v.Lapsed) != 1 {
			h.t.Errorf("once it is revoked the desk is told %v, want that it lapsed", v.Lapsed)
		}
	})
}

func TestAnotherOwnerTakesTheirPapersAlong(t *testing.T) {
	onBoth(t, func(h *house) {
		h.issuedAt(h.commune, person.PersonalNo)
		desk := as("reception", h.commune)
		dr, err := h.LetFind(desk, h.counterDraft(desk).ID)
		h.no(err)
		all, err := h.EarlierOf(desk, dr)
		h.no(err)
		dr, err = h.ReuseAt(desk, dr.ID, []dossier.Again{{Paper: dossier.Paper{Key: "x", Name: "Giấy"}, Key: all[0].Key()}})
		h.no(err)
		dr, err = h.Save(desk, dr.ID, 0, func(dr *dossier.DraftWork) error { dr.Owner.PersonalNo = "001195009999"; return nil })
		h.no(err)
		for _, p := range dr.Papers {
			if len(p.Files) > 0 || p.IsReused() {
				h.t.Errorf("under another owner stands %+v", p)
			}
		}
		_, err = h.EarlierOf(desk, dr)
		h.refuses(err, fault.Conflict, "dossier.reuse.not-agreed")
	})
}

func TestTheDeskUsesAnIssuedPaperAgain(t *testing.T) {
	d := newDesk(t)
	d.issuedAt(d.neighbour(), person.PersonalNo)
	front := d.sit("reception")
	front.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft := front.at
	front.send(draft, url.Values{"do": {"save"}, "owner_name": {person.Name}, "owner_no": {person.PersonalNo}}).reads("đã được cấp 1 giấy tờ còn giá trị")
	front.open(draft + "/dung-lai").reads("đồng ý cho tìm và dùng lại").lacks("07/2019")
	front.send(draft+"/dung-lai", url.Values{}).reads("Hỏi và đánh dấu đồng ý trước khi tìm")
	front.send(draft+"/dung-lai", url.Values{"dong-y": {"1"}}).reads("Giấy đã cấp số 07/2019", "Không dùng")
	form := front.chosen("dung:")
	front.send(draft+"/dung-lai", form).reads("Đã đưa 1 giấy tờ có sẵn vào hồ sơ", "chung-sinh-2019.pdf")
	front.send(draft, url.Values{"do": {"take-in"}, "owner_name": {person.Name}, "owner_no": {person.PersonalNo}, "submitter": {"same"}, "missing-ok": {"1"}}).
		reads("Giấy đã cấp số 07/2019", "Đồng ý cho tìm giấy tờ")
}
