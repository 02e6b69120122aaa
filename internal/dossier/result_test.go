package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const birthTemplate = "[quốc hiệu: KS]\n# GIẤY KHAI SINH\nHọ tên: **{{child_full_name}}**, sinh ngày {{child_birth_date}}\nQuê quán: {{child_native_place}}\n" +
	"Cha: {{father_full_name}}\nMẹ: {{mother_full_name}}\nNăm sinh của mẹ: {{mother_birth_year?}}\nSố định danh: {{hỏi: Số định danh của trẻ}}\n" +
	"Người đi khai sinh: {{chu.ho_ten}}, {{chu.so_dinh_danh}}\nHồ sơ {{ho_so.ma}}\nLập {{hom_nay}}, {{can_bo.ho_ten}}"

// withTemplate publishes a template for birth registrations.
func (h *house) withTemplate(body string) *catalog.ResultTemplate {
	h.t.Helper()
	keeper := testkit.As(context.Background(), catalog.CanEdit, catalog.CanPublish)
	t, err := h.catalog.BeginResult(keeper, h.birth.ID, "")
	h.no(err)
	h.no(h.catalog.EditResult(keeper, t.ID, t.Edition, catalog.ResultWords{Name: "Giấy khai sinh", Body: body}))
	h.no(h.catalog.PublishResult(keeper, t.ID, t.Edition+1, "test"))
	return t
}

// taken is a birth registration that the specialist has taken.
func (h *house) taken() *dossier.Dossier {
	h.t.Helper()
	return h.step(h.atWork(), func(at dossier.At) (*dossier.Dossier, error) { return h.Take(as("specialist", h.commune), at) })
}

// onPaper reads a PDF as people do, and has qpdf check it.
func onPaper(t testing.TB, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "result.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("No syntax or stream encoding errors")) {
		t.Errorf("qpdf: %v %s", err, out)
	}
	out, err := exec.Command("pdftotext", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

var (
	numberField = result.Field{Ask: "Số định danh của trẻ"}.Input()
	fatherField = result.Field{Name: "father_full_name"}.Input()
)

func TestAResultIsDraftedFromTheDossier(t *testing.T) {
	onBoth(t, func(h *house) {
		clerk, d := as("specialist", h.commune), h.taken()
		if draft, err := h.ResultDraft(clerk, d.ID); draft != nil || err != nil {
			h.t.Errorf("without a template it offers %+v, %v", draft, err)
		}
		if _, err := h.DraftResult(clerk, d.ID, nil); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("without a template it drafts: %v", err)
		}
		template := h.withTemplate(birthTemplate)
		draft, err := h.ResultDraft(clerk, d.ID)
		h.no(err)
		if len(draft.Missing) != 2 || draft.Missing[0].Input() != fatherField || draft.Missing[1].Input() != numberField {
			h.t.Errorf("missing is %+v, want the father and the number", draft.Missing)
		}
		_, err = h.DraftResult(clerk, d.ID, map[string]string{numberField: "017223000001", fatherField: " "})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != fatherField {
			h.t.Errorf("without the father it said %v", err)
		}
		up, err := h.DraftResult(clerk, d.ID, map[string]string{numberField: "017223000001", fatherField: "Quách Văn <b>Bình</b>", "dien-00000000": "x",
			result.Field{Name: "child_full_name"}.Input(): "NGƯỜI KHÁC"})
		h.no(err)
		_, r, err := h.OpenUploaded(clerk, up.ID)
		h.no(err)
		defer r.Close()
		raw, err := io.ReadAll(r)
		h.no(err)
		said := onPaper(h.t, raw)
		for _, want := range []string{"Số: ……/KS", "XÃ PHÚ NGHĨA", "HUYỆN LẠC THỦY", "Họ tên: QUÁCH MINH AN, sinh ngày 20/07/2023", "Quê quán: Phú Nghĩa, Hòa Bình",
			"Cha: Quách Văn <b>Bình</b>", "Năm sinh của mẹ: …", "Số định danh: 017223000001", "Bùi Thị Lan, 017195001234", "Hồ sơ " + d.Code,
			"Lập ngày 10 tháng 8 năm 2023, Cán bộ specialist"} {
			if !strings.Contains(said, want) {
				h.t.Errorf("the draft does not say %q:\n%s", want, said)
			}
		}
		if strings.Contains(said, "NGƯỜI KHÁC") {
			h.t.Error("what the dossier says was written over")
		}
		records, err := h.Trail.Of(clerk, d.Subject(), 1)
		h.no(err)
		if len(records) != 1 || records[0].Action != "dossier.result-drafted" || !strings.Contains(string(records[0].Data), template.ID) || !strings.Contains(string(records[0].Data), up.SHA256) {
			h.t.Errorf("the trail has %+v", records)
		}
		done, err := h.Propose(clerk, dossier.At{ID: d.ID}, dossier.Proposal{Text: "Đủ điều kiện", Files: []dossier.File{up.File}})
		h.no(err)
		if len(done.Result.Files) != 1 || done.Result.Files[0].Name != "du-thao-"+d.Code+".pdf" {
			h.t.Errorf("the result has %+v", done.Result.Files)
		}
		if _, err := h.DraftResult(clerk, d.ID, nil); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("after the proposal it drafts: %v", err)
		}
	})
}

