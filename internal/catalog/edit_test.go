package catalog

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func drafted(t *testing.T, b bench, slug string) *Version {
	t.Helper()
	p := b.bySlug(t, slug)
	v, err := b.Begin(b.ctx, p.ID, 1)
	if err != nil {
		t.Fatalf("beginning a draft of %s: %v", p.Name, err)
	}
	return v
}

func TestADraftIsEditedBesideWhatHolds(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		if again, err := b.Begin(b.ctx, v.ProcedureID, 1); err != nil || again.ID != v.ID {
			t.Errorf("beginning twice made %+v, %v: want the draft that is open", again, err)
		}
		if err := b.Edit(b.ctx, v.ID, 0, partGeneral, func(c *Content) error { c.Result = "Bản điện tử"; return nil }); err != nil {
			t.Fatal(err)
		}
		after, err := b.Version(b.ctx, v.ID)
		if err != nil || after.Result != "Bản điện tử" || after.Edition != 1 || after.EditedBy != "Bùi Thị Thử" || after.EditedAt.IsZero() {
			t.Errorf("the draft is %+v, %v", after, err)
		}
		if now := b.now(t, b.bySlug(t, "dang-ky-khai-sinh-cap-xa")); now.Result == "Bản điện tử" || now.Number != 1 {
			t.Errorf("what holds changed with the draft: %+v", now)
		}
		if err := b.Edit(b.ctx, v.ID, 1, partGeneral, func(c *Content) error { return nil }); err != nil {
			t.Error(err)
		}
		records, err := b.Trail.Of(b.ctx, subject(v.ProcedureID), 10)
		if err != nil || actions(records) != "catalog.draft-edited catalog.draft-begun" {
			t.Errorf("the trail has %s, %v", actions(records), err)
		}
	})
}

func actions(records []audit.Record) string {
	var out []string
	for _, r := range records {
		out = append(out, r.Action)
	}
	return strings.Join(out, " ")
}

func TestTheSecondEditorIsToldWhoWasFaster(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		set := func(words string) func(*Content) error {
			return func(c *Content) error { c.Result = words; return nil }
		}
		if err := b.Edit(b.ctx, v.ID, 0, partGeneral, set("người thứ nhất")); err != nil {
			t.Fatal(err)
		}
		err := b.Edit(b.ctx, v.ID, 0, partGeneral, set("người thứ hai"))
		if f := fault.As(err); f == nil || f.Kind != fault.Conflict || f.Args["who"] != "Bùi Thị Thử" {
			t.Errorf("the second editor was told %v", err)
		}
		for name, edition := range map[string]int{"an old edition": 0, "one that never was": 7} {
			if err := b.Discard(b.ctx, v.ID, edition, "x"); !fault.Is(err, fault.Conflict) {
				t.Errorf("discarding %s: %v", name, err)
			}
		}
		if err := b.Discard(b.ctx, v.ID, 1, "Thôi"); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Version(b.ctx, v.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the draft is still there: %v", err)
		}
	})
}

func TestStepsThatDoNotAddUpAreNotPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		cut := func(hours float64) func(*Content) error {
			return func(c *Content) error { c.Steps[0].Hours = hours; return nil }
		}
		first := v.Steps[0].Hours
		if err := b.Edit(b.ctx, v.ID, 0, partSteps, cut(first+4)); err != nil {
			t.Fatal(err)
		}
		now, _ := b.Version(b.ctx, v.ID)
		troubles := now.Troubles()
		if len(troubles) != 1 || troubles[0].Part != partSteps || troubles[0].Key != "catalog.trouble.hours-over" {
			t.Fatalf("troubles %+v", troubles)
		}
		if got := troubleText(b.ctx, troubles[0]); got != "tổng các bước là 12 giờ làm việc (1,5 ngày), thời hạn giải quyết là 8 giờ (1 ngày): thừa 4 giờ (0,5 ngày)." {
			t.Errorf("it says %q", got)
		}
		if err := b.Publish(b.ctx, v.ID, Publication{From: "2023-09-01", Why: "x"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("published all the same: %v", err)
		}
		if err := b.Edit(b.ctx, v.ID, 1, partSteps, cut(first)); err != nil {
			t.Fatal(err)
		}
		if err := b.Publish(b.ctx, v.ID, Publication{From: "2023-09-01", Why: "x"}); err != nil {
			t.Errorf("even steps: %v", err)
		}
		if err := b.Edit(b.ctx, v.ID, 2, partSteps, cut(1)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a published version was edited: %v", err)
		}
	})
}

func TestWhatHasNotBegunIsTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		p := b.bySlug(t, "dang-ky-khai-sinh-cap-xa")
		if err := b.Edit(b.ctx, v.ID, 0, partGeneral, func(c *Content) error { c.HandlingUnit = "Phòng Tư pháp"; return nil }); err != nil {
			t.Fatal(err)
		}
		if err := b.Publish(b.ctx, v.ID, Publication{From: "2023-09-01", DecisionNo: "1/QĐ", Why: "x"}); err != nil {
			t.Fatal(err)
		}
		if err := b.Undo(b.ctx, v.ID, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		if err := b.Undo(b.ctx, v.ID, "Hoãn"); err != nil {
			t.Fatal(err)
		}
		for _, day := range []string{"2023-08-10", "2024-01-01"} {
			if now, err := b.Current(b.ctx, p.ID, dayIn(day)); err != nil || now.Number != 1 || now.Until != "" {
				t.Errorf("on %s version %+v holds, %v", day, now, err)
			}
		}
		if who, err := b.read().competent(b.ctx, p.ID, "2024-01-01"); err != nil || who.Department == "Phòng Tư pháp" {
			t.Errorf("competence went with the publication: %+v, %v", who, err)
		}
		if err := b.Publish(b.ctx, v.ID, Publication{From: "2023-08-10", Why: "ngay"}); err != nil {
			t.Fatal(err)
		}
		if err := b.Undo(b.ctx, v.ID, "muộn"); !fault.Is(err, fault.Conflict) {
			t.Errorf("what has begun was taken back: %v", err)
		}
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2023-12-31", DecisionNo: "9/QĐ", Why: "x"}); err != nil {
			t.Fatal(err)
		}
		if now, _ := b.Version(b.ctx, v.ID); now.Status != StatusAbolished || now.EndedBy != "9/QĐ" {
			t.Errorf("abolished: %+v", now)
		}
		if err := b.Undo(b.ctx, v.ID, "Vẫn cần"); err != nil {
			t.Fatal(err)
		}
		if now := b.now(t, p); now.Status != StatusPublished || now.Until != "" || now.EndedBy != "" {
			t.Errorf("it does not go on: %+v", now)
		}
	})
}

func TestANewProcedureIsADraftOfItsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		for name, p := range map[string]Procedure{"no name": {Level: Commune, Field: "x"}, "no level": {Name: "Cấp thẻ", Field: "x"},
			"a code of no code": {Name: "Cấp thẻ", Level: Commune, Field: "x", Code: "12"}, "a name that is there": {Name: "Đăng ký khai sinh", Level: Commune, Field: "Hộ tịch"},
			"a code that is there": {Name: "Cấp thẻ", Level: Commune, Field: "x", Code: "1.001193"}} {
			if _, err := b.Create(b.ctx, p, "UBND cấp xã"); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		v, err := b.Create(b.ctx, Procedure{Name: "Cấp  thẻ thư viện", NameEn: "Library card", Level: Commune, Field: "Văn hóa"}, "UBND cấp xã")
		if err != nil {
			t.Fatal(err)
		}
		p, err := b.ByID(b.ctx, v.ProcedureID)
		if err != nil || p.Slug != "cap-the-thu-vien-cap-xa" || p.Name != "Cấp thẻ thư viện" {
			t.Errorf("%+v, %v", p, err)
		}
		if _, err := b.View(b.ctx, p, b.today()); !fault.Is(err, fault.NotFound) {
			t.Errorf("the public sees a draft: %v", err)
		}
		if err := b.Rename(b.ctx, *p, Procedure{Name: "Cấp thẻ đọc", Field: "Văn hóa"}, "Sửa tên"); err != nil {
			t.Fatal(err)
		}
		if err := b.Rename(b.ctx, *p, Procedure{Name: "Cấp thẻ khác", Field: "Văn hóa"}, "Sửa tên"); !fault.Is(err, fault.Conflict) {
			t.Errorf("renaming what was renamed meanwhile: %v", err)
		}
	})
}

