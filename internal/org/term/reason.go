package term

import (
	"context"
	"embed"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Reason is why a date counts or does not: a key of the words under term.why, and what to put in.
type Reason struct {
	Key    string `json:"key"`
	Note   string `json:"note,omitempty"`    // the name of a holiday, hours, the reason of an extension
	NoteEn string `json:"note_en,omitempty"` // in English, where it differs
}

// In writes the reason as a sentence in the reader's language.
func (r Reason) In(ctx context.Context) string {
	note := r.Note
	if text.LangOf(ctx) == text.En && r.NoteEn != "" {
		note = r.NoteEn
	}
	return text.T(ctx, "term.why."+r.Key, "note", note)
}

// off says why terms do not run on d.
func (w *walk) off(d clock.Date) Reason {
	key := "closed"
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		key = "weekend"
	}
	return w.why(d, key)
}

// why names the special day that d is, or else gives the plain key.
func (w *walk) why(d clock.Date, key string) Reason {
	s, ok := w.cal.Special(d)
	switch {
	case !ok || s.Kind != Off:
		return Reason{Key: key}
	case s.Name == "":
		return Reason{Key: "day-off"}
	case s.Expected:
		return Reason{"holiday-expected", s.Name, s.NameEn}
	}
	return Reason{"holiday", s.Name, s.NameEn}
}

// on says why d counts.
func (w *walk) on(d clock.Date, works bool) Reason {
	s, special := w.cal.Special(d)
	switch {
	case w.over != "":
		return Reason{Key: "extended", Note: w.over}
	case !works:
		return Reason{Key: "calendar-day-off"}
	case special && s.Replaces != "":
		return Reason{Key: "make-up", Note: text.Date(s.Replaces)}
	case special:
		return Reason{Key: "make-up-day"}
	}
	return Reason{Key: "working-day"}
}

// hoursWhy says which hours of d ran, or why none did.
func (w *walk) hoursWhy(d clock.Date, ran string) Reason {
	wait := w.waiting(d)
	switch {
	case ran != "" && w.over != "":
		return Reason{Key: "extended-hours", Note: ran}
	case ran != "":
		return Reason{Key: "hours", Note: ran}
	case !w.cal.IsWorking(d):
		return w.off(d)
	case wait != nil:
		return wait.why()
	}
	return Reason{Key: "hours-none"}
}

func (w *wait) why() Reason {
	switch w.cause {
	case ForSupplement, ForPayment, ForAgency:
		return Reason{Key: "paused-" + string(w.cause)}
	}
	return Reason{Key: "paused"}
}

// cutOff is the note of the reason that a same-day case came too late.
func cutOff(key string, r Rules) string {
	if key == "after-cut-off" {
		return r.SameDayUntil.String()
	}
	return ""
}
