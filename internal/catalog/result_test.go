package catalog

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const confirmation = "[quốc hiệu: XN]\n# GIẤY XÁC NHẬN\nXác nhận **{{child_full_name}}**, {{hỏi: Nội dung}}"

// template is a draft of a template with these words.
func (b bench) template(t *testing.T, slug, caseKey, body string) *ResultTemplate {
	t.Helper()
	draft, err := b.BeginResult(b.ctx, b.bySlug(t, slug).ID, caseKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.EditResult(b.ctx, draft.ID, draft.Edition, ResultWords{Name: "Giấy xác nhận", Body: body}); err != nil {
		t.Fatal(err)
	}
	return b.reread(t, draft)
}

func (b bench) reread(t *testing.T, one *ResultTemplate) *ResultTemplate {
	t.Helper()
	now, err := b.ResultTemplate(b.ctx, one.ID)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func (b bench) inUse(t *testing.T, one *ResultTemplate, caseKey string) string {
	t.Helper()
	now, err := b.ResultFor(context.Background(), one.ProcedureID, caseKey)
	if err != nil {
		t.Fatal(err)
	}
	if now == nil {
		return "none"
	}
	return now.Body
}

const birth = "dang-ky-khai-sinh-cap-xa"

func TestATemplateIsUsedFromItsPublicationToTheNextOne(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		first := b.template(t, birth, "", confirmation)
		if got := b.inUse(t, first, ""); got != "none" {
			t.Errorf("a draft is in use: %s", got)
		}
		if err := b.PublishResult(b.ctx, first.ID, first.Edition, "Theo Thông tư"); err != nil {
			t.Fatal(err)
		}
		if got := b.reread(t, first); got.Status != StatusPublished || got.PublishedBy != "Bùi Thị Thử" || !got.PublishedAt.Equal(b.clock.Now()) {
			t.Errorf("published: %+v", got)
		}
		second := b.template(t, birth, "", confirmation+" hai")
		if got := b.inUse(t, first, generalCase); second.Number != 2 || got != confirmation {
			t.Errorf("while draft %d is open, %q is in use", second.Number, got)
		}
		if err := b.PublishResult(b.ctx, second.ID, second.Edition, "Sửa"); err != nil {
			t.Fatal(err)
		}
		if got, old := b.inUse(t, first, ""), b.reread(t, first); got != confirmation+" hai" || old.Status != StatusEnded || old.Body != confirmation {
			t.Errorf("in use is %q, the old one is %+v", got, old)
		}
		if err := b.EndResult(b.ctx, second.ID, "Bỏ"); err != nil {
			t.Fatal(err)
		}
		if got := b.inUse(t, first, ""); got != "none" {
			t.Errorf("after its end %q is in use", got)
		}
		records, err := b.Trail.Of(b.ctx, subject(first.ProcedureID), 10)
		if want := "catalog.result-ended catalog.result-published catalog.result-edited catalog.result-begun catalog.result-published catalog.result-edited catalog.result-begun"; err != nil || actions(records) != want {
			t.Errorf("the trail has %s, %v", actions(records), err)
		}
	})
}

func TestACaseHasItsOwnTemplateOrThatOfAll(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		all, own := b.template(t, birth, "", confirmation), b.template(t, birth, generalCase, confirmation+" riêng")
		for _, one := range []*ResultTemplate{all, own} {
			if err := b.PublishResult(b.ctx, one.ID, one.Edition, "x"); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.inUse(t, all, generalCase); got != own.Body {
			t.Errorf("the case uses %q", got)
		}
		if got := b.inUse(t, all, "another"); got != all.Body {
			t.Errorf("another case uses %q", got)
		}
		if _, err := b.BeginResult(b.ctx, all.ProcedureID, "no-such-case"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a template for no case: %v", err)
		}
	})
}

