package ui

import (
	"context"
	"encoding/json"
	"io"
	"maps"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// FormFrame is what a form says about itself.
type FormFrame struct {
	Action    string
	ID        string
	Multipart bool   // it carries files
	Autosave  string // address to which the script posts the draft while it is being written; answers 204
	Confirm   string // question asked before it is sent
	Pieces    string // address to which upload.js sends files in pieces
	Words     string // its sentences, JSON
	Looks     bool   // its pictures are looked at before they are sent: the page's script is LooksScript
}

// ErrorSummary lists what is wrong, first thing on the page; the script puts the focus on it.
// An empty one shows nothing.
type ErrorSummary struct{ Items []ErrorItem }

// ErrorItem is one thing that is wrong, with the field to go to ("#ho-ten"), if any.
type ErrorItem struct{ Text, Href string }

// Render writes the summary.
func (v ErrorSummary) Render(ctx context.Context, w io.Writer) error {
	return errorSummary(v).Render(ctx, w)
}

// Problems says what a fault means, field by field, in the reader's language. A field's id is its
// name unless the page chose otherwise. No fault gives an empty summary.
func Problems(ctx context.Context, err *fault.Error) ErrorSummary {
	if err == nil {
		return ErrorSummary{}
	}
	if len(err.Fields) == 0 {
		return ErrorSummary{[]ErrorItem{{Text: text.TMap(ctx, err.Key, err.Args)}}}
	}
	items := make([]ErrorItem, len(err.Fields))
	for i, f := range err.Fields {
		items[i] = ErrorItem{text.TMap(ctx, f.Key, f.Args), "#" + f.Name}
	}
	return ErrorSummary{items}
}

// Problem says what the fault means for the field called name; empty when it is all right.
func Problem(ctx context.Context, err *fault.Error, name string) string {
	if err == nil {
		return ""
	}
	for _, f := range err.Fields {
		if f.Name == name {
			return text.TMap(ctx, f.Key, f.Args)
		}
	}
	return ""
}

// LooksScript is the script of a page with a form that Looks.
const LooksScript = "scans.js"

// looks are the keys of what is said while pictures are looked at before they are sent.
var looks = []string{"small", "dark", "bright", "blurred", "corners", "far", "looking", "size", "doubt", "again", "cut", "send-cut", "send-whole",
	"was-cut", "use-cut", "use-whole", "drop", "open", "which", "starting", "no-camera", "sees", "sees-not", "shoot", "turn", "close", "taken", "picture", "page", "coarse"}

// LookWords are the sentences of scripts that look at pictures, with those of a page beside them, as JSON.
func LookWords(ctx context.Context, more map[string]string) string {
	out := map[string]string{}
	for _, key := range looks {
		out[key] = text.T(ctx, "ui.look."+key)
	}
	maps.Copy(out, more)
	raw, _ := json.Marshal(out) // strings alone: cannot fail
	return string(raw)
}
