package recount

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// entry is an entry of the ledger.
type entry struct {
	head
	Data json.RawMessage `json:"data"`

	event     *event
	unit      *unit
	calendar  *calendar
	procedure *version
	rules     *term.Rules
	err       error
}

// head is what all entries say.
type head struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
	Of   string    `json:"of"`
	Late bool      `json:"late"`
}

// event is what the ledger says of something that happened to a dossier.
type event struct {
	Seq      int        `json:"seq"`
	Do       string     `json:"do"`
	To       string     `json:"to"`
	Opening  *opening   `json:"opening"`
	Receipt  *receipt   `json:"receipt"`
	By       *term.Term `json:"by"`
	Calendar string     `json:"calendar"`
	Undoes   int        `json:"undoes"`
	Declared *declared  `json:"declared"`
	Flags    *flags     `json:"flags"`
}

type opening struct {
	Channel   string `json:"channel"`
	Procedure string `json:"procedure"`
	Version   string `json:"version"`
	Case      string `json:"case"`
	Receiving string `json:"receiving"`
	Competent string `json:"competent"`
}

type receipt struct {
	Era       string       `json:"era"`
	Term      term.Term    `json:"term"`
	SameDay   bool         `json:"same_day"`
	PausesFor []term.Cause `json:"pauses_for"`
	Calendar  string       `json:"calendar"`
	DueAt     time.Time    `json:"due_at"`
}

// declared is what another system says of a dossier that was brought in from it.
type declared struct {
	SubmittedAt time.Time `json:"submitted_at"`
	ReceivedAt  time.Time `json:"received_at"`
	DueAt       time.Time `json:"due_at"`
	EndedAt     time.Time `json:"ended_at"`
	End         string    `json:"end"`
	Asked       int       `json:"asked"`
}

type unit struct {
	Unit     string     `json:"unit"`
	Parent   string     `json:"parent"`
	Kind     string     `json:"kind"`
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	FullName string     `json:"full_name"`
	From     clock.Date `json:"from"`
	Until    clock.Date `json:"until"`
}

type calendar struct {
	Unit    string         `json:"unit"`
	Version string         `json:"version"`
	Content *term.Calendar `json:"content"`
}

type version struct {
	Procedure string     `json:"procedure"`
	Version   string     `json:"version"`
	Code      string     `json:"code"`
	Name      string     `json:"name"`
	Field     string     `json:"field"`
	Level     string     `json:"level"`
	Status    string     `json:"status"`
	From      clock.Date `json:"from"`
	Until     clock.Date `json:"until"`
	Terms     []struct {
		Case    string    `json:"case"`
		Channel string    `json:"channel"`
		Term    term.Term `json:"term"`
	} `json:"terms"`
}

// Read takes an entry apart. It needs no order and may run on many processors; what cannot be read is
// said when the entry is added.
func Read(raw []byte) any {
	e := &entry{}
	if bytes.HasPrefix(raw, []byte(`{"kind":"dossier",`)) { // nearly all are: read at one go
		e.event = &event{}
		e.err = json.Unmarshal(raw, &struct {
			*head
			Data *event `json:"data"`
		}{&e.head, e.event})
		return e
	}
	if e.err = json.Unmarshal(raw, e); e.err != nil {
		return e
	}
	switch e.Kind {
	case "dossier":
		e.event = &event{}
		e.err = json.Unmarshal(e.Data, e.event)
	case "unit":
		e.unit = &unit{}
		e.err = json.Unmarshal(e.Data, e.unit)
	case "calendar":
		e.calendar = &calendar{}
		e.err = json.Unmarshal(e.Data, e.calendar)
	case "procedure":
		e.procedure = &version{}
		e.err = json.Unmarshal(e.Data, e.procedure)
	case "rules":
		e.rules = &term.Rules{}
		e.err = json.Unmarshal(e.Data, e.rules)
	}
	e.Data = nil
	return e
}
