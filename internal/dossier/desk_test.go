package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// many hands in some birth registrations, a minute after one another.
func (h *house) many(n int) []*dossier.Dossier {
	h.t.Helper()
	out := make([]*dossier.Dossier, n)
	for i := range out {
		var err error
		out[i], err = h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		h.clock.Advance(time.Minute)
	}
	return out
}

func (h *house) codes(ctx context.Context, q dossier.Query) []string {
	h.t.Helper()
	var out []string
	for {
		items, next, err := h.List(ctx, q)
		h.no(err)
		for _, it := range items {
			out = append(out, it.Code)
		}
		if next.ID == "" {
			return out
		}
		q.After = next
	}
}

func TestEveryOrderOfAListCanBePagedThrough(t *testing.T) {
	onBoth(t, func(h *house) {
		var codes []string
		for _, d := range h.many(5) {
			codes = append(codes, d.Code)
		}
		front := as("reception", h.commune)
		for _, order := range dossier.Sorts {
			want := slices.Clone(codes)
			if strings.HasPrefix(string(order), "-") {
				slices.Reverse(want)
			}
			got := h.codes(front, dossier.Query{Box: dossier.BoxAll, Sort: order, Limit: 2})
			if diff := cmp.Diff(want, got); diff != "" {
				h.t.Errorf("by %q, two at a time (-want +got):\n%s", order, diff)
			}
		}
	})
}

func TestBoxesAndFilters(t *testing.T) {
	onBoth(t, func(h *house) {
		all := h.many(3)
		front, clerk := as("reception", h.commune), as("specialist", h.commune)
		_, err := h.Receive(front, dossier.At{ID: all[0].ID})
		h.no(err)
		_, err = h.HandOver(front, dossier.At{ID: all[0].ID}, "")
		h.no(err)
		_, err = h.Take(clerk, dossier.At{ID: all[0].ID})
		h.no(err)
		_, err = h.Receive(front, dossier.At{ID: all[1].ID})
		h.no(err)
		taken, received, fresh := all[0].Code, all[1].Code, all[2].Code
		day := "2023-08-10"
		for _, c := range []struct {
			name string
			who  context.Context
			q    dossier.Query
			want []string
		}{
			{"the desk's turn", front, dossier.Query{Box: dossier.BoxTurn}, []string{received, fresh}},
			{"nobody's but mine", clerk, dossier.Query{Box: dossier.BoxMine}, []string{taken}},
			{"my unit's", clerk, dossier.Query{Box: dossier.BoxUnit}, []string{taken, received, fresh}},
			{"with others", front, dossier.Query{Box: dossier.BoxOthers}, []string{taken}},
			{"with others, for the one who has it", clerk, dossier.Query{Box: dossier.BoxOthers}, []string{received, fresh}},
			{"nothing followed", clerk, dossier.Query{Box: dossier.BoxFollowed}, nil},
			{"by officer", front, dossier.Query{Box: dossier.BoxAll, Person: "person-specialist"}, []string{taken}},
			{"by nobody", front, dossier.Query{Box: dossier.BoxAll, Person: dossier.Nobody}, []string{received, fresh}},
			{"by field", front, dossier.Query{Box: dossier.BoxAll, Field: h.birth.Field}, []string{taken, received, fresh}},
			{"by a field of nothing", front, dossier.Query{Box: dossier.BoxAll, Field: "Lâm nghiệp vũ trụ"}, nil},
			{"by unit", front, dossier.Query{Box: dossier.BoxAll, At: h.commune.Path}, []string{taken, received, fresh}},
			{"by another unit", front, dossier.Query{Box: dossier.BoxAll, At: h.district.Path}, nil},
			{"today", front, dossier.Query{Box: dossier.BoxAll, From: "2023-08-10", To: "2023-08-10"}, []string{taken, received, fresh}},
			{"before today", front, dossier.Query{Box: dossier.BoxAll, To: "2023-08-09"}, nil},
			{"after today", front, dossier.Query{Box: dossier.BoxAll, From: "2023-08-11"}, nil},
			{"words without marks", front, dossier.Query{Box: dossier.BoxAll, Text: "bui thi lan khai sinh"}, []string{taken, received, fresh}},
			{"words with marks", front, dossier.Query{Box: dossier.BoxAll, Text: "Bùi Thị Lan"}, []string{taken, received, fresh}},
		} {
			got := h.codes(c.who, c.q)
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				h.t.Errorf("%s on %s (-want +got):\n%s", c.name, day, diff)
			}
			n, err := h.CountEach(c.who, c.q)
			h.no(err)
			if n[0] != len(c.want) {
				h.t.Errorf("%s: counted %d, want %d", c.name, n[0], len(c.want))
			}
		}
		h.clock.Set(time.Date(2023, 8, 11, 9, 0, 0, 0, time.FixedZone("", 7*3600)))
		if got := h.codes(front, dossier.Query{Box: dossier.BoxBurning, Standing: dossier.DueToday}); len(got) != 2 {
			h.t.Errorf("due today: %v, want the two received", got)
		}
		h.clock.Advance(96 * time.Hour)
		if got := h.codes(front, dossier.Query{Box: dossier.BoxBurning}); len(got) != 2 {
			h.t.Errorf("burning when late: %v", got)
		}
		if got := h.codes(as("reception", h.district), dossier.Query{Box: dossier.BoxUnit}); len(got) != 0 {
			h.t.Errorf("the district's own: %v, want none", got)
		}
	})
}

