package finder

// How a document is weighed against a query.
const (
	together = 0.6  // what a pair of words standing together adds, of the lesser word's worth
	length   = 0.12 // how far a long name falls behind a short one that meets the query as well
	usual    = 14.0 // words in a usual name
)

// answer weighs a document: the worth of the words met, more for words met side by side, less for
// every word of the query that is missing and for a long name around them.
func (e entry) answer(query []asked) float64 {
	met, pairs, wanted := 0.0, 0.0, 0.0
	for i := range query {
		one, two := 0.0, 0.0
		for _, l := range e.texts {
			here, beside := l.meet(query, i)
			one, two = max(one, here*l.weight), max(two, beside*l.weight)
		}
		met += one
		pairs += two
		wanted += query[i].worth
	}
	if met == 0 {
		return 0
	}
	covered := min(1, met/wanted)
	around := float64(len(e.texts[0].words)) / usual
	return (met + together*pairs) * covered * covered / (1 - length + length*around)
}

// meet returns the worth of the best place where the line meets word i of the query, and of the
// best place where it meets the word before right before it.
func (l line) meet(query []asked, i int) (one, two float64) {
	before := 0.0
	for _, t := range l.words {
		here := query[i].value(t)
		one, two = max(one, here), max(two, min(before, here))
		if i > 0 {
			before = query[i-1].value(t)
		}
	}
	return one, two
}

// value is what the word t of a document gives to the typed word.
func (q asked) value(t term) float64 {
	v := q.meets[t.number]
	if v > 0 && q.marked() && q.exact != t.exact {
		v *= otherMarks
	}
	return v
}