func TestWhoMayKeepWhichLevel(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		nothing := func(c *Content) error { c.Result = "x"; return nil }
		for who, c := range map[string]struct {
			ctx  context.Context
			want fault.Kind
		}{
			"nobody": {context.Background(), fault.SignIn}, "a citizen": {testkit.AsCitizen(context.Background(), "x"), fault.Forbidden},
			"an officer without the right": {testkit.As(context.Background(), "dossier.view"), fault.Forbidden},
			"a keeper of nothing":          {testkit.AsAt(context.Background(), "/elsewhere/", CanEdit, CanPublish), fault.Forbidden},
		} {
			for what, do := range map[string]func() error{
				"edits":      func() error { return b.Edit(c.ctx, v.ID, 0, partGeneral, nothing) },
				"discards":   func() error { return b.Discard(c.ctx, v.ID, 0, "x") },
				"begins":     func() error { _, err := b.Begin(c.ctx, v.ProcedureID, 1); return err },
				"publishes":  func() error { return b.Publish(c.ctx, v.ID, Publication{From: "2023-09-01", Why: "x"}) },
				"takes back": func() error { return b.Undo(c.ctx, v.ID, "x") },
				"creates": func() error {
					_, err := b.Create(c.ctx, Procedure{Name: "Mới", Level: Commune, Field: "x"}, "x")
					return err
				},
				"imports": func() error {
					in := demo(t)
					in.CSV, in.PublishFrom = changed(t, in.CSV, 5, "fee_vnd", "7"), ""
					_, err := b.Import(c.ctx, in)
					return err
				},
			} {
				if err := do(); !fault.Is(err, c.want) {
					t.Errorf("%s %s: %v, want %s", who, what, err, c.want)
				}
			}
		}
		if b.Keeps(actor.With(context.Background(), actor.Actor{}), CanEdit, Commune) {
			t.Error("nobody keeps a level")
		}
	})
}

