package org

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// browser is somebody at the pages of a house that holds the demonstration's units.
type browser struct {
	t    *testing.T
	s    *Service
	home string
	http *http.Client
}

// browse opens the pages for an officer of the district with the rights there.
func browse(t *testing.T, rights ...string) *browser {
	t.Helper()
	d := testkit.SQLite(t, append([]db.Schema{web.Schema}, schemas...))
	s := serviceOn(d)
	if _, err := s.ImportUnits(system(), demoFile(t, "units.json"), false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ImportHolidays(system(), demoFile(t, "holidays.json"), false); err != nil {
		t.Fatal(err)
	}
	district := byCode(t, s, District, "159", then)
	a := actor.Of(testkit.AsAt(t.Context(), district.Path, rights...))
	a.UnitID, a.UnitName = district.ID, district.FullName
	who := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(actor.With(r.Context(), a)))
		})
	}
	site := web.New(web.Config{DB: d, Clock: testkit.Clock(), Log: slog.New(slog.DiscardHandler), Limit: 1 << 20, Who: who})
	site.Add(NewPages(s).Routes()...)
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, s, server.URL, &http.Client{Jar: jar}}
}

func (b *browser) read(resp *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, textOf(string(raw))
}

// get opens a page and returns the text of what stands inside main.
func (b *browser) get(path string) string {
	b.t.Helper()
	status, page := b.read(b.http.Get(b.home + path))
	if status != http.StatusOK {
		b.t.Fatalf("GET %s: %d\n%s", path, status, page)
	}
	return page
}

// post sends a form and returns the page it leads to.
func (b *browser) post(path string, fields ...string) string {
	b.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	status, page := b.read(b.http.PostForm(b.home+path, v))
	if status != http.StatusOK {
		b.t.Fatalf("POST %s: %d\n%s", path, status, page)
	}
	return page
}

var (
	main   = regexp.MustCompile(`(?s)<main.*</main>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
	typed  = regexp.MustCompile(`value="([^"]*)"`)
)

// textOf is what a reader sees of main, with the values of its fields in brackets.
func textOf(page string) string {
	page = typed.ReplaceAllString(main.FindString(page), `>[$1]<`)
	page = strings.ReplaceAll(page, "\u00a0", " ")
	return spaces.ReplaceAllString(tags.ReplaceAllString(page, " "), " ")
}

func (b *browser) see(page string, wants ...string) {
	b.t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			b.t.Errorf("no %q on the page:\n%s", want, page)
		}
	}
	if strings.Contains(page, "⟦") {
		b.t.Errorf("a word is missing on the page:\n%s", page)
	}
}

func TestAnAdministratorAddsAndRemovesADayOff(t *testing.T) {
	b := browse(t, CanView, CanEdit, CanEditCalendar)
	own := byCode(t, b.s, District, "159", then)
	b.see(b.get(calendarPath), "Lịch làm việc năm 2023", "Huyện Lạc Thủy", "Quốc khánh", "07:30–11:30, 13:00–17:00", "Thêm ngày nghỉ")
	b.see(b.get(calendarPath+"?nam=2026&don-vi=chung"), "Thứ Bảy, 22/08/2026", "làm bù cho ngày 31/08/2026", "Áp dụng chung")

	form := url.Values{"don-vi": {own.ID}, "ngay": {"14/8/2023"}, "loai": {"off"}, "ten": {"Ngày hội huyện"}, "quyet-dinh": {"12/QĐ-UBND"}}
	b.see(b.get(checkDayPath+"?"+form.Encode()), "Cần sửa các mục sau", "Vui lòng nhập lý do", "[14/8/2023]", "[Ngày hội huyện]")
	form.Set("ly-do", "Lễ hội")
	b.see(b.get(checkDayPath+"?"+form.Encode()), "Thứ Hai, 14/08/2023 sẽ là ngày nghỉ của Huyện Lạc Thủy", "Ghi vào lịch", "12/QĐ-UBND")
	if !calendar(t, b.s, own.ID).IsWorking("2023-08-14") {
		t.Fatal("looking at the consequences made them happen")
	}
	var fields []string
	for name := range form {
		fields = append(fields, name, form.Get(name))
	}
	b.see(b.post(newDayPath, fields...), "Đã ghi ngày 14/08/2023 vào lịch.", "Ngày hội huyện")
	if calendar(t, b.s, own.ID).IsWorking("2023-08-14") {
		t.Fatal("the day is still worked")
	}
	b.see(b.post(newDayPath, fields...), "Ngày 14/08/2023 đã có trong lịch của đơn vị này")

	days, err := b.s.Days(system(), own.ID, 2023)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		if d.UnitID == own.ID {
			b.see(b.get(removeDayPath(d.ID)), "Bỏ ngày khỏi lịch", "Ngày hội huyện", "Lễ hội")
			b.see(b.post(removeDayPath(d.ID)), "Vui lòng nhập lý do")
			b.see(b.post(removeDayPath(d.ID), "ly-do", "Hoãn"), "Đã bỏ ngày 14/08/2023 khỏi lịch.")
		}
	}
	if !calendar(t, b.s, own.ID).IsWorking("2023-08-14") {
		t.Error("the day is still off")
	}
}