// TestAListAsksAsManyQuestionsWhateverItsLength guards against a query a line.
func TestAListAsksAsManyQuestionsWhateverItsLength(t *testing.T) {
	d := newDesk(t)
	front := d.sit("reception")
	d.many(1)
	asked := 0
	d.db.Watch(func(string) { asked++ })
	count := func(path string) int {
		front.open(path) // the first time fills what is remembered
		asked = 0
		front.open(path)
		return asked
	}
	paths := []string{"/lam-viec", "/lam-viec?o=all", "/lam-viec/trong-ngay"}
	few := map[string]int{}
	for _, p := range paths {
		few[p] = count(p)
	}
	d.many(12)
	for _, p := range paths {
		if got := count(p); got != few[p] || got > 16 {
			t.Errorf("%s asks the database %d times for thirteen dossiers, %d times for one; want the same, at most 16", p, got, few[p])
		}
	}
}

func TestManyAreReceivedEachByItself(t *testing.T) {
	d := newDesk(t)
	all := d.many(3)
	front := d.sit("reception").open("/lam-viec")
	late := d.sit("reception").open("/lam-viec")
	picks := url.Values{"verb": {"receive"}, "pick": {all[0].ID + ":1", all[1].ID + ":1"}, "query": {"o=turn"}}
	front.send("/lam-viec/nhieu", picks).reads("Tiếp nhận: 2 hồ sơ", all[0].Code, all[1].Code, "Thực hiện với 2 hồ sơ").lacks(all[2].Code)
	work := front.at
	front.send(work, url.Values{}).reads("2 hồ sơ thực hiện được", "Đã thực hiện")
	front.send(work, url.Values{}).reads("2 hồ sơ thực hiện được")

	picks.Add("pick", all[2].ID+":1")
	late.send("/lam-viec/nhieu", picks)
	late.send(late.at, url.Values{}).reads("1 hồ sơ thực hiện được, 2 hồ sơ không thực hiện được", "vừa xử lý hồ sơ này lúc")
	if other := d.sit("specialist").open(work); other.code != 404 {
		t.Errorf("somebody else opens the work: %d, want 404", other.code)
	}
	front.send("/lam-viec/nhieu", url.Values{"verb": {"receive"}, "query": {"o=all"}}).reads("Chưa chọn hồ sơ nào")
	front.send("/lam-viec/nhieu", url.Values{"verb": {"nonsense"}, "pick": {all[0].ID + ":1"}}).reads("Chọn việc cần làm")
	front.send("/lam-viec/nhieu", url.Values{"verb": {"hand-over"}, "whole": {"1"}, "query": {"o=turn&trang-thai=received"}}).
		reads("Chuyển xử lý: 3 hồ sơ", "Ghi chú cho người nhận")
	front.send(front.at, url.Values{"note": {"Cả ba cùng nhà"}}).reads("3 hồ sơ thực hiện được")
	d.sit("specialist").open("/lam-viec/ho-so/" + all[1].ID).reads("Cả ba cùng nhà")
	d.no(d.Check(as("reception", d.commune), all[1].ID))
}

