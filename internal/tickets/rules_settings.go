package tickets

import (
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Bounds of what a unit can set.
const (
	mostQueues  = 20
	mostWindows = 50
	longestName = 120
)

// usual is what a unit finds when it opens its settings for the first time.
func usual() Setting {
	return Setting{Slots: Slots{Minutes: 15, Capacity: 2, Ahead: 14}, Order: PriorityFirst, Priorities: slices.Clone(Priorities),
		Limits: Limits{PerPhone: 3, PerAddress: 20}}
}

// clean tidies what was typed.
func (s Setting) clean() Setting {
	s.Queues, s.Windows = slices.Clone(s.Queues), slices.Clone(s.Windows)
	for i := range s.Queues {
		q := &s.Queues[i]
		q.Name, q.NameEn = text.Clean(q.Name), text.Clean(q.NameEn)
	}
	slices.SortFunc(s.Windows, func(a, b Window) int { return a.Number - b.Number })
	return s
}

// problems lists what is wrong with the settings, by the names of the form's fields.
func (s Setting) problems() []fault.Field {
	wrong := append(s.queueProblems(), s.windowProblems()...)
	for _, n := range []struct {
		field           string
		is, least, most int
	}{
		{"khung-phut", s.Slots.Minutes, 5, 120}, {"khung-nguoi", s.Slots.Capacity, 0, 50}, {"khung-ngay", s.Slots.Ahead, 0, 60},
		{"moi-so", s.Limits.PerPhone, 1, 50}, {"moi-may", s.Limits.PerAddress, 1, 1000},
	} {
		if n.is < n.least || n.is > n.most {
			wrong = append(wrong, fault.Field{Name: n.field, Key: "tickets.field.number", Args: fault.Args("least", n.least, "most", n.most)})
		}
	}
	if !slices.Contains(Orders, s.Order) {
		wrong = append(wrong, fault.Field{Name: "thu-tu", Key: "tickets.field.order"})
	}
	return wrong
}

func (s Setting) queueProblems() []fault.Field {
	var wrong []fault.Field
	seen := map[string]bool{}
	for i, q := range s.Queues {
		field := strconv.Itoa(i + 1)
		if len(q.Letter) != 1 || q.Letter[0] < 'A' || q.Letter[0] > 'Z' || seen[q.Letter] {
			wrong = append(wrong, fault.Field{Name: "chu-" + field, Key: "tickets.field.letter"})
		}
		seen[q.Letter] = true
		if q.Name == "" || len([]rune(q.Name)) > longestName || len([]rune(q.NameEn)) > longestName {
			wrong = append(wrong, fault.Field{Name: "ten-" + field, Key: "tickets.field.queue-name"})
		}
	}
	if len(s.Queues) > mostQueues || (s.On && len(s.Open()) == 0) {
		wrong = append(wrong, fault.Field{Name: "chu-1", Key: "tickets.field.queues"})
	}
	return wrong
}

func (s Setting) windowProblems() []fault.Field {
	var wrong []fault.Field
	served, seen := map[string]bool{}, map[int]bool{}
	for i, w := range s.Windows {
		field := strconv.Itoa(i + 1)
		if w.Number < 1 || w.Number > 99 || seen[w.Number] {
			wrong = append(wrong, fault.Field{Name: "cua-" + field, Key: "tickets.field.window"})
		}
		seen[w.Number] = true
		for _, letter := range w.Queues {
			if _, ok := s.Queue(letter); !ok {
				wrong = append(wrong, fault.Field{Name: "phuc-vu-" + field, Key: "tickets.field.window-queues"})
			}
			served[letter] = true
		}
		if len(w.Queues) == 0 {
			wrong = append(wrong, fault.Field{Name: "phuc-vu-" + field, Key: "tickets.field.window-queues"})
		}
	}
	if len(s.Windows) > mostWindows {
		wrong = append(wrong, fault.Field{Name: "cua-1", Key: "tickets.field.windows"})
	}
	for _, q := range s.Open() {
		if s.On && !served[q.Letter] {
			wrong = append(wrong, fault.Field{Name: "phuc-vu-1", Key: "tickets.field.nobody-serves", Args: fault.Args("queue", q.Letter+" – "+q.Name)})
		}
	}
	return wrong
}
