package portal

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func (q question) file(ctx context.Context) templ.Component {
	label, hint := q.label(ctx), text.T(ctx, "portal.file.hint", "mb", q.mostMB())
	if q.Alone {
		label = text.T(ctx, "portal.file.pick")
	}
	var accept []string
	for _, ending := range q.Rules.Accept {
		accept = append(accept, "."+ending)
	}
	if len(accept) > 0 {
		kinds := strings.ToUpper(strings.Join(q.Rules.Accept, ", "))
		hint = text.T(ctx, "portal.file.kinds", "kinds", kinds, "mb", q.mostMB())
	}
	return filePart(filePartView{Files: q.Files, Input: ui.FileField{Name: q.Name, Label: label, Error: q.Wrong(q.Name), Hint: hint,
		Accept: strings.Join(accept, ","), MaxMB: q.mostMB(), Multiple: true, Required: q.Required && len(q.Files) == 0}})
}

// mostMB bounds a file: by the form, and by the house.
func (q question) mostMB() int {
	if q.Rules.MaxMB > 0 {
		return min(q.MaxMB, q.Rules.MaxMB)
	}
	return q.MaxMB
}

type filePartView struct {
	Files []fileView
	Input ui.FileField
}

// fileView is an uploaded file, with the button that takes it away while that is possible.
type fileView struct {
	Name, Href, Meta, SHA256 string
	Remove                   string // words of the button; empty: it stays
	Since                    string // when it was here, whole
	Up, Down                 string // words of the buttons that move it among its like; empty: it cannot go there
}

func filesOf(ctx context.Context, files []dossier.File, at string, removable bool) []fileView {
	out := make([]fileView, len(files))
	for i, f := range files {
		out[i] = fileView{Name: f.Name, Href: at + "/tep/" + f.SHA256, Meta: size(ctx, f.Size), SHA256: f.SHA256}
		if removable {
			out[i].Remove = text.T(ctx, "portal.file.remove")
		}
		if !f.At.IsZero() && removable {
			out[i].Since = text.T(ctx, "portal.file.since", "at", text.DateTime(ctx, f.At))
		}
	}
	return out
}

// pagesOf are the files of one paper, which have an order: photographs of its pages.
func pagesOf(ctx context.Context, paper dossier.Paper, at string) []fileView {
	out := filesOf(ctx, paper.Files, at, true)
	for i := range out {
		if from := paper.ReusedFrom(out[i].SHA256); from != nil {
			out[i].Since = text.T(ctx, "portal.reuse.is", "code", from.Code, "at", text.DateTime(ctx, from.On))
			if from.Issued != "" {
				out[i].Since = text.T(ctx, "portal.reuse.is-issued", "number", from.Code, "on", text.Date(clock.DateOf(from.On)))
			}
		}
		if i > 0 {
			out[i].Up = text.T(ctx, "portal.file.up")
		}
		if i < len(out)-1 {
			out[i].Down = text.T(ctx, "portal.file.down")
		}
	}
	return out
}

// size writes a number of bytes as kB or MB.
func size(ctx context.Context, n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, n>>10), 10) + " kB"
	}
	return text.Decimal(ctx, float64(n*10>>20)/10) + " MB"
}
