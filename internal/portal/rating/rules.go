package rating

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Settings are what an office may set; zero values take the usual ones.
type Settings struct {
	Days  int // how long after the return an answer can be given
	Least int // answers below which no figure is shown
	Hours int // working hours until a bad mark has to be looked into
}

func (s Settings) usual() Settings {
	if s.Days == 0 {
		s.Days = 14
	}
	if s.Least == 0 {
		s.Least = 5
	}
	if s.Hours == 0 {
		s.Hours = 40
	}
	return s
}

// periodOf is the month in which an instant falls.
func periodOf(at time.Time) string { return string(clock.DateOf(at))[:7] }

// closesAt is when the last link of a period has run out: nothing of it is shown before.
func (s Settings) closesAt(period string) time.Time {
	first := clock.Date(period + "-01").At(0).In(clock.Zone)
	return first.AddDate(0, 1, s.Days).UTC()
}

// closed are those of periods that have closed by now.
func (s Settings) closed(period string, now time.Time) bool {
	return !now.Before(s.closesAt(period))
}

// Shown tells whether enough people answered for a figure to say something, and to betray nobody.
func (s Settings) Shown(c Count) bool { return c.Answered() >= s.Least }

// mostWords bounds what is written, in letters.
const mostWords = 1000

func wrongWith(a Answer) error {
	var wrong []fault.Field
	if !slices.Contains(Marks, a.Mark) {
		wrong = append(wrong, fault.Field{Name: "mark", Key: "portal.rate.mark-missing"})
	}
	if utf8.RuneCountInString(a.Words) > mostWords {
		wrong = append(wrong, fault.Field{Name: "words", Key: "portal.rate.words-long", Args: fault.Args("n", mostWords)})
	}
	return fault.OnFields(wrong)
}

// known keeps of ticked reasons those that there are.
func known(ticked []string) []string {
	return slices.DeleteFunc(slices.Clone(Reasons), func(r string) bool { return !slices.Contains(ticked, r) })
}

// sum adds up counts of the same unit and period over procedures.
func sum(counts []Count) []Count {
	var out []Count
	for _, c := range counts {
		i := slices.IndexFunc(out, func(o Count) bool { return o.Unit.ID == c.Unit.ID && o.Period == c.Period })
		if i < 0 {
			out = append(out, Count{Unit: c.Unit, Period: c.Period, Marks: map[Mark]int{}, Reasons: map[string]int{}})
			i = len(out) - 1
		}
		out[i].Asked += c.Asked
		out[i].Declared += c.Declared
		for m, n := range c.Marks {
			out[i].Marks[m] += n
		}
		for r, n := range c.Reasons {
			out[i].Reasons[r] += n
		}
	}
	return out
}
