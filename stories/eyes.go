package stories

import (
	"fmt"
	"net/url"
	"strings"
)

// Path returns where the browser is: path and query.
func (b *Browser) Path() string {
	b.t.Helper()
	u, err := url.Parse(value[string](b, "reading the address", "document.location.href"))
	if err != nil {
		b.t.Fatal(err)
	}
	return u.RequestURI()
}

// Main returns the words inside <main>, spaces made one.
func (b *Browser) Main() string {
	b.t.Helper()
	return value[string](b, "reading the page", ask("main"))
}

// Text returns the words of the first element that fits the CSS selector; it waits for one.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	return b.found(ask("text", selector), selector)
}

// Link returns the path that the link called so leads to; Fetch gets files such links offer.
func (b *Browser) Link(text string) string {
	b.t.Helper()
	return b.found(ask("link", plain(text)), text)
}

func (b *Browser) found(expression, what string) string {
	b.t.Helper()
	var got struct {
		Found bool   `json:"found"`
		Text  string `json:"text"`
	}
	if !b.until(func() bool { return try(b, expression, &got) == nil && got.Found }) {
		b.t.Fatalf("%q is not on %s%s", what, b.where(), b.page())
	}
	return got.Text
}

// See fails unless all the words come to stand on the page.
func (b *Browser) See(words ...string) {
	b.t.Helper()
	for _, w := range words {
		var main string
		if !b.until(func() bool { return try(b, ask("main"), &main) == nil && strings.Contains(main, plain(w)) }) {
			b.t.Fatalf("%q does not stand on %s%s", w, b.where(), b.page())
		}
	}
}

// SeeNot fails if the words stand on the page as it is now.
func (b *Browser) SeeNot(words ...string) {
	b.t.Helper()
	main := b.Main()
	for _, w := range words {
		if strings.Contains(main, plain(w)) {
			b.t.Fatalf("%q stands on %s and should not%s", w, b.where(), b.page())
		}
	}
}

// page describes what the person sees, for the message of a failure.
func (b *Browser) page() string {
	var main string
	if err := try(b, ask("main"), &main); err != nil {
		return ""
	}
	return fmt.Sprintf("\non the page %s:\n%s", b.where(), main)
}

func (b *Browser) where() string {
	var href string
	_ = try(b, "document.location.href", &href)
	return strings.TrimPrefix(href, b.base)
}

// plain makes runs of spaces one, as the pages' words are compared.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
