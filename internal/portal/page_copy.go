package portal

import (
	"context"
	"fmt"
	"html"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// copyPDF prints what was sent: when, by whom, every answer in the order of the form, every file with its
// hash. It is the applicant's own proof, so nothing in it is masked. law: onestop/submit
func (p *Pages) copyPDF(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Dossiers.Mine(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := p.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return err
	}
	title := text.T(ctx, "portal.copy.title") + " " + d.Code
	raw, err := pdf.Render(ctx, pdf.Paper{HTML: p.copyHTML(ctx, d, v), Title: title, Author: d.Receiving.Name,
		Lang: langTag(ctx), At: lastSent(d.Dossier)})
	if err != nil {
		return err
	}
	return servePDF(w, strings.ReplaceAll(d.Code, "/", "-")+"-da-nop.pdf", raw)
}

// lastSent is when the citizen last sent something: the dossier, or corrections of it.
func lastSent(d *dossier.Dossier) time.Time {
	at := d.SubmittedAt
	for _, s := range d.Supplements {
		if s.AnsweredAt.After(at) {
			at = s.AnsweredAt
		}
	}
	return at
}

func langTag(ctx context.Context) string {
	if text.LangOf(ctx) == text.En {
		return "en"
	}
	return "vi-VN"
}

// sheetOfPaper writes the HTML of a printed page, piece by piece.
type sheetOfPaper struct{ strings.Builder }

const copyStyle = `<style>
h1 { font-size: 16pt; text-align: center; margin: 6pt 0 2pt; }
h2 { font-size: 13pt; margin: 12pt 0 4pt; }
p { margin: 0 0 4pt; }
table { width: 100%; border-collapse: collapse; font-size: 11pt; }
td { border-bottom: 0.5pt solid #999; padding: 3pt 6pt 3pt 0; vertical-align: top; }
.small { font-size: 10pt; }
.code { font-size: 9pt; }
.mid { text-align: center; }
</style>`

func (b *sheetOfPaper) line(class, words string) {
	fmt.Fprintf(b, `<p class="%s">%s</p>`, class, lines(words))
}

func (b *sheetOfPaper) heading(words string) {
	fmt.Fprintf(b, "<h2>%s</h2>", html.EscapeString(words))
}

// rows are names and what was said to them; rows without a value are left out.
func (b *sheetOfPaper) rows(rows [][2]string) {
	b.WriteString("<table>")
	for _, row := range rows {
		if row[1] != "" {
			fmt.Fprintf(b, `<tr><td style="width:40%%">%s</td><td>%s</td></tr>`, lines(row[0]), lines(row[1]))
		}
	}
	b.WriteString("</table>")
}

func lines(words string) string {
	return strings.ReplaceAll(html.EscapeString(words), "\n", "<br/>")
}

func (p *Pages) copyHTML(ctx context.Context, d *dossier.View, v *catalog.Version) string {
	b := &sheetOfPaper{}
	b.WriteString(copyStyle)
	b.line("mid", d.Receiving.Name)
	fmt.Fprintf(b, "<h1>%s</h1>", html.EscapeString(strings.ToUpper(text.T(ctx, "portal.copy.title"))))
	b.line("mid", p.named(ctx, d.Procedure, d.Name))
	b.rows(p.copyHead(ctx, d, v))
	k := &work{DraftWork: &dossier.DraftWork{CaseKey: d.CaseKey, Values: d.Values}, Version: v}
	for _, a := range copyAnswers(ctx, k) {
		b.heading(a.Title)
		b.rows(a.rows)
	}
	b.heading(text.T(ctx, "portal.papers.title"))
	copyPapers(ctx, b, d)
	b.line("small", text.T(ctx, "portal.hash.print"))
	b.line("small", text.T(ctx, "portal.copy.foot", "at", text.DateTime(ctx, lastSent(d.Dossier)), "code", d.Code))
	return b.String()
}

// copyHead says whose dossier it is, and when it was sent.
func (p *Pages) copyHead(ctx context.Context, d *dossier.View, v *catalog.Version) [][2]string {
	rows := [][2]string{{text.T(ctx, "portal.sent.code"), d.Code}, {text.T(ctx, "portal.fact.sent"), text.DateTime(ctx, d.SubmittedAt)}}
	for _, s := range d.Supplements {
		if !s.AnsweredAt.IsZero() {
			rows = append(rows, [2]string{text.T(ctx, "portal.copy.answered"), text.DateTime(ctx, s.AnsweredAt)})
		}
	}
	if c, ok := v.Case(d.CaseKey); ok {
		rows = append(rows, [2]string{text.T(ctx, "portal.case"), c.Name})
	}
	rows = append(rows, [2]string{text.T(ctx, "portal.owner.of"), partyLine(ctx, d.Owner)})
	for _, o := range d.Owners {
		rows = append(rows, [2]string{text.T(ctx, "dossier.section.co-owner"), partyLine(ctx, o)})
	}
	if !d.Owner.Same(d.Submitter) {
		rows = append(rows, [2]string{text.T(ctx, "portal.owner.by"), partyLine(ctx, d.Submitter)})
	}
	for _, row := range dossier.MandateRows(ctx, d.Mandate, d.Submitter.Relation) {
		rows = append(rows, [2]string{row.Key, row.Text})
	}
	return append(rows, [2]string{text.T(ctx, "portal.owner.submitter_phone"), d.Submitter.Phone}, [2]string{text.T(ctx, "portal.owner.submitter_email"), d.Submitter.Email})
}

func partyLine(ctx context.Context, p dossier.Party) string {
	return strings.Join(nonEmpty(p.Name, p.PersonalNo, text.Date(p.BirthOn), p.Address), "\n")
}

// printed are the answers about one person or thing.
type printed struct {
	Title string
	rows  [][2]string
}

// copyAnswers are the answers in the order of the form, those about the same person together.
func copyAnswers(ctx context.Context, k *work) []printed {
	var out []printed
	for _, s := range sheetsOf(k.Version.Fields) {
		var rows [][2]string
		for _, f := range askedOn(k, s) {
			rows = append(rows, [2]string{f.Label(text.LangOf(ctx)), shown(ctx, f, k.Values)})
		}
		if title := groupTitle(ctx, s.Group); len(out) > 0 && out[len(out)-1].Title == title {
			out[len(out)-1].rows = append(out[len(out)-1].rows, rows...)
		} else {
			out = append(out, printed{title, rows})
		}
	}
	return out
}

func copyPapers(ctx context.Context, b *sheetOfPaper, d *dossier.View) {
	if len(d.Handed()) == 0 {
		b.line("", text.T(ctx, "portal.papers.none"))
	}
	for _, paper := range d.Handed() {
		name, _ := brief(paper.Name)
		b.line("", name)
		for _, f := range paper.Files {
			b.line("small", strings.Join(nonEmpty(f.Name, size(ctx, f.Size), sinceWords(ctx, f)), " · "))
			b.line("code", text.T(ctx, "portal.hash")+" "+f.SHA256[:32]+"\n"+f.SHA256[32:])
		}
	}
}

func sinceWords(ctx context.Context, f dossier.File) string {
	if f.At.IsZero() {
		return ""
	}
	return text.T(ctx, "portal.file.since", "at", text.DateTime(ctx, f.At))
}

// servePDF hands over a paper that the house has printed.
func servePDF(w http.ResponseWriter, name string, raw []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(raw) // the reader may have gone
	return nil
}
