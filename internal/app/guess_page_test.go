package app

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// readPage returns the addresses that a page links to within the site and the forms on it, filled as they stand: what
// is empty is filled in plausibly.
func readPage(page, at string) (links []string, forms []form) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, nil
	}
	usual := plausible("1")
	var walk func(n *html.Node, f *form)
	walk = func(n *html.Node, f *form) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "a":
				if href := attr(n, "href"); strings.HasPrefix(href, "/") {
					links = append(links, href)
				}
			case "form":
				forms = append(forms, form{method: strings.ToUpper(cmp.Or(attr(n, "method"), "get")), action: cmp.Or(attr(n, "action"), at),
					fields: url.Values{}, choices: map[string][]string{}})
				f = &forms[len(forms)-1]
			case "input", "button", "textarea", "select", "option":
				f.take(n, usual)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, f)
		}
	}
	walk(root, nil)
	for i := range forms {
		if !strings.HasPrefix(forms[i].action, "/") {
			forms[i].action = at + forms[i].action
		}
	}
	return links, forms
}

// take reads one control of a form.
func (f *form) take(n *html.Node, usual url.Values) {
	name, value := attr(n, "name"), attr(n, "value")
	if n.Data == "option" && n.Parent != nil {
		for p := n.Parent; p != nil && name == ""; p = p.Parent {
			if p.Data == "select" {
				name = attr(p, "name")
			}
		}
	}
	if f == nil || name == "" || n.Data == "select" {
		return
	}
	if value != "" {
		f.choices[name] = append(f.choices[name], value)
	}
	kind := attr(n, "type")
	fixed := n.Data == "option" || kind == "radio" || kind == "checkbox" || n.Data == "button" || kind == "hidden"
	if !fixed && value == "" {
		value = usual.Get(name)
	}
	if f.fields.Get(name) == "" || has(n, "selected") || has(n, "checked") {
		f.fields.Set(name, value)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
