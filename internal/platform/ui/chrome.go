package ui

import (
	"context"
	"embed"
	"net/url"

	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Chrome is what the layout must know of the request; platform/web fills it.
type Chrome struct {
	SiteName  string // name of the product or portal, "Cổng dịch vụ công huyện Lạc Thủy"
	UnitName  string // unit whose site this is, or in which the officer sits
	UserName  string
	UserPost  string // post in which an officer acts; empty for citizens
	SignedIn  bool
	IsOfficer bool
	IsAdmin   bool
	Light     bool   // citizens' pages as words alone: little style, no script
	Demo      bool   // says on every page that nothing here is real
	Path      string // address of this page with its query, to come back to
	RequestID string // shown when something broke, to find it in the log
	Notices   []Notice
	Nav       []NavItem
	Bell      *Bell  // nil when nobody with an inbox is here
	LiveSince string // when this page was made, for parts that look for news
}

// NavItem is an entry of the main menu.
type NavItem struct {
	Text    string
	Href    string
	Current bool
	Count   int // things waiting there; 0 shows nothing
}

type chromeKey struct{}

// WithChrome puts c into the context.
func WithChrome(ctx context.Context, c Chrome) context.Context {
	return context.WithValue(ctx, chromeKey{}, c)
}

// ChromeOf returns what the layout knows; without any it is a public page of no unit.
func ChromeOf(ctx context.Context) Chrome {
	c, _ := ctx.Value(chromeKey{}).(Chrome)
	if c.SiteName == "" {
		c.SiteName = text.T(ctx, "ui.site")
	}
	if c.Path == "" {
		c.Path = "/"
	}
	return c
}

// back returns an address that leads back here afterwards: /dang-nhap?ve=/tra-cuu.
func (c Chrome) back(to string, more ...string) string {
	q := url.Values{"ve": {c.Path}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return to + "?" + q.Encode()
}
