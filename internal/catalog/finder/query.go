package finder

import "strings"

// How much of a word's worth is left when it was not met exactly.
const (
	otherMarks = 0.55 // typed with marks, and they differ
	beginning  = 0.70 // only the beginning was typed
	slipped    = 0.60 // one slip away
	slippedTo  = 0.25 // one slip away, though what was typed is a word itself
	unknown    = 0.80 // what a word that stands nowhere takes from the whole of a query
)

// asked is a word of a query.
type asked struct {
	word
	worth float64   // of the whole word
	meets []float64 // by number: the worth of meeting that word instead
}

// ask looks up what each word of a reading may stand for.
func (x *Index) ask(reading []word) []asked {
	out := make([]asked, 0, len(reading))
	for i, w := range reading {
		a := asked{word: w, worth: 0, meets: make([]float64, len(x.worth))}
		_, known := x.number[w.plain]
		last := i == len(reading)-1
		for v, n := range x.number {
			if s := similar(w.plain, v, known, last); s > 0 {
				a.meets[n] = s * x.worth[n]
				a.worth = max(a.worth, a.meets[n])
			}
		}
		if a.worth == 0 {
			a.worth = unknown
		}
		out = append(out, a)
	}
	return out
}

// similar tells how well the typed word stands for v, 0 for not at all.
func similar(typed, v string, known, last bool) float64 {
	switch {
	case typed == v:
		return 1
	case last && !known && len(typed) >= 2 && strings.HasPrefix(v, typed):
		return beginning
	case len(typed) < 3 || len(v) < 3 || !near(typed, v):
		return 0
	case known:
		return slippedTo
	}
	return slipped
}

// apart cuts words that stand nowhere into two that do: khaisinh is khai sinh.
func (x *Index) apart(words []word) []word {
	var out []word
	for _, w := range words {
		out = append(out, x.halves(w)...)
	}
	return out
}

func (x *Index) halves(w word) []word {
	letters := []rune(w.exact)
	if _, known := x.number[w.plain]; known || len(letters) < 5 {
		return []word{w}
	}
	for i := 2; i <= len(letters)-2; i++ {
		two := split(string(letters[:i]) + " " + string(letters[i:]))
		if len(two) == 2 && x.knows(two[0]) && x.knows(two[1]) {
			return two
		}
	}
	return []word{w}
}

func (x *Index) knows(w word) bool {
	_, known := x.number[w.plain]
	return known
}