func TestOnlyWhoProposesDrafts(t *testing.T) {
	onBoth(t, func(h *house) {
		h.withTemplate(birthTemplate)
		d := h.taken()
		up, err := h.DraftResult(as("specialist", h.commune), d.ID, map[string]string{numberField: "1", fatherField: "x"})
		h.no(err)
		for who, ctx := range map[string]context.Context{"the reception": as("reception", h.commune), "the leader": as("leader", h.commune), "the applicant": lan, "a stranger": an,
			"nobody": context.Background()} {
			if draft, _ := h.ResultDraft(ctx, d.ID); draft != nil {
				h.t.Errorf("%s is offered a draft", who)
			}
			if _, err := h.DraftResult(ctx, d.ID, map[string]string{numberField: "1", fatherField: "x"}); err == nil {
				h.t.Errorf("%s drafts", who)
			}
			if _, _, err := h.OpenUploaded(ctx, up.ID); err == nil {
				h.t.Errorf("%s opens the draft of another", who)
			}
		}
	})
}

func TestAMachineWithoutLibreOfficeSaysSoAndKeepsWhatWasTyped(t *testing.T) {
	d := newDesk(t)
	keeper := testkit.As(context.Background(), catalog.CanEdit, catalog.CanPublish)
	template, err := d.catalog.BeginResult(keeper, d.birth.ID, "")
	d.no(err)
	d.no(d.catalog.EditResult(keeper, template.ID, template.Edition, catalog.ResultWords{Name: "Giấy", Body: template.Body, Docx: wordFile(t, "{{chu.ho_ten}} {{hỏi: Căn cứ}}")}))
	d.catalog.Office = result.Converter{Command: "true"} // any program: the machine on which it was published had one
	d.no(d.catalog.PublishResult(keeper, template.ID, template.Edition+1, "test"))
	d.catalog.Office = result.Converter{Command: "/nowhere/soffice"}
	one := d.taken()
	page := "/lam-viec/ho-so/" + one.ID + "/propose"
	ground := result.Field{Ask: "Căn cứ"}.Input()
	d.sit("specialist").open(page).send(page, url.Values{"draft": {"1"}, ground: {"Luật Hộ tịch"}, "result": {"Lời đã gõ"}}).
		reads("chưa cài LibreOffice", "Lời đã gõ", `value="Luật Hộ tịch"`).lacks(`name="drafted"`)
}

// wordFile is a DOCX with one paragraph.
func wordFile(t *testing.T, words string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = io.WriteString(w, `<w:document xmlns:w="x"><w:p><w:t>`+words+`</w:t></w:p></w:document>`)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDraftingOnThePageLosesNothing(t *testing.T) {
	d := newDesk(t)
	one := d.taken()
	page := "/lam-viec/ho-so/" + one.ID + "/propose"
	clerk := d.sit("specialist").open(page).lacks("Lập dự thảo từ mẫu")
	d.withTemplate(birthTemplate)
	clerk.open(page).reads("Lập dự thảo từ mẫu", "Giấy khai sinh, phiên bản 1", "Họ, chữ đệm, tên cha", "Số định danh của trẻ").lacks("Số định danh chủ hồ sơ")
	clerk.upload(page, "file", "kem-theo.pdf", file(t, "giay-to-mau.pdf"), url.Values{"draft": {"1"}, "result": {"Lời đã gõ"}, numberField: {"017223000001"}})
	clerk.reads("Vui lòng ghi nội dung này", "Lời đã gõ", `value="017223000001"`, "kem-theo.pdf")
	other := kept.FindStringSubmatch(clerk.page)[1]
	typed := url.Values{"draft": {"1"}, "result": {"Lời đã gõ"}, numberField: {"017223000001"}, fatherField: {"Quách Văn Bình"}, "upload": {other}}
	clerk.send(page, typed).reads("Đã lập dự thảo và đính kèm", "Lời đã gõ", `value="Quách Văn Bình"`, "Lập lại dự thảo", "kem-theo.pdf", "du-thao-"+one.Code)
	first := drafted.FindStringSubmatch(clerk.page)[1]
	typed.Set("drafted", first)
	typed.Set(fatherField, "Quách Văn Bính")
	typed["upload"] = []string{other, first}
	clerk.send(page, typed).reads("kem-theo.pdf")
	second := drafted.FindStringSubmatch(clerk.page)[1]
	if strings.Contains(clerk.page, first) || first == second {
		t.Errorf("the first draft %s is still there beside %s", first, second)
	}
	if said := onPaper(t, clerk.open("/lam-viec/du-thao/"+second).raw); !strings.Contains(said, "Cha: Quách Văn Bính") {
		t.Errorf("the draft says %q", said)
	}
	if code := d.sit("leader").open("/lam-viec/du-thao/" + second).code; code != 404 {
		t.Errorf("a leader opens a draft that is not put before anybody: %d", code)
	}
	clerk.open(page).send(page, url.Values{"result": {"Đủ điều kiện"}, "upload": {second}}).reads("Đã trình kết quả", "du-thao-"+one.Code).lacks("kem-theo.pdf")
}

var (
	kept    = regexp.MustCompile(`name="upload" value="([^"]+)"`)
	drafted = regexp.MustCompile(`name="drafted" value="([^"]+)"`)
)
