package dossier_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// share are files that scanners left, by office, in the order in which they came.
type share struct {
	h       *house
	waiting map[string][]dossier.ScannerFile
	used    map[string]string // for what, by key
}

func (h *house) share() *share {
	s := &share{h, map[string][]dossier.ScannerFile{}, map[string]string{}}
	h.Scanners = s
	return s
}

// scans leaves a file for an office.
func (s *share) scans(unitID, id, name string, grey byte) {
	s.h.t.Helper()
	f := s.h.scan(as("reception", s.h.commune), grey)
	f.Name, f.At = name, s.h.clock.Now()
	s.waiting[unitID] = append(s.waiting[unitID], dossier.ScannerFile{ID: id, File: f})
}

func (s *share) Waiting(_ context.Context, unitID string, most int) ([]dossier.ScannerFile, error) {
	all := slices.Clone(s.waiting[unitID])
	slices.Reverse(all)
	return all[:min(most, len(all))], nil
}

func (s *share) File(_ context.Context, unitID, id string) (dossier.ScannerFile, error) {
	for _, f := range s.waiting[unitID] {
		if f.ID == id {
			return f, nil
		}
	}
	return dossier.ScannerFile{}, fault.New(fault.NotFound, "dossier.file-not-found")
}

func (s *share) Use(_ context.Context, _ *db.Tx, unitID, id, subject string) (dossier.ScannerFile, error) {
	i := slices.IndexFunc(s.waiting[unitID], func(f dossier.ScannerFile) bool { return f.ID == id })
	if i < 0 {
		return dossier.ScannerFile{}, fault.New(fault.Conflict, "dossier.file-not-found")
	}
	f := s.waiting[unitID][i]
	s.waiting[unitID], s.used[id] = slices.Delete(slices.Clone(s.waiting[unitID]), i, i+1), subject
	return f, nil
}

func TestFilesOfAScannerGoUnderThePapersOfAnIntake(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		dr := h.counterDraft(desk)
		if all, err := h.Scanned(desk, dr); err != nil || len(all) != 0 {
			t.Fatalf("without scanners: %v, %v", all, err)
		}
		_, err := h.TakeScanned(desk, dr.ID, []dossier.FromScanner{{ID: "a"}})
		h.refuses(err, fault.NotFound, "fault.not-found")

		s := h.share()
		s.scans(h.commune.ID, "a", "quet-1.jpg", 50)
		s.scans(h.commune.ID, "b", "quet-2.jpg", 60)
		s.scans(h.neighbour().ID, "c", "cua-xa-khac.jpg", 70)
		all, err := h.Scanned(desk, dr)
		if err != nil || len(all) != 2 || all[0].ID != "b" {
			t.Fatalf("two wait, the newest first: %+v, %v", all, err)
		}
		f, content, err := h.OpenScanned(desk, dr.ID, "a")
		h.no(err)
		h.no(content.Close())
		if f.Name != "quet-1.jpg" {
			t.Errorf("it opens %s", f.Name)
		}
		for _, foreign := range []string{"c", "none"} {
			_, _, err = h.OpenScanned(desk, dr.ID, foreign)
			h.refuses(err, fault.NotFound, "dossier.file-not-found")
		}
		if looks, err := h.Trail.Looks(desk, "backlog-found/a", 9); err != nil || len(looks) != 1 {
			t.Errorf("%d looks are in the trail, %v", len(looks), err)
		}

		paper := dossier.Paper{Key: h.firstPaper(dr), Name: "Giấy chứng sinh", Form: "original", Count: 1}
		_, err = h.TakeScanned(desk, dr.ID, []dossier.FromScanner{{ID: "a", Paper: paper}, {ID: "c", Paper: paper}})
		h.refuses(err, fault.Conflict, "dossier.file-not-found")
		if got, err := h.Draft(desk, dr.ID); err != nil || slices.ContainsFunc(got.Papers, func(p dossier.Paper) bool { return len(p.Files) > 0 }) {
			t.Fatalf("one of two was refused, and the draft has %+v, %v", got.Papers, err)
		}
		s.scans(h.commune.ID, "a", "quet-1.jpg", 50) // what the fake's transaction does not take back
		got, err := h.TakeScanned(desk, dr.ID, []dossier.FromScanner{{ID: "a", Paper: paper}, {ID: "b", Paper: paper}})
		h.no(err)
		i := slices.IndexFunc(got.Papers, func(p dossier.Paper) bool { return p.Key == paper.Key })
		if i < 0 || len(got.Papers[i].Files) != 2 || got.Papers[i].Files[0].Name != "quet-1.jpg" || s.used["b"] != "draft/"+dr.ID {
			t.Errorf("the draft has %+v, used were %v", got.Papers, s.used)
		}
		s.scans(h.commune.ID, "d", "lon.jpg", 80)
		h.MaxFile = 100
		_, err = h.TakeScanned(desk, dr.ID, []dossier.FromScanner{{ID: "d", Paper: paper}})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != "dossier.scanner.too-large" {
			t.Errorf("a file that is too large: %v", err)
		}
		elsewhere := as("reception", h.neighbour()) // the same account, which works there now
		_, err = h.TakeScanned(elsewhere, dr.ID, []dossier.FromScanner{{ID: "d", Paper: paper}})
		h.refuses(err, fault.Forbidden, "fault.forbidden")
		_, _, err = h.OpenScanned(elsewhere, dr.ID, "d")
		h.refuses(err, fault.Forbidden, "fault.forbidden")
	})
}

