package dossier

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// paperForms are the forms in which a sheet of paper is handed in.
var paperForms = []string{"original", "certified", "copy"}

// formShown is of a paper that is looked at and given back.
const formShown = "shown"

// counterPaper is a component as something to tick at the counter, with what is known of it so far.
type counterPaper struct {
	ctx     context.Context
	c       catalog.Component
	have    *Paper // nil while nothing was handed in
	held    func(name, saved string) string
	problem func(name string) string
	mostMB  int
	stored  templ.Component // files already stored, nil for none
}

// option is the line of the checklist. One tick is enough where all is as the procedure wants it:
// form and number are filled in already.
func (p counterPaper) option() ui.Option {
	o := ui.Option{Value: p.c.Key, Text: p.c.Name, Hint: componentHint(p.ctx, p.c)}
	if p.c.PresentOnly {
		return o
	}
	like := wanted(p.c)
	if p.have != nil {
		like = *p.have
	}
	name := func(part string) string { return part + ":" + p.c.Key }
	inside := []templ.Component{inRow([]templ.Component{
		ui.Select{Name: name("form"), Label: text.T(p.ctx, "dossier.paper.form"), Value: p.held(name("form"), like.Form),
			Options: options(p.ctx, "dossier.form.", paperForms...)},
		ui.TextField{Name: name("count"), Label: text.T(p.ctx, "dossier.paper.number"), Value: p.held(name("count"), strconv.Itoa(like.Count)),
			InputMode: "numeric", Width: "3", Autocomplete: "off", Error: p.problem(name("count"))}}),
		ui.FileField{Name: name("file"), Label: text.T(p.ctx, "dossier.paper.scan"), Accept: blob.Accept, Multiple: true,
			Look: true, MaxMB: p.mostMB, Error: p.problem(name("file"))},
	}
	if p.stored != nil {
		inside = append(inside, p.stored)
	}
	o.Reveal = stacked(inside...)
	return o
}

// wanted is the paper as the procedure wants it.
func wanted(c catalog.Component) Paper {
	p := Paper{Key: c.Key, Name: c.Name, Form: "original", Count: 1}
	switch {
	case c.PresentOnly:
		p.Form, p.Count = formShown, 0
	case c.Originals > 0:
		p.Count = c.Originals
	case c.CertifiedCopies > 0:
		p.Form, p.Count = "certified", c.CertifiedCopies
	case c.PlainCopies > 0:
		p.Form, p.Count = "copy", c.PlainCopies
	}
	return p
}

// componentHint says in which form and how many, and on what condition.
func componentHint(ctx context.Context, c catalog.Component) string {
	var parts []string
	for _, one := range []struct {
		n    int
		form string
	}{{c.Originals, "original"}, {c.CertifiedCopies, "certified"}, {c.PlainCopies, "copy"}} {
		if one.n > 0 {
			parts = append(parts, text.T(ctx, "dossier.paper.count", "n", fmt.Sprintf("%02d", one.n), "form", paperFormName(ctx, one.form)))
		}
	}
	if c.PresentOnly {
		parts = append(parts, text.T(ctx, "dossier.paper.present-only"))
	}
	if c.Condition != "" {
		parts = append(parts, text.T(ctx, "dossier.paper.condition", "condition", c.When()))
	}
	return strings.Join(parts, " · ")
}

// papersOf reads the ticked components. Files are not part of a checklist.
func papersOf(components []catalog.Component, form url.Values) ([]Paper, []fault.Field) {
	var out []Paper
	var wrong []fault.Field
	for _, c := range components {
		if !slices.Contains(form["paper"], c.Key) {
			continue
		}
		p := wanted(c)
		if !c.PresentOnly {
			if one := form.Get("form:" + c.Key); slices.Contains(paperForms, one) {
				p.Form = one
			}
			n, err := strconv.Atoi(strings.TrimSpace(form.Get("count:" + c.Key)))
			if err != nil || n < 0 || n > 99 {
				wrong = append(wrong, fault.Field{Name: "count:" + c.Key, Key: "dossier.bad-count", Args: fault.Args("name", c.Name)})
			}
			p.Count = n
		}
		out = append(out, p)
	}
	return out, wrong
}
