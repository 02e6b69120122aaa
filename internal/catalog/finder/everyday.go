package finder

import (
	"maps"
	"slices"
)

// Everyday is what people say, where the law says something else.
type Everyday struct {
	Short  map[string]string `json:"short"`  // abbreviation → words: "dk" → "đăng ký"
	Means  []Meaning         `json:"means"`  // phrase → what to look for
	Ignore []string          `json:"ignore"` // what people wrap a question in: "thủ tục", "làm thế nào"
}

// Meaning says that each of the phrases in Say asks for any of those in Mean.
type Meaning struct {
	Say  []string `json:"say"`
	Mean []string `json:"mean"`
}

// rewrite is a phrase to look for in a query and what to put there.
type rewrite struct {
	say  []word
	mean [][]word
}

// What one query may cost: a page pasted into the box is cut, and not every reading is tried.
const (
	mostWords    = 20
	mostReadings = 24
)

func (e Everyday) rewrites() []rewrite {
	var out []rewrite
	for _, short := range slices.Sorted(maps.Keys(e.Short)) {
		out = append(out, rewrite{split(short), [][]word{split(e.Short[short])}})
	}
	for _, m := range e.Means {
		var mean [][]word
		for _, phrase := range m.Mean {
			mean = append(mean, split(phrase))
		}
		for _, phrase := range m.Say {
			out = append(out, rewrite{split(phrase), mean})
		}
	}
	slices.SortStableFunc(out, func(a, b rewrite) int { return longestFirst(a.say, b.say) })
	return out
}

// readings are the ways to understand a query: as typed, and with everyday words replaced.
func (x *Index) readings(query string) [][]word {
	first := x.unwrapped(x.apart(split(query)))
	first = first[:min(len(first), mostWords)]
	all := [][]word{first}
	for _, r := range x.rewrites {
		for _, words := range all {
			at := find(words, r.say)
			if at < 0 || len(all) >= mostReadings {
				continue
			}
			for _, mean := range r.mean {
				all = append(all, slices.Concat(words[:at], mean, words[at+len(r.say):]))
			}
		}
	}
	return all
}

// unwrapped takes out what says nothing about the matter, unless nothing would be left.
func (x *Index) unwrapped(words []word) []word {
	left := slices.Clone(words)
	for _, phrase := range x.ignore {
		for at := find(left, phrase); at >= 0 && len(left) > len(phrase); at = find(left, phrase) {
			left = slices.Delete(left, at, at+len(phrase))
		}
	}
	return left
}

// find returns where phrase begins in words, -1 when it does not stand there. An empty phrase
// stands nowhere.
func find(words, phrase []word) int {
	for at := 0; len(phrase) > 0 && at+len(phrase) <= len(words); at++ {
		same := 0
		for i, w := range phrase {
			if !w.meets(words[at+i]) {
				break
			}
			same++
		}
		if same == len(phrase) {
			return at
		}
	}
	return -1
}

// Says tells whether the phrase stands in the query, typed with its marks or without any.
func Says(query, phrase string) bool { return find(split(query), split(phrase)) >= 0 }
