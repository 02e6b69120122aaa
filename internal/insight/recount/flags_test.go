package recount_test

import (
	"testing"

	"github.com/nha-san/nhasan/internal/insight/count"
)

func TestWhatIsElectronicIsFoldedFromWhatStrangersRead(t *testing.T) {
	papers := func(components, filed, reused int) map[string]any {
		return map[string]any{"components": components, "filed": filed, "reused": reused}
	}
	x := newTold(t)
	x.received()
	x.happens("ask-supplement", "waiting", "2023-08-07 11:00", nil)
	x.happens("supplement", "processing", "2023-08-08 09:00", map[string]any{"flags": map[string]any{"papers": papers(3, 1, 0)}})
	x.happens("supplement", "processing", "2023-08-08 09:30", map[string]any{"flags": map[string]any{"papers": papers(3, 2, 1)}})
	x.happens("stop", "stopped", "2023-08-08 10:00", map[string]any{"calendar": x.cal.Version(), "flags": map[string]any{"papers": papers(9, 9, 9)}})
	x.happens("correct", "processing", "2023-08-08 11:00", map[string]any{"undoes": 7})
	x.happens("number", "done", "2023-08-09 10:00", map[string]any{"calendar": x.cal.Version(),
		"flags": map[string]any{"result": map[string]any{"files": 1, "signed": true, "issued": true, "certifies": true, "copy": true}}})
	want := count.Flags{Told: true, Components: 3, Filed: 2, Reused: 1, File: true, Signed: true, Issued: true, Certifies: true, Copy: true}
	err := x.book.Each(when(t, "2023-08-31 08:00"), func(_ string, d *count.Dossier) {
		if d.Flags != want {
			t.Errorf("%+v, want %+v: the last that was said and not taken back", d.Flags, want)
		}
	})
	if err != nil {
		t.Error(err)
	}
}
