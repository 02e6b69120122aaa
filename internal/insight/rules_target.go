package insight

import (
	"strconv"
	"strings"
	"time"
)

// Indicator is a rate that a unit can set itself a target of.
type Indicator string

// The indicators. All are better the higher they are.
const (
	TheOnline       Indicator = "online"
	TheOnTime       Indicator = "on-time"
	TheOnTimeStrict Indicator = "on-time-strict"
	TheContent      Indicator = "content"
)

// Indicators are all indicators.
var Indicators = []Indicator{TheOnline, TheOnTime, TheOnTimeStrict, TheContent}

// Target is what a unit wants to reach. It is set, changed and taken away by events with reasons.
type Target struct {
	ID        string
	At        time.Time
	UnitID    string
	Indicator Indicator
	Span      Span
	Goal      int // hundredths of a percent
	Gone      bool
	Owner     string // who answers for it
	Reason    string
	By        string
}

// Light is how a rate stands to a target.
type Light string

// The lights: reached, nearly, missed, nothing known.
const (
	Green  Light = "green"
	Yellow Light = "yellow"
	Red    Light = "red"
	Dark   Light = "dark"
)

// nearly is how far below its target a rate is yellow, in hundredths of a percent. [?] Offices differ.
const nearly = 500

// light is how a rate stands to a target.
func light(r Rate, goal int) Light {
	switch got := r.Hundredths(); {
	case !r.Known():
		return Dark
	case got >= goal:
		return Green
	case got >= goal-nearly:
		return Yellow
	}
	return Red
}

// typedPercent reads "55", "91,95" or "91.95%" as hundredths of a percent.
func typedPercent(s string) (int, bool) {
	s = strings.Replace(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")), ",", ".", 1)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0 && v <= 100) {
		return 0, false
	}
	return int(v*100 + 0.5), true
}

// holding are the targets that hold of a history, the newest first in it: the last of each indicator.
func holding(history []Target) map[Indicator]Target {
	out := map[Indicator]Target{}
	seen := map[Indicator]bool{}
	for _, t := range history {
		if !seen[t.Indicator] {
			seen[t.Indicator] = true
			if !t.Gone {
				out[t.Indicator] = t
			}
		}
	}
	return out
}

// year is the span of the year that a span of a month or quarter belongs to: a target of the year holds for
// its parts that have none of their own.
func (s Span) year() (Span, bool) {
	if s.Months != 1 && s.Months != 3 {
		return Span{}, false
	}
	return Span{Report: s.Report, Months: 12, Year: s.Year, No: 1}, true
}
