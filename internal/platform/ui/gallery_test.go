package ui

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"github.com/nha-san/nhasan/internal/platform/text"
)

func render(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return b.String()
}

// elements returns every element of the document.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var found []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func saying(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func gallerySources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, name := range []string{"gallery.go", "gallery_parts.go", "gallery.templ", "page.templ", "say.templ"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}

// parts lists the types of the package that write themselves.
func parts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Render" {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return names
}

func TestTheGalleryShowsEveryPart(t *testing.T) {
	sources := gallerySources(t)
	names := parts(t)
	if len(names) < 20 {
		t.Fatalf("found only the parts %v", names)
	}
	for _, name := range names {
		if !strings.Contains(sources, name+"{") {
			t.Errorf("the gallery does not show %s", name)
		}
	}
}

func TestThePagePolicyHolds(t *testing.T) {
	for _, n := range elements(t, render(t, GalleryChrome(t.Context()), Gallery())) {
		if n.Data == "style" || n.Data == "script" && (n.FirstChild != nil || attr(n, "src") == "") {
			t.Errorf("<%s> has its content in the page: the policy forbids it", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>: the policy forbids it", n.Data, a.Key, a.Val)
			}
		}
	}
}

func TestEveryControlHasItsWords(t *testing.T) {
	labels := map[string]bool{}
	nodes := elements(t, render(t, GalleryChrome(t.Context()), Gallery()))
	for _, n := range nodes {
		if n.Data == "label" && saying(n) != "" {
			labels[attr(n, "for")] = true
		}
	}
	for _, n := range nodes {
		switch n.Data {
		case "input", "select", "textarea":
			if !labels[attr(n, "id")] {
				t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
			}
		case "a", "button", "summary", "caption", "legend", "h1", "h2", "dt", "th":
			if saying(n) == "" {
				t.Errorf("<%s %v> says nothing", n.Data, n.Attr)
			}
		}
	}
}

func TestIdsAreUniqueAndReferencesLead(t *testing.T) {
	ids := map[string]bool{}
	nodes := elements(t, render(t, GalleryChrome(t.Context()), Gallery()))
	for _, n := range nodes {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	for _, n := range nodes {
		for _, key := range []string{"for", "aria-describedby", "aria-labelledby"} {
			for _, id := range strings.Fields(attr(n, key)) {
				if !ids[id] {
					t.Errorf("<%s %s=%q> leads nowhere", n.Data, key, id)
				}
			}
		}
		if to, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && to != "" && !ids[to] {
			t.Errorf("the link %q leads to no #%s", saying(n), to)
		}
	}
}

func TestTheLayoutHasItsWordsInEveryLanguage(t *testing.T) {
	for _, lang := range text.Langs {
		ctx := text.WithLang(GalleryChrome(t.Context()), lang)
		page := render(t, ctx, Gallery()) + render(t, ctx, ErrorPage(500, "Hỏng", "Hỏng rồi.", "/tra-cuu"))
		if at := strings.Index(page, "⟦"); at >= 0 {
			t.Errorf("in %s a word is missing: %.60s", lang, page[at:])
		}
		if want := `<html lang="` + string(lang) + `"`; !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	for _, m := range text.Missing() {
		t.Errorf("a language lacks a word: %s", m)
	}
}