// form is what an editor sends: the edition they saw, and what they typed.
func form(edition int, pairs ...string) url.Values {
	v := url.Values{"an-ban": {fmt.Sprint(edition)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func TestADraftIsEditedInTheBrowser(t *testing.T) {
	s := newSite(t)
	s.full(t)
	p := s.bySlug(t, "dang-ky-khai-sinh-cap-xa")
	b := s.browser(t, "keeper")
	b.open(versionPath(p.ID, 1) + "/nhap-moi").says("hồ sơ đang giải quyết vẫn theo phiên bản của mình")
	b.post(versionPath(p.ID, 1)+"/nhap-moi", nil).says("Đang soạn bản nháp phiên bản 2", "Soạn bản nháp", "Quy trình nội bộ", "Đạt")
	at := versionPath(p.ID, 2) + "/sua/"

	b.open(at+"chung").says("Thông tin của phiên bản", `name="handling_unit"`)
	b.post(at+"chung", form(0, "service_level", "full", "handling_unit", " ", "result", "Giấy mới")).says("Vui lòng nhập mục này", `value="Giấy mới"`)
	b.post(at+"chung", form(0, "service_level", "full", "handling_unit", "UBND cấp xã", "result", "Giấy mới", "handling", "no-extension", "book", "BS")).says("Đã lưu", "Chứng thực: trả trong ngày", "Sổ chứng thực bản sao từ bản chính (SCT/BS)", "Không được gia hạn")

	b.open(at+"quy-trinh").says("bằng thời hạn giải quyết", "1. ", "Xuống", "2. ", "Lên")
	b.post(at+"quy-trinh/1", form(1, "action", "Tiếp nhận", "role", "reception", "role_name", "Công chức một cửa", "hours", "nhiều")).says("Vui lòng nhập một số", `value="nhiều"`)
	b.post(at+"quy-trinh/1", form(1, "action", "Tiếp nhận", "role", "reception", "role_name", "Công chức một cửa", "hours", "0,5")).says("Quy trình nội bộ", "còn thiếu", "Tiếp nhận")
	b.post(at+"quy-trinh", form(2, "lam", "xuong:1")).says("Đã lưu")
	b.post(at+"quy-trinh", form(2, "lam", "xuong:1")).says("Bản nháp đã được", "Những gì vừa gõ còn nguyên")
	b.post(at+"quy-trinh", form(3, "lam", "len:2")).says("Đã lưu", "1. Tiếp nhận")
	b.post(at+"quy-trinh", form(4, "lam", "bo:1")).says("Bỏ “Tiếp nhận", "khỏi bản nháp?", `value="bo:1"`)
	b.open(at + "quy-trinh").says("1. Tiếp nhận")

	b.open(at + "giay-to/moi").says("Thêm giấy tờ")
	b.post(at+"giay-to/moi", form(4, "name", "Giấy ủy quyền", "name_en", "Mandate", "plain", "1", "marks", "optional", "marks", "reusable", "condition", "nộp thay")).says("Giấy ủy quyền", "01 bản sao", "nộp thay", "không bắt buộc")
	b.open(at+"truong-hop/1").says("Trực tiếp", "Thời hạn", "ngày làm việc")
	b.post(at+"truong-hop/1", form(5, "channels", "direct", "direct_amount", "3", "direct_unit", "working_day", "direct_fee", "8.000", "direct_groups", "Hộ nghèo: 0\nTrẻ em: miễn")).says("Dòng 2 chưa đúng mẫu")
	b.post(at+"truong-hop/1", form(5, "channels", "direct", "direct_amount", "3", "direct_unit", "working_day", "direct_fee", "8.000", "direct_groups", "Hộ nghèo: 0")).says("03 ngày làm việc, 8.000 đ")

	b.post(at+"to-khai/moi", form(6, "label_vi", "Con", "type", "group", "max_rows", "4")).says("Nhóm con phải có ít nhất một câu hỏi", "Con", "Sửa 0 câu hỏi trong nhóm")
	b.post(at+"to-khai/moi", form(7, "label_vi", "Họ tên con", "type", "text", "marks", "required", "trong", "con")).says("Nhóm câu hỏi: Con", "Họ tên con")
	b.post(at+"to-khai/moi", form(8, "label_vi", "Giới tính con", "type", "select", "trong", "con")).says("Nhập các lựa chọn")
	b.post(at+"to-khai/moi", form(8, "label_vi", "Giới tính con", "type", "select", "options", "Nam\nNữ", "options_en", "Male\nFemale", "trong", "con",
		"show_field", "ho_ten_con", "show_value", "An")).says("chỉ hỏi khi “Họ tên con” là “An”")
	b.post(at+"can-cu", form(9, "legal_bases", "Luật A\n\nLuật B", "requirements", "")).says("Đã lưu", "Luật B")
	b.post(at+"lien-thong/moi", form(10, "name", "Đăng ký thường trú", "agency", "Công an cấp xã", "amount", "7", "unit", "working_day")).says("Công an cấp xã · 07 ngày làm việc")

	b.open(versionPath(p.ID, 2)).says("Phải sửa trước khi công bố", "còn thiếu", "Thay đổi so với phiên bản trước", "Thêm giấy tờ “Giấy ủy quyền”", "Thêm câu hỏi “Con”")
	b.open(versionPath(p.ID, 2) + "/cong-bo").says("Phải sửa trước khi công bố").lacks("Ngày bắt đầu có hiệu lực")
	b.open(versionPath(p.ID, 2)+"/xem-truoc").says("Đây là phiên bản 2", "Giấy ủy quyền")
	b.open(versionPath(p.ID, 2)+"/xem-truoc/to-khai").says("Con 1", "Họ tên con")
	b.open(versionPath(p.ID, 2)+"/xem-truoc/to-khai?thu=1&con.1.ho_ten_con=An").says("Giới tính con", "Con 2")
	b.open(historyPath(p.ID)+"/so-sanh").says("Phiên bản 2 khác phiên bản 1", "Thêm giấy tờ")
	b.open(historyPath(p.ID)+"/so-sanh?dang=json").says(`"from": 1`, `"part": "papers"`, "Thêm giấy tờ")

	v, err := s.Version(s.ctx, func() string { vs, _ := s.Versions(s.ctx, p.ID); return vs[0].ID }())
	if err != nil || !v.Certification || v.SameDay(term.Term{Amount: 3, Unit: term.WorkingDay}) || len(v.Fields[len(v.Fields)-1].Fields) != 2 {
		t.Errorf("the draft is %+v, %v", v, err)
	}
	for _, path := range []string{at + "khac", at + "quy-trinh/99", at + "quy-trinh/0", at + "to-khai?trong=x", at + "giay-to?trong=x"} {
		if b.open(path); b.code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, b.code)
		}
	}
	b.open(versionPath(p.ID, 1) + "/sua/chung")
	if b.code != http.StatusConflict {
		t.Errorf("editing what is published: %d", b.code)
	}
	b.post(versionPath(p.ID, 2)+"/huy", form(11, "why", "")).says("Vui lòng nhập lý do")
	b.post(versionPath(p.ID, 2)+"/huy", form(11, "why", "Làm lại")).says("Đã hủy bản nháp phiên bản 2")
}

func TestAProcedureIsAddedAndRenamedInTheBrowser(t *testing.T) {
	s := newSite(t)
	b := s.browser(t, "keeper")
	b.open(newPath).says("Thêm thủ tục mới", "Cấp xã")
	b.post(newPath, url.Values{"level": {"commune"}, "name": {"Cấp thẻ thư viện"}}).says("Vui lòng nhập mục này", "Cấp thẻ thư viện")
	b.post(newPath, url.Values{"level": {"commune"}, "name": {"Cấp thẻ thư viện"}, "field": {"Văn hóa"}, "handling_unit": {"UBND cấp xã"}}).says("Đã thêm thủ tục", "Soạn bản nháp")
	p := s.bySlug(t, "cap-the-thu-vien-cap-xa")
	path := historyPath(p.ID) + "/thong-tin-chung"
	b.open(path).says("Sửa thông tin chung", "Cấp thẻ thư viện")
	b.post(path, url.Values{"an-ban": {"cũ"}, "name": {"Thẻ đọc"}, "field": {"Văn hóa"}, "why": {"x"}}).says("đã được người khác thay đổi", "Thẻ đọc")
	b.post(path, url.Values{"an-ban": {p.guard()}, "name": {"Thẻ đọc"}, "field": {"Văn hóa"}, "why": {"Tên gọn"}}).says("Đã lưu", "Thẻ đọc", "Tên gọn")
}

// What binds several communes is not changed by whoever keeps the catalogue of one.
func TestOneCommuneDoesNotChangeWhatBindsOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t).withUnits(t)
		system := actor.AsSystem(context.Background(), "test")
		one, other := b.unit(t, org.Commune, "05395", "2023-08-10"), b.unit(t, org.Commune, "05398", "2023-08-10")
		district := b.unit(t, org.District, "159", "2023-08-10")
		mine := testkit.AsAt(context.Background(), one.Path, CanEdit, CanPublish)
		above := testkit.AsAt(context.Background(), district.Path, CanEdit, CanPublish)
		receive := func(u org.Unit, prefix string) {
			if err := b.Org.SetCodePrefix(system, u.ID, prefix, "test"); err != nil {
				t.Fatal(err)
			}
		}
		for _, kind := range []org.Kind{org.Commune, org.District} {
			all, err := b.Org.OfKind(b.ctx, kind, "2023-08-10")
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range all {
				if u.CodePrefix != "" {
					receive(u, "")
				}
			}
		}
		receive(one, "X28.159.03")
		if !b.Keeps(mine, CanEdit, Commune) || b.Keeps(mine, CanEdit, District) {
			t.Error("in an installation of one commune its own keeper keeps its procedures, and no others")
		}
		receive(other, "X28.159.04")
		if b.Keeps(mine, CanEdit, Commune) || !b.Keeps(above, CanEdit, Commune) {
			t.Error("where two communes receive, the district keeps what binds both")
		}
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		if err := b.Publish(mine, v.ID, Publication{From: "2023-09-01", Why: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("one commune publishes for both: %v", err)
		}
		if err := b.MoveCompetence(mine, v.ProcedureID, Move{UnitKind: org.Commune, From: "2023-09-01", Why: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("one commune moves who decides for both: %v", err)
		}
	})
}

func TestAPartNamesAProcedureThatIsThere(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		v := drafted(t, b, "dang-ky-khai-sinh-cap-xa")
		part := func(procedure string) func(*Content) error {
			return func(c *Content) error {
				c.Children = []Child{{Key: "x", Name: "Đăng ký thường trú", Agency: "Công an cấp xã", Procedure: procedure}}
				return nil
			}
		}
		if err := b.Edit(b.ctx, v.ID, v.Edition, partChildren, part("commune/Không có thủ tục này")); !fault.Is(err, fault.Invalid) {
			t.Errorf("a procedure that is not there: %v", err)
		}
		if err := b.Edit(b.ctx, v.ID, v.Edition, partChildren, part("commune/Đăng ký kết hôn")); err != nil {
			t.Errorf("a procedure that is there: %v", err)
		}
		drafts := drafts(t)
		drafts[0].Children = []Child{{Key: "x", Name: "Phần", Agency: "Công an", Procedure: "commune/Không có"}}
		if p := plan(drafts[:1], nil, ""); len(p.Problems) != 1 || p.Problems[0].Key != "catalog.import.child-procedure" {
			t.Errorf("imported: %+v", p.Problems)
		}
	})
}
