package archive

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/archive/sip"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/audit"
)

// browser is whoever sits at the pages of the register.
type browser struct {
	*house
	home string
	http *http.Client
	who  context.Context
}

func browse(t *testing.T) *browser {
	t.Helper()
	d := testkit.SQLite(t, append([]db.Schema{web.Schema}, schemas...))
	b := &browser{house: &house{t: t, db: d, clock: testkit.Clock()}}
	key, err := offline.KeyOf([]byte("the key of a house in a test"))
	b.no(err)
	blobs, err := blob.Open(t.Context(), t.TempDir())
	b.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	b.Service = New(Needs{DB: d, Clock: b.clock, Trail: audit.New(d, b.clock).Keyed([]byte("key")), Blobs: blobs, Key: key, BaseURL: "https://motcua.example.vn"})
	site := web.New(web.Config{DB: d, Clock: b.clock, Log: slog.New(slog.DiscardHandler), Limit: 1 << 20, Who: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(actor.With(r.Context(), actor.Of(b.who))))
		})
	}})
	site.Add(NewPages(b.Service, func(string) string { return "" }).As("Nhà-Sàn test").Routes()...)
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	b.no(err)
	b.home, b.http = server.URL, &http.Client{Jar: jar}
	return b
}

func (b *browser) answer(resp *http.Response, err error) (int, string) {
	b.t.Helper()
	b.no(err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	b.no(err)
	return resp.StatusCode, string(raw)
}

// sees opens a page and says that it has the words.
func (b *browser) sees(who context.Context, path string, words ...string) string {
	b.t.Helper()
	b.who = who
	status, page := b.answer(b.http.Get(b.home + path))
	b.says(path, status, page, words)
	return page
}

// sends a form, and says what the page has to which it leads.
func (b *browser) sends(who context.Context, path string, form url.Values, words ...string) string {
	b.t.Helper()
	b.who = who
	status, page := b.answer(b.http.PostForm(b.home+path, form))
	b.says(path, status, page, words)
	return page
}

func (b *browser) says(path string, status int, page string, words []string) {
	b.t.Helper()
	if status != http.StatusOK {
		b.t.Fatalf("%s: %d\n%s", path, status, page)
	}
	for _, w := range words {
		if !strings.Contains(page, w) {
			b.t.Errorf("%s does not say %q:\n%s", path, w, page)
		}
	}
}

func TestAPaperIsDisposedOfOverItsPages(t *testing.T) {
	b := browse(t)
	p := b.issue(nil)
	b.aged()
	b.sends(officer("admin"), PathTerms, url.Values{"procedure": {"flying"}, "years": {"x"}}, "Nhập số năm", "Chọn tính từ ngày nào")
	b.sends(officer("admin"), PathTerms, url.Values{"procedure": {"birth"}, "years": {"1"}, "counted": {"issue"}, "ground": {"Danh mục xã"}},
		"Đã lưu thời hạn", "Đăng ký khai sinh", "1 năm", "Danh mục xã", "Thủ tục chưa đặt thời hạn: Vĩnh viễn")
	b.sees(officer("clerk"), deskPath, disposePath, transferPath)
	b.sees(officer("clerk"), disposePath, p.Number, "10/08/2024", "Danh mục xã", p.ID)
	b.sends(officer("clerk"), disposePath, url.Values{"paper": {p.ID}}, "Ghi rõ lý do")
	page := b.sends(officer("clerk"), disposePath, url.Values{"paper": {p.ID}, "reason": {"Hết <hạn>"}}, "Chờ quyết định", "Hết &lt;hạn&gt;", "Người đề nghị không được tự quyết định")
	if strings.Contains(page, "dong-y") {
		t.Error("whoever proposed is offered to decide")
	}
	all, err := b.Disposals(officer("clerk"))
	b.no(err)
	at := minutesPath(all[0])
	b.sees(second("leader"), at, "Đồng ý, hủy tệp")
	b.sends(second("leader"), at+"/khong-dong-y", url.Values{}, "Ghi rõ lý do")
	b.sends(second("leader"), at+"/dong-y", url.Values{}, "Đã hủy", "Biên bản hủy tệp lưu số 01/2025", "bien-ban.pdf")
	if pdf := b.sees(officer("inspector"), at+"/bien-ban.pdf"); !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("the minutes are %.20q", pdf)
	}
	const lawful = "đúng quy định theo biên bản số 01/2025 ngày 10/08/2025"
	b.sees(officer("inspector"), deskPath+"/"+p.ID, lawful, "Hủy tệp lưu")
	b.sees(context.Background(), codePath(p.Code), lawful, "Giấy tờ này có thật và còn giá trị")
	b.sees(officer("clerk"), disposePath, "Không có giấy tờ nào hết thời hạn lưu", "01/2025")
}

func TestAPackageIsTakenFromItsPage(t *testing.T) {
	b := browse(t)
	b.issue(nil)
	b.sees(officer("clerk"), transferPath, commune.Name)
	b.sees(officer("clerk"), transferPath+"?don-vi=u-phu-nghia&nam=23&phong=a+b", "Nhập năm bằng bốn chữ số", "Mã phông gồm")
	q := "?don-vi=u-phu-nghia&nam=2023&phong=H28.159"
	b.sees(officer("clerk"), transferPath+q, "1 giấy tờ, 1 tệp", transferPath+"/goi.zip?")
	raw := b.sees(officer("clerk"), transferPath+"/goi.zip"+q)
	if got, err := sip.Check(strings.NewReader(raw), int64(len(raw))); err != nil || !strings.HasPrefix(got.ObjID, "urn:H28.159:") {
		t.Errorf("the package is %+v, %v", got, err)
	}
	for path, want := range map[string]int{transferPath + "/goi.zip?don-vi=u-an-binh&nam=2023&phong=H28": http.StatusNotFound,
		transferPath + "/goi.zip?don-vi=u-phu-nghia&nam=2022&phong=H28": http.StatusNotFound} {
		if status, _ := b.answer(b.http.Get(b.home + path)); status != want {
			t.Errorf("%s: %d, wanted %d", path, status, want)
		}
	}
}