func TestAnAdministratorChangesOfficeHours(t *testing.T) {
	b := browse(t, CanView, CanEditCalendar)
	own := byCode(t, b.s, District, "159", then)
	b.see(b.get(hoursPath+"?don-vi="+own.ID), "Đổi giờ làm việc", "[07:30]", "[17:00]")
	at := []string{"don-vi", own.ID, "sang-mo", "7:00", "sang-dong", "11:00", "chieu-mo", "13:30", "chieu-dong", "17:30", "ly-do", "Giờ mùa hè", "thu", "1", "thu", "5", "thu-bay", "1"}
	b.see(b.post(hoursPath, at...), "Vui lòng nhập ngày có thật", "[7:00]", "Giờ mùa hè")
	b.see(b.post(hoursPath, append(at, "tu-ngay", "01/08/2023")...), "Giờ làm việc mới áp dụng từ ngày 01/08/2023",
		"Thứ Hai 07:00–11:00, 13:30–17:30", "Thứ Ba Không làm việc", "Thứ Bảy 07:00–11:00 (chỉ tiếp nhận, không tính thời hạn)")
	b.see(b.post(hoursPath, "don-vi", own.ID, "sang-mo", "x", "sang-dong", "11:00", "tu-ngay", "01/08/2023", "ly-do", "x", "thu", "1"), "Giờ mở phải trước giờ đóng")
}

func TestAnAdministratorLooksThroughTheTree(t *testing.T) {
	b := browse(t, CanView)
	b.see(b.get(unitsPath), "Tỉnh Hoà Bình", "Tỉnh Phú Thọ")
	b.see(b.get(unitsPath+"?q=phu+nghia"), "Xã Phú Nghĩa")
	b.see(b.get(unitsPath+"?q=phu+nghia&ngay=01/01/2019"), "Không tìm thấy đơn vị nào")
	district := byCode(t, b.s, District, "159", then)
	page := b.get(unitPath(district))
	b.see(page, "Đơn vị cấp xã (10)", "Cơ quan, bộ phận (19)", "Chủ tịch UBND huyện", "Chưa có người", "Chuyển thẩm quyền cho Xã An Nghĩa", "T17.159")
	if strings.Contains(page, "Bổ nhiệm") || strings.Contains(page, "Đặt đầu mã") {
		t.Error("who may only look is offered to appoint")
	}
	b.see(b.get(unitPath(district)+"?ngay=2025-07-01"), "Đơn vị này đã kết thúc hoạt động sau ngày 30/06/2025.")
	commune := byCode(t, b.s, Commune, "05395", then)
	b.see(b.get(unitPath(commune)), "Hình thành từ Xã Phú Lão", "Nhập vào Xã An Nghĩa", "Thôn, khu (", "Nghị quyết số 830/NQ-UBTVQH14")
	if status, _ := b.read(b.http.Get(b.home + unitsPath + "/nobody")); status != http.StatusNotFound {
		t.Errorf("a unit that does not exist answers %d", status)
	}
}