func TestWhatIsPublishedOrChangedMeanwhileIsNotWrittenOver(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		draft := b.template(t, birth, "", confirmation)
		if again, err := b.BeginResult(b.ctx, draft.ProcedureID, ""); err != nil || again.ID != draft.ID {
			t.Errorf("beginning twice made %+v, %v", again, err)
		}
		words := ResultWords{Name: "Giấy", Body: "khác"}
		for what, do := range map[string]func() error{
			"saving":     func() error { return b.EditResult(b.ctx, draft.ID, 0, words) },
			"publishing": func() error { return b.PublishResult(b.ctx, draft.ID, 0, "x") },
			"discarding": func() error { return b.DiscardResult(b.ctx, draft.ID, 0, "x") },
			"ending":     func() error { return b.EndResult(b.ctx, draft.ID, "x") },
		} {
			if err := do(); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s an edition that is old: %v", what, err)
			}
		}
		if err := b.PublishResult(b.ctx, draft.ID, draft.Edition, "x"); err != nil {
			t.Fatal(err)
		}
		for what, do := range map[string]func() error{
			"editing":    func() error { return b.EditResult(b.ctx, draft.ID, draft.Edition, words) },
			"publishing": func() error { return b.PublishResult(b.ctx, draft.ID, draft.Edition, "x") },
			"discarding": func() error { return b.DiscardResult(b.ctx, draft.ID, draft.Edition, "x") },
		} {
			if err := do(); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s what is published: %v", what, err)
			}
		}
		if got := b.reread(t, draft); got.Body != confirmation {
			t.Errorf("what was published became %q", got.Body)
		}
	})
}

func TestATemplateWithMistakesIsKeptButNotPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		draft := b.template(t, birth, "", "Tên: {{child_ful_name}}\n**x")
		troubles, err := b.ResultTroubles(b.ctx, draft)
		if err != nil || len(troubles) != 2 || troubles[0].Line != 2 || troubles[1].Line != 1 || troubles[1].Args["field"] != "child_ful_name" {
			t.Errorf("troubles %+v, %v", troubles, err)
		}
		if err := b.PublishResult(b.ctx, draft.ID, draft.Edition, "x"); !fault.Is(err, fault.Conflict) {
			t.Errorf("publishing it: %v", err)
		}
		if err := b.PublishResult(b.ctx, draft.ID, draft.Edition, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("publishing without a reason: %v", err)
		}
		if err := b.DiscardResult(b.ctx, draft.ID, draft.Edition, "Thừa"); err != nil {
			t.Fatal(err)
		}
		if _, err := b.ResultTemplate(b.ctx, draft.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the discarded draft: %v", err)
		}
	})
}

func TestTemplatesAreKeptByThoseWhoKeepTheCatalogue(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		draft := b.template(t, birth, "", confirmation)
		editor, citizen := testkit.As(context.Background(), CanEdit), testkit.AsCitizen(context.Background(), "x")
		if err := b.PublishResult(editor, draft.ID, draft.Edition, "x"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor publishes: %v", err)
		}
		if _, err := b.BeginResult(citizen, draft.ProcedureID, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a citizen begins a draft: %v", err)
		}
		if _, _, err := b.PreviewResult(citizen, draft.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a citizen reads a draft: %v", err)
		}
		if err := b.EditResult(citizen, draft.ID, draft.Edition, ResultWords{Name: "x", Body: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a citizen edits a draft: %v", err)
		}
	})
}

func TestAnswersStandOnPaperAsPeopleWriteThem(t *testing.T) {
	form := []Field{{Name: "born", Type: DateField}, {Name: "home", Type: Address}, {Name: "poor", Type: Checkbox}, {Name: "price", Type: Money},
		{Name: "why", Type: Text, ShowIf: "poor=true"}, {Name: "lived", Type: Table},
		{Name: "heir", Type: Group, Fields: []Field{{Name: "name", Type: Text}, {Name: "born", Type: DateField}}}}
	got := Answers(form, Values{"born": {"2023-07-20"}, "home.commune": {"Phú Nghĩa"}, "home.detail": {"Thôn Đồng Phú"}, "price": {"1500000"},
		"lived": {"Hà Nội", "Hòa Bình"}, "heir.1.name": {"An"}, "heir.1.born": {"2001-02-03"}, "heir.2.name": {"Bình"}, "why": {"không hỏi"}})
	for name, want := range map[string]string{"born": "20/07/2023", "home": "Thôn Đồng Phú, Phú Nghĩa", "home.commune": "Phú Nghĩa", "price": "1.500.000 đồng",
		"poor": "", "why": "", "lived": "Hà Nội\nHòa Bình", "heir": "An, 03/02/2001\nBình", "heir.2.name": "Bình"} {
		if got[name] != want {
			t.Errorf("%s is written %q, want %q", name, got[name], want)
		}
	}
}