func TestManyAreWrittenTo(t *testing.T) {
	d := newDesk(t)
	all := d.many(2)
	front := d.sit("reception").open("/lam-viec")
	front.send("/lam-viec/nhieu", url.Values{"verb": {"message"}, "pick": {all[0].ID + ":1", all[1].ID + ":1"}}).reads("Nội dung tin nhắn")
	work := front.at
	front.send(work, url.Values{"words": {" "}}).reads("Vui lòng nhập nội dung")
	front.send(work, url.Values{"words": {"Chiều thứ Sáu bộ phận một cửa nghỉ."}}).reads("2 hồ sơ thực hiện được")
	front.open("/lam-viec/ho-so/" + all[1].ID).reads("Chiều thứ Sáu bộ phận một cửa nghỉ.")
}

func TestLongWorkGoesOnPageByPage(t *testing.T) {
	d := newDesk(t)
	d.many(23)
	front := d.sit("reception").open("/lam-viec")
	front.send("/lam-viec/nhieu", url.Values{"verb": {"follow"}, "whole": {"1"}, "query": {"o=turn"}}).reads("Theo dõi: 23 hồ sơ")
	front.send(front.at, url.Values{}).reads("Đã xong 20 trên 23 hồ sơ.", "Làm tiếp 3 hồ sơ còn lại", "Chờ thực hiện")
	front.send(front.at, url.Values{}).reads("23 hồ sơ thực hiện được")
	front.open("/lam-viec?o=followed").reads("X28.159.03-230810-0001")
}