func TestTheCounterTakesFilesOfAScanner(t *testing.T) {
	d := newDesk(t)
	s := d.share()
	front := d.sit("reception")
	form := url.Values{"do": {"save"}}
	front.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft := front.at
	front.open(draft).lacks("Lấy từ máy quét")
	front.open(draft + "/may-quet").reads("Chưa có tệp nào từ máy quét")
	s.scans(d.commune.ID, "a", "quet-1.jpg", 50)
	s.scans(d.commune.ID, "b", "quet-2.jpg", 60)
	form.Set("do", "scanner")
	form.Set("owner_name", "Bùi Văn Chín")
	front.open(draft).reads("Lấy từ máy quét (2 tệp)")
	front.send(draft, form).reads("Tệp máy quét của đơn vị vừa gửi", "quet-1.jpg", "quet-2.jpg", "Không dùng cho hồ sơ này")
	for id, code := range map[string]int{"a": http.StatusOK, "none": http.StatusNotFound} {
		res, err := front.http.Get(d.server.URL + draft + "/may-quet/" + id)
		d.no(err)
		d.no(res.Body.Close())
		if res.StatusCode != code {
			t.Errorf("looking at %s gives %d, want %d", id, res.StatusCode, code)
		}
	}
	front.send(draft+"/may-quet", url.Values{"quet:a": {""}}).reads("Chọn ít nhất một tệp và giấy tờ của tệp đó.")
	key := d.firstPaper(mustDraft(d, draft))
	front.send(draft+"/may-quet", url.Values{"quet:gone": {key}}).reads("Không tìm thấy") // a colleague was faster
	front.send(draft+"/may-quet", url.Values{"quet:a": {key}, "quet:b": {"=result"}}).reads("Đã thêm 1 tệp từ máy quét.", "quet-1.jpg", "Bùi Văn Chín", "Lấy từ máy quét (1 tệp)")
}

// A scan that an officer takes away at the counter is nobody's: its bytes go.
func TestWhatIsTakenAwayAtTheCounterIsSwept(t *testing.T) {
	d := newDesk(t)
	front := d.sit("reception")
	front.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft := front.at
	key := d.firstPaper(mustDraft(d, draft))
	form := url.Values{"do": {"save"}, "paper": {key}}
	raw := photograph(t, 33)
	front.upload(draft, "file:"+key, "nham.jpg", raw, form).reads("nham.jpg")
	kept := mustDraft(d, draft).Papers[0].Files[0]
	form = url.Values{"do": {"save"}, "paper": {key}, "unscan": {key + "/" + kept.SHA256}}
	front.open(draft).send(draft, form).reads("Đã lưu").lacks("nham.jpg")
	d.clock.Advance(8 * 24 * time.Hour)
	d.no(d.Sweep(context.Background()))
	if has, err := d.Blobs.Has(context.Background(), blob.Ref{SHA256: kept.SHA256}); err != nil || has {
		t.Errorf("its bytes are kept: %v, %v", has, err)
	}
}