func TestAnAdministratorAppointsAndEnds(t *testing.T) {
	b := browse(t, CanView, CanEdit)
	commune := byCode(t, b.s, Commune, "05395", then)
	desk := position(t, b.s, commune.ID, "mot-cua")
	b.see(b.get(unitPath(commune)), "Bổ nhiệm Công chức tại Bộ phận")
	b.see(b.get(appointPath(desk.ID)), "Họ và tên người mới")
	b.see(b.post(appointPath(desk.ID), "ho-ten", "Bùi Thị Hoa", "tu-ngay", "khi nào"), "Vui lòng nhập ngày có thật", "[Bùi Thị Hoa]", "[khi nào]")
	b.see(b.post(appointPath(desk.ID), "ho-ten", "Bùi Thị Hoa", "tu-ngay", "10/01/2022"), "Bùi Thị Hoa giữ chức danh", "Từ 10/01/2022", "Kết thúc")
	people, err := b.s.FindPeople(system(), "hoa", 5)
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	chair := position(t, b.s, commune.ID, "pho-chu-tich")
	b.see(b.get(appointPath(chair.ID)+"?tim=bui+hoa"), "Người được bổ nhiệm", "Bùi Thị Hoa", "Người khác, chưa có trong danh sách")
	b.see(b.post(appointPath(chair.ID), "tim", "bui hoa", "nguoi", people[0].ID, "ho-ten", "bui hoa", "tu-ngay", "01/08/2023"), "Bùi Thị Hoa giữ chức danh Phó Chủ tịch")
	seats, err := b.s.Seats(system(), commune.ID, then)
	if err != nil {
		t.Fatal(err)
	}
	held := seats[2].Holders[0]
	b.see(b.get(endPath(held.ID)), "Kết thúc giữ chức danh", "Bùi Thị Hoa", "Từ 10/01/2022")
	b.see(b.post(endPath(held.ID), "den-ngay", "01/01/2020", "ly-do", "x"), "không trước ngày bắt đầu")
	b.see(b.post(endPath(held.ID), "den-ngay", "31/07/2023", "ly-do", "Giữ chức khác"), "Bùi Thị Hoa thôi giữ chức danh sau ngày 31/07/2023")
	b.see(b.post(unitPath(commune)+"/ma", "ma", "sai", "ly-do", "x"), "không đúng dạng mã", "[sai]")
	b.see(b.post(unitPath(commune)+"/ma", "ma", "H28.40.5", "ly-do", "Mã tạm"), "Mã hồ sơ của đơn vị bắt đầu bằng H28.40.5")
}

// Who lacks the right is refused at the door, and at the place: a district's administrator does not
// change everybody's calendar.
func TestPagesRefuse(t *testing.T) {
	b := browse(t, CanView)
	for _, path := range []string{newDayPath, hoursPath, checkDayPath} {
		if status, _ := b.read(b.http.Get(b.home + path)); status != http.StatusForbidden {
			t.Errorf("GET %s without the right: %d", path, status)
		}
	}
	b = browse(t, CanView, CanEditCalendar)
	q := url.Values{"don-vi": {everywhere}, "ngay": {"14/8/2023"}, "loai": {"off"}, "ten": {"A"}, "ly-do": {"x"}}
	status, page := b.read(b.http.PostForm(b.home+newDayPath, q))
	if status != http.StatusOK || !strings.Contains(page, "quyền") {
		t.Errorf("everybody's calendar, changed by a district: %d\n%s", status, page)
	}
	if days, err := b.s.Days(system(), "", 2023); err != nil || len(days) != 11 {
		t.Errorf("everybody has %d days in 2023 now, %v", len(days), err)
	}
}