func TestManyArePrintedAndBundled(t *testing.T) {
	d := newDesk(t)
	all := d.many(2)
	front := d.sit("reception").open("/lam-viec")
	_, err := d.Receive(as("reception", d.commune), dossier.At{ID: all[0].ID})
	d.no(err)
	picks := []string{all[0].ID + ":2", all[1].ID + ":1"}
	front.send("/lam-viec/nhieu", url.Values{"verb": {"print"}, "pick": picks})
	work := front.at
	front.send(work, url.Values{}).reads("1 hồ sơ thực hiện được", "Hồ sơ chưa có giấy tiếp nhận.", "Mở tệp PDF để in")
	if front.open(work + "/phieu.pdf"); front.code != 200 || !strings.HasPrefix(front.page, "%PDF-") {
		t.Errorf("the slips: %d, %.20q", front.code, front.page)
	}

	front.open("/lam-viec").send("/lam-viec/nhieu", url.Values{"verb": {"download"}, "pick": picks}).reads("Mục đích tải về")
	work = front.at
	front.send(work, url.Values{"purpose": {"x"}}).reads("Vui lòng ghi mục đích xem")
	front.send(work, url.Values{"purpose": {"Đối chiếu cuối tháng"}}).reads("2 hồ sơ thực hiện được", "Tải tệp ZIP")
	res, err := front.http.Get(d.server.URL + work + "/ho-so.zip")
	d.no(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	d.no(err)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	d.no(err)
	index, err := z.Open("index.csv")
	d.no(err)
	rows, err := csv.NewReader(index).ReadAll()
	d.no(err)
	if len(rows) < 3 || !strings.HasPrefix(rows[0][0], "\ufeff") || !slices.Contains([]string{all[0].Code, all[1].Code}, rows[1][0]) {
		t.Errorf("index.csv: %v", rows)
	}
	if last := rows[len(rows)-1][0]; !strings.HasPrefix(last, "Mã "+z.Comment) || !strings.Contains(last, "Đối chiếu cuối tháng") || !strings.HasPrefix(z.Comment, "XD-") {
		t.Errorf("the index ends %q, the bundle is called %q: who took it away?", last, z.Comment)
	}
	for _, row := range rows[1 : len(rows)-1] {
		if f, err := z.Open(row[6]); err != nil {
			t.Errorf("the index names %s: %v", row[6], err)
		} else {
			_ = f.Close()
		}
	}
	looks, err := d.Looks(as("supervisor", d.commune), all[1].ID)
	d.no(err)
	if !slices.ContainsFunc(looks, func(l audit.Record) bool { return l.Purpose == "Đối chiếu cuối tháng" }) {
		t.Errorf("the download left no look with its purpose: %v", looks)
	}
	if s := d.sit("supervisor"); true {
		s.open("/lam-viec").send("/lam-viec/nhieu", url.Values{"verb": {"download"}, "pick": picks})
		s.send(s.at, url.Values{"purpose": {"Tò mò thôi"}}).reads("0 hồ sơ thực hiện được, 2 hồ sơ không thực hiện được")
	}
}

func TestLabelsNotesAndFollowingOnADossier(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	front := d.sit("reception")
	front.open("/lam-viec/nhan").reads("Chưa có nhãn nào").send("/lam-viec/nhan", url.Values{"name": {"Hỏi lại"}, "colour": {"red"}}).reads("Đã thêm nhãn", "Hỏi lại")
	front.send("/lam-viec/nhan", url.Values{"name": {""}, "colour": {"red"}}).reads("Vui lòng nhập tên")
	front.open(home).reads("Chỉ người viết đọc được", "Hỏi lại")
	label := between(front.page, `name="label" value="`, `"`)
	front.send(home+"/cua-toi", url.Values{"do": {"save"}, "label": {label}, "own-note": {"Bà nội đến lấy"}}).reads("Đã lưu nhãn và ghi chú riêng", "Bà nội đến lấy")
	front.send(home+"/cua-toi", url.Values{"do": {"follow"}, "label": {label}, "own-note": {"Bà nội đến lấy"}}).reads("Đang theo dõi hồ sơ này", "Thôi theo dõi")
	front.open("/lam-viec?o=followed").reads(sent.Code, "Hỏi lại")
	front.open("/lam-viec?o=all&nhan=" + label).reads(sent.Code)
	d.sit("leader").open(home).lacks("Bà nội đến lấy", "Hỏi lại")
	if s := d.sit("lan").send(home+"/cua-toi", url.Values{"do": {"follow"}}); s.code != 403 {
		t.Errorf("a citizen keeps something on the desk: %d", s.code)
	}
	front.open("/lam-viec?o=all&q=lan").send("/lam-viec/bo-loc", url.Values{"name": {"Của Lan"}, "query": {"o=all&q=lan"}}).reads("Đã lưu bộ lọc", "Của Lan")
	front.open("/lam-viec/cot").send("/lam-viec/cot", url.Values{"column": {"submitted"}}).reads("Đã lưu cột hiển thị", "Ngày nộp").lacks("Cách nộp</th>")
	front.open("/lam-viec").reads("Hôm nay, Thứ Năm ngày 10/08/2023", "1 hồ sơ mới nộp, chờ tiếp nhận", "Việc tiếp theo", "Mở hồ sơ")
	front.open("/lam-viec/trong-ngay").reads("Mới nộp, chờ tiếp nhận", sent.Code, "Không có.")
	front.open("/lam-viec/phim-tat").reads("Phím tắt", "Đến ô tìm kiếm")
}

func TestReasonsAreInsertedWithoutScript(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	d.sit("reception").open("/lam-viec/mau-ly-do").reads("chưa có mẫu lý do nào").lacks("Thêm mẫu")
	d.sit("leader").open("/lam-viec/mau-ly-do").send("/lam-viec/mau-ly-do", url.Values{"name": {"Ảnh mờ"}, "kind": {"ask-fix"},
		"text": {"{paper} của {owner} bị mờ."}}).reads("Đã thêm mẫu lý do", "{paper} của {owner} bị mờ.")
	front := d.sit("reception").open(home + "/ask-fix")
	stock := between(front.page, `data-stock-text="`, `"`)
	v, err := d.catalog.Version(lan, sent.VersionID)
	d.no(err)
	k, _ := v.Case("")
	front.send(home+"/ask-fix", url.Values{"insert": {"1"}, "stock": {stock}, "on": {"paper:" + k.Components[1].Key}, "other": {"Thêm ảnh"}, "reason": {"Kính gửi bà."}})
	front.reads("Kính gửi bà.\n"+k.Components[1].Name+" của Bùi Thị Lan bị mờ.", `value="Thêm ảnh"`).lacks("Có lỗi")
	front.send(home+"/ask-fix", url.Values{"insert": {"1"}, "reason": {"Vẫn còn"}}).reads("Chọn mẫu lý do cần chèn", "Vẫn còn")
}

func TestTheSlowerOfTwoSeesWhatChangedBesideWhatWasTyped(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	slow := d.sit("reception").open(home + "/refuse")
	d.sit("reception").open(home).send(home+"/receive", url.Values{})
	slow.send(home+"/refuse", url.Values{"kind": {"other"}, "reason": {"Ý kiến của người chậm"}}).
		reads("vừa xử lý hồ sơ này lúc", "Xem thay đổi", "#thay-doi", "Hồ sơ đã thay đổi", "Tiếp nhận hồ sơ", "Ý kiến của người chậm")
	slow.open(home).lacks("Hồ sơ đã thay đổi")
}

func TestPapersStandBesideTheForm(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	s := d.sit("reception").open(home + "/doi-chieu")
	s.reads("Xem đầy đủ thông tin cá nhân").lacks("QUÁCH MINH AN")
	s.send(home+"/xem-day-du?ve=doi-chieu", url.Values{"purpose": {"compare"}}).reads("QUÁCH MINH AN", "Đã đối chiếu, xem giấy tiếp theo", "<iframe")
	sum := between(s.page, `name="sha" value="`, `"`)
	s.send(home+"/doi-chieu?giay=1&co=100", url.Values{"sha": {sum}, "mark": {"1"}})
	s.open(home+"/doi-chieu").reads("Cán bộ reception đã đối chiếu lúc", "Bỏ dấu đã đối chiếu")
	if s.send(home+"/doi-chieu?giay=1", url.Values{"sha": {"00"}, "mark": {"1"}}); s.code != 404 {
		t.Errorf("a paper that is not there is marked: %d", s.code)
	}
	if err := d.CheckPaper(as("supervisor", d.commune), sent.ID, sum, true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("who may not read papers marks one: %v, want forbidden", err)
	}
	res, err := s.http.Get(d.server.URL + home + "/tep/" + sum + "?khung")
	d.no(err)
	_ = res.Body.Close()
	if p := res.Header.Get("Content-Security-Policy"); !strings.Contains(p, "frame-ancestors 'self'") || !strings.Contains(p, "default-src 'none'") {
		t.Errorf("a framed file's policy: %s", p)
	}
}

func TestAnOpenPageHearsWhatHappened(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	s := d.sit("reception").open(home).reads(`data-version="1"`)
	if s.open(home + "/moi?tu=1"); s.code != 204 || s.page != "" {
		t.Errorf("nothing happened: %d %q", s.code, s.page)
	}
	d.sit("reception").open(home).send(home+"/receive", url.Values{})
	s.open(home+"/moi?tu=1").reads("Cán bộ reception: Tiếp nhận hồ sơ, ", "Xem thay đổi").lacks("<html")
	if s = d.sit("lan").open(home + "/moi?tu=1"); s.code != 403 {
		t.Errorf("a citizen hears the desk's news: %d", s.code)
	}
}

// between returns what stands between two marks on a page.
func between(page, from, to string) string {
	_, rest, _ := strings.Cut(page, from)
	inside, _, _ := strings.Cut(rest, to)
	return inside
}