func TestTheEditorOfTemplates(t *testing.T) {
	s := newSite(t)
	s.full(t)
	one := s.bySlug(t, birth)
	keeper := s.browser(t, "keeper").open("/quan-tri/thu-tuc/" + one.ID).says("Mẫu kết quả")
	keeper.open("/quan-tri/mau-ket-qua/"+one.ID).says("Chưa có mẫu kết quả", "Soạn mẫu").post("/quan-tri/mau-ket-qua/"+one.ID, nil)
	path := keeper.at
	keeper.says("Bản nháp", "không có lỗi", "{{child_full_name}}", "{{chu.ho_ten}}", "Số văn bản")
	keeper.post(path, url.Values{"an-ban": {"0"}, "name": {" "}, "body": {"Chữ đã gõ"}}).says("Vui lòng nhập tên giấy tờ", "Chữ đã gõ")
	keeper.post(path, url.Values{"an-ban": {"0"}, "name": {"Giấy xác nhận"}, "body": {"{{sai_ten}}"}}).says("Đã lưu", "Dòng 1:", "sai_ten")
	keeper.post(path+"/cong-bo", url.Values{"an-ban": {"1"}, "why": {"Lý do đã gõ"}}).says("phải sửa trước khi công bố", "Lý do đã gõ")
	keeper.post(path, url.Values{"an-ban": {"0"}, "name": {"Giấy xác nhận"}, "body": {"Chữ của người chậm"}}).says("Bùi Thị Thử", "Chữ của người chậm")
	keeper.post(path, url.Values{"an-ban": {"1"}, "name": {"Giấy xác nhận"}, "body": {confirmation}}).says("không có lỗi").lacks("Dòng 1:")
	preview := keeper.open(path + "/xem-truoc").raw
	if said := pdfText(t, []byte(preview)); !strings.Contains(said, "Xác nhận [Họ, chữ đệm, tên người được khai sinh], …") {
		t.Errorf("the preview says %q", said)
	}
	if editor := s.browser(t, "editor").open(path + "/cong-bo"); editor.code != 403 {
		t.Errorf("an editor opens the page to publish: %d", editor.code)
	}
	keeper.open(path+"/cong-bo").says("không sửa được nữa").post(path+"/cong-bo", url.Values{"an-ban": {"2"}, "why": {"Mẫu mới"}}).says("Đã công bố mẫu", "Đang dùng", "Bùi Thị Thử công bố")
	keeper.open(path).says("GIẤY XÁC NHẬN", "{{child_full_name}}").lacks("<textarea")
	keeper.open("/quan-tri/thu-tuc/"+one.ID).says("Công bố mẫu kết quả", "Mẫu mới")
	keeper.post(path+"/thoi-dung", url.Values{"why": {"Bỏ"}}).says("Đã thôi dùng mẫu", "Thôi dùng")
	if other := keeper.open("/quan-tri/mau-ket-qua/" + s.bySlug(t, "dang-ky-ket-hon-cap-xa").ID + "/" + path[strings.LastIndex(path, "/")+1:]); other.code != 404 {
		t.Errorf("at another procedure the template answers %d", other.code)
	}
	s.browser(t, "keeper", english).open("/quan-tri/mau-ket-qua/"+one.ID).says("Result templates", "No longer used")
}

func pdfText(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext: %v %s", err, out)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestEveryBuiltinNameHasAMeaningAndAnExample(t *testing.T) {
	for _, name := range result.Builtin {
		if BuiltinName(context.Background(), name) == "" {
			t.Errorf("%s is not explained to editors", name)
		}
		if result.Sample()[name] == "" && name != result.Number && name != result.IssuedOn {
			t.Errorf("%s has no example", name)
		}
	}
}
