package notify

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Event is something that happens in a room and that people are told of.
type Event struct {
	Key    string            `json:"-"`
	Kind   Kind              `json:"kind"`
	To     []string          `json:"to"`     // "citizen", "officer": who may be told
	Urgent bool              `json:"urgent"` // leaves at night too
	Vars   map[string]string `json:"vars"`   // what its texts may use, each with a value to show it by
	texts  map[text.Lang]Texts
}

// Texts are what an event says in one language; {name} stands for a variable.
type Texts struct {
	Title string `json:"title"` // one line, for inbox and subject
	Short string `json:"short"` // a short message: at most 70 characters
	Body  string `json:"body"`  // of the letter, in plain text
}

// events is filled while packages initialise, then only read.
var events = map[string]Event{}

// Register adds a room's events: notice/events.json with the facts, notice/vi.json and notice/en.json
// with the texts as they are unless an administrator changes them. What is missing or twice is a
// defect, so Register panics. It returns true so that a room can write var _ = notify.Register(files).
func Register(files fs.FS) bool {
	var add map[string]Event
	read(files, "notice/events.json", &add)
	texts := map[text.Lang]map[string]Texts{}
	for _, lang := range text.Langs {
		var t map[string]Texts
		read(files, "notice/"+string(lang)+".json", &t)
		texts[lang] = t
		for key := range t {
			if _, ok := add[key]; !ok {
				panic(fmt.Sprintf("notices: %s of %s.json is no event", key, lang))
			}
		}
	}
	for key, e := range add {
		e.Key, e.texts = key, map[text.Lang]Texts{}
		for _, lang := range text.Langs {
			t, ok := texts[lang][key]
			if !ok {
				panic(fmt.Sprintf("notices: %s has no text in %s", key, lang))
			}
			e.texts[lang] = t
		}
		if _, twice := events[key]; twice {
			panic("notices: " + key + " is registered twice")
		}
		events[key] = e
	}
	return true
}

func read(files fs.FS, name string, into any) {
	raw, err := fs.ReadFile(files, name)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic(fmt.Sprintf("notices: %s: %v", name, err))
	}
}

// Events lists all events by key.
func Events() []Event {
	var out []Event
	for _, key := range slices.Sorted(maps.Keys(events)) {
		out = append(out, events[key])
	}
	return out
}

// Default is what the event says unless an administrator has changed it.
func (e Event) Default(lang text.Lang) Texts { return e.texts[lang] }

// Defects says what is wrong with the registered events and their texts; a test keeps it empty.
func Defects() []string {
	var out []string
	for _, e := range Events() {
		if len(e.To) == 0 || !text.Has(text.Vi, "notify.kind."+string(e.Kind)) {
			out = append(out, e.Key+": says neither of which kind it is nor who is told")
		}
		for _, lang := range text.Langs {
			for _, f := range e.faults(e.texts[lang], string(lang)+".") {
				out = append(out, fmt.Sprintf("%s: %s: %s", e.Key, f.Name, text.In(text.En, f.Key, flat(f.Args)...)))
			}
		}
	}
	return out
}

func flat(args map[string]any) []any {
	var out []any
	for k, v := range args {
		out = append(out, k, v)
	}
	return out
}
