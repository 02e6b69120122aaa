package ui

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// The areas of the site.
const (
	Citizen = "citizen"
	Desk    = "desk"
	Admin   = "admin"
)

// Frame is what a page tells the layout about itself.
type Frame struct {
	Title   string // of the browser tab; the page writes its own heading
	Crumbs  []Crumb
	Wide    bool   // lists and desks use the whole width
	Area    string // Citizen (default), Desk or Admin
	NoIndex bool   // not for search engines
	Failed  bool   // the page shows an error summary: the title says so first
	Board   bool   // shows large numbers: the style sheet and script of counters and waiting rooms
	Script  string // static file with a script of this page's own
	Style   string // static file with a style sheet of this page's own
	Live    bool   // parts of the page look for news: see Live
}

// Crumb is a step on the way to the page; the last one has no address.
type Crumb struct{ Text, Href string }

func (f Frame) area() string {
	if f.Area == "" {
		return Citizen
	}
	return f.Area
}

// fullTitle is what the tab says: "Lỗi: Nộp hồ sơ – Cổng dịch vụ công".
func (f Frame) fullTitle(ctx context.Context, site string) string {
	title := site
	if f.Title != "" && f.Title != site {
		title = f.Title + " – " + site
	}
	if f.Failed {
		title = text.T(ctx, "ui.failed") + " " + title
	}
	return title
}

// noIndex keeps search engines out of desks, whatever the page says.
func (f Frame) noIndex() bool { return f.NoIndex || f.area() != Citizen }

func container(wide bool) string {
	if wide {
		return "ns-container ns-container--wide"
	}
	return "ns-container"
}

// ErrorPage is a whole page for a fault; back is an address, empty leads home.
func ErrorPage(status int, title, body, back string) templ.Component {
	if back == "" {
		back = "/"
	}
	return errorPage(errorView{strconv.Itoa(status), title, body, back, status >= 500})
}

type errorView struct {
	Status, Title, Body, Back string
	Broken                    bool // our doing, not theirs: show the number to find it by
}

// otherLang is the language to switch to, in its own words.
func otherLang(ctx context.Context) (code, name string) {
	if text.LangOf(ctx) == text.Vi {
		return string(text.En), "English"
	}
	return string(text.Vi), "Tiếng Việt"
}

func lang(ctx context.Context) string { return string(text.LangOf(ctx)) }
