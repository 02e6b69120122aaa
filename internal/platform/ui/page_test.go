package ui

import (
	"strings"
	"testing"
)

func TestTheFrameSaysWhoIsHere(t *testing.T) {
	officer := Chrome{SignedIn: true, IsOfficer: true, UserName: "Bùi Thị Nguyệt", UserPost: "Công chức một cửa", Path: "/lam-viec?o=1&x=2"}
	cases := []struct {
		name       string
		chrome     Chrome
		frame      Frame
		has, hasNo []string
	}{
		{"a citizen not signed in may sign in and come back", Chrome{Path: "/tra-cuu?ma=1"}, Frame{Title: "Tra cứu"},
			[]string{`href="/dang-nhap?ve=%2Ftra-cuu%3Fma%3D1"`, "<title>Tra cứu – Nhà Sàn – Một cửa điện tử</title>"},
			[]string{"/dang-xuat", "noindex", "/lam-viec", "Bản trình diễn"}},
		{"an officer sees name and post and may sign out", officer, Frame{Title: "Bàn", Area: Desk},
			[]string{"Bùi Thị Nguyệt", "Công chức một cửa", `action="/dang-xuat"`, "noindex", `href="/lam-viec"`},
			[]string{"/dang-nhap", `href="/quan-tri"`}},
		{"the language link leads back here", officer, Frame{},
			[]string{`href="/ngon-ngu?to=en&amp;ve=%2Flam-viec%3Fo%3D1%26x%3D2"`}, nil},
		{"a demonstration says so", Chrome{Demo: true}, Frame{}, []string{"Bản trình diễn", "dữ liệu không có thật"}, nil},
		{"a page with mistakes says so first", Chrome{}, Frame{Title: "Nộp hồ sơ", Failed: true}, []string{"<title>Lỗi: Nộp hồ sơ"}, nil},
		{"the current entry of the menu is marked", Chrome{Nav: []NavItem{{"Việc", "/lam-viec", true, 3}, {"Sổ", "/so", false, 0}}}, Frame{},
			[]string{`href="/lam-viec" aria-current="page"`, `<span class="ns-count">3</span>`}, []string{`href="/so" aria-current`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			page := render(t, WithChrome(t.Context(), c.chrome), Page(c.frame))
			for _, want := range c.has {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %s", want)
				}
			}
			for _, not := range c.hasNo {
				if strings.Contains(page, not) {
					t.Errorf("the page has %s", not)
				}
			}
		})
	}
}

func TestOnlyOurOwnBreakageShowsItsNumber(t *testing.T) {
	ctx := WithChrome(t.Context(), Chrome{RequestID: "req-7"})
	if page := render(t, ctx, ErrorPage(500, "Có lỗi", "Thử lại sau.", "")); !strings.Contains(page, "req-7") {
		t.Error("a broken page does not say the number by which to find it")
	}
	if page := render(t, ctx, ErrorPage(404, "Không thấy", "Không có trang này.", "")); strings.Contains(page, "req-7") {
		t.Error("a missing page shows a number that helps nobody")
	}
}
