package live

import (
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/id"
)

// remembered bounds the topics kept in memory; beyond it the past is forgotten and everybody who was
// away looks at everything again.
const remembered = 5000

// memory knows when topics last changed, so that a line that was away for a moment misses nothing and
// need not fetch everything. Instants are counted by this process: another one's say nothing here.
type memory struct {
	era   string
	count int64
	floor int64 // what happened before is forgotten
	last  map[string]int64
}

func newMemory() memory { return memory{era: id.New()[24:], last: map[string]int64{}} }

func (m *memory) note(topics []string) {
	m.count++
	if len(m.last) > remembered {
		clear(m.last)
		m.floor = m.count
	}
	for _, t := range topics {
		m.last[t] = m.count
	}
}

// now is "era.count".
func (m *memory) now() string { return m.era + "." + strconv.FormatInt(m.count, 10) }

// after returns which of the topics changed since then: all when that is not known, none for "".
func (m *memory) after(since string, topics []string) []string {
	if since == "" {
		return nil
	}
	era, count, _ := strings.Cut(since, ".")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil || era != m.era || n < m.floor || n > m.count {
		return topics
	}
	var out []string
	for _, t := range topics {
		if m.last[t] > n {
			out = append(out, t)
		}
	}
	return out
}
