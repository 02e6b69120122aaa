package catalog

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// packed is a version as a file.
func packed(t *testing.T, b bench, slug string, change func(*Bundle)) []byte {
	t.Helper()
	bundle, err := b.Export(b.ctx, b.bySlug(t, slug).ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	change(&bundle)
	bundle.Digest = bundle.Content.digest()
	raw, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func same(*Bundle) {}

func TestAProcedureTravelsWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		f, err := b.Search(b.ctx, Query{PerPage: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range f.Items {
			raw := packed(t, b, one.Slug, same)
			got, err := ReadBundle(raw)
			if err != nil || got.Content.digest() != got.Digest || got.Procedure.Name != one.Name {
				t.Fatalf("%s: %v", one.Name, err)
			}
		}
	})
}

func TestWhatBecomesOfAFile(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		birth := "dang-ky-khai-sinh-cap-xa"
		rehearsed := func(raw []byte) *BundlePlan {
			t.Helper()
			key, err := b.PutUpBundle(b.ctx, raw)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := b.RehearseBundle(b.ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			return plan
		}
		take := func(raw []byte, sameCode bool) (*Version, error) {
			t.Helper()
			key, err := b.PutUpBundle(b.ctx, raw)
			if err != nil {
				t.Fatal(err)
			}
			return b.TakeBundle(b.ctx, key, sameCode, "Nhận")
		}
		unchanged := packed(t, b, birth, same)
		if plan := rehearsed(unchanged); !plan.Same || plan.Into == nil {
			t.Errorf("the same content: %+v", plan)
		}
		if _, err := take(unchanged, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same content was taken: %v", err)
		}
		other := packed(t, b, birth, func(f *Bundle) { f.Procedure.Name, f.Content.Result = "Khai sinh", "Khác" })
		if plan := rehearsed(other); plan.Other == nil || plan.Into != nil {
			t.Errorf("the code of another: %+v", plan)
		}
		if _, err := take(other, false); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code of another was taken without a word: %v", err)
		}
		v, err := take(other, true)
		if err != nil || v.Number != 2 || v.Status != StatusDraft {
			t.Fatalf("taken: %+v, %v", v, err)
		}
		if p := b.bySlug(t, birth); p.Name != "Đăng ký khai sinh" {
			t.Errorf("the name here changed to %s", p.Name)
		}
		third := packed(t, b, birth, func(f *Bundle) { f.Content.Result = "Khác nữa" })
		if _, err := take(third, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken over an open draft: %v", err)
		}
		fresh := packed(t, b, birth, func(f *Bundle) { f.Procedure.Name, f.Procedure.Code = "Khai sinh lưu động", "1.999999" })
		if v, err = take(fresh, false); err != nil || v.Number != 1 {
			t.Errorf("a new one: %+v, %v", v, err)
		}
		if p := b.bySlug(t, "khai-sinh-luu-dong-cap-xa"); p.Code != "1.999999" {
			t.Errorf("%+v", p)
		}
	})
}

func TestAFileThatIsNotWholeIsRefused(t *testing.T) {
	b := newSite(t).bench
	b.full(t)
	good := string(packed(t, b, "dang-ky-khai-sinh-cap-xa", same))
	for want, raw := range map[string]string{
		"json": "{", "schema": `{"schema":"other","schema_version":1}`, "newer": `{"schema":"nhasan.procedure","schema_version":2}`,
		"not-utf8": "{\xff}", "more": good + "{}", "digest": strings.Replace(good, "Giấy khai sinh", "Giấy khác", 1),
		"too-large": strings.Repeat(" ", bundleLimit+1),
	} {
		_, err := ReadBundle([]byte(raw))
		if f := fault.As(err); f == nil || len(f.Fields) == 0 || f.Fields[0].Key != "catalog.bundle."+want {
			if want == "more" && f != nil && f.Fields[0].Key == "catalog.bundle.json" { // two values are no JSON for the first look
				continue
			}
			t.Errorf("want %s: %v", want, err)
		}
	}
	if _, err := ReadBundle([]byte(strings.Replace(good, `"schema_version"`, `"stranger":1,"schema_version"`, 1))); err == nil {
		t.Error("a key that is not known was taken")
	}
}

func TestTheKeeperTakesAFileOver(t *testing.T) {
	s := newSite(t)
	s.full(t)
	p := s.bySlug(t, "dang-ky-khai-sinh-cap-xa")
	b := s.browser(t, "keeper")
	b.open(versionPath(p.ID, 1)+"/xuat").says(`"schema": "nhasan.procedure"`, `"name": "Đăng ký khai sinh"`)
	b.open(bundlePath).says("Nhập một thủ tục")
	b.upload(bundlePath, nil, nil).says("Chưa chọn tệp nào")
	b.upload(bundlePath, nil, map[string][]byte{"file": []byte("x")}).says("Không đọc được tệp")
	b.upload(bundlePath, nil, map[string][]byte{"file": packed(t, s.bench, p.Slug, func(f *Bundle) { f.Content.Result = "Khác" })})
	b.says("Xem trước khi nhận", "sẽ thành bản nháp phiên bản 2", "Kết quả thực hiện: trước là", "nay là “Khác”")
	path := b.at
	b.post(path, url.Values{"why": {""}}).says("Vui lòng nhập lý do")
	b.post(path, url.Values{"why": {"Dùng chung"}}).says("Đã nhận vào bản nháp phiên bản 2", "Soạn bản nháp")
	b.upload(bundlePath, nil, map[string][]byte{"file": packed(t, s.bench, p.Slug, same)}).says("đang có bản nháp phiên bản 2")
}

// FuzzReadBundle wants that no file breaks the reader, and that what it takes it would write and take
// again.
func FuzzReadBundle(f *testing.F) {
	fee := int64(8000)
	v := Version{Number: 1, Status: StatusDraft, Content: Content{ServiceLevel: Full, HandlingUnit: "UBND cấp xã", Fields: heirs(),
		Cases: []Case{{Key: "general", Channels: []Channel{{Kind: Direct, FeeDong: &fee, Groups: []GroupFee{{Group: "Hộ nghèo"}}}}}}}}
	good, err := json.Marshal(bundleOf(Procedure{Name: "Đăng ký khai sinh", Level: Commune, Field: "Hộ tịch"}, v, thursday))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"schema":"nhasan.procedure","schema_version":1}`))
	f.Add([]byte(`{"schema":"nhasan.procedure","schema_version":1,"procedure":{"name":"x","level":"commune","field":"y"},"content":{"cases":[{}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBundle(raw)
		if err != nil {
			return
		}
		b.Content.Troubles()
		again, err := json.Marshal(b)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if _, err := ReadBundle(again); err != nil {
			t.Errorf("what was read is not read again: %v\n%s", err, again)
		}
	})
}
