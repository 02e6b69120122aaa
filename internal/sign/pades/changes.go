package pades

import (
	"slices"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// step is the most that a revision did to what was before it.
type step int

const (
	nothing   step = iota // or evidence and time stamps, which are always welcome
	signed                // a further signature
	filled                // fields of a form
	commented             // annotations
	rewritten             // anything else
)

// changes asks of each signature whether what came after it was allowed: further signatures, evidence and time stamps;
// after a certifying signature what it permits (ISO 32000-2, 12.8.2.2).
func (c *check) changes() {
	first := len(c.pdf.Revisions)
	for _, f := range c.found {
		if !f.failed || f.end > 0 {
			first = min(first, f.revision)
		}
	}
	if len(c.found) == 0 || first == len(c.pdf.Revisions) {
		return
	}
	d := newDiff(c.pdf, first)
	after := make([]step, len(c.pdf.Revisions)) // the most that revisions behind this one did
	if c.tail() {
		after[len(after)-1] = rewritten
	}
	steps := make([]step, len(c.pdf.Revisions))
	touched := make([][]string, len(c.pdf.Revisions)) // the fields that were filled in or signed, by their names
	for i := first + 1; i < len(c.pdf.Revisions); i++ {
		steps[i], touched[i] = d.step(i)
	}
	for i := len(steps) - 1; i > first; i-- {
		after[i-1] = max(after[i], steps[i])
	}
	for _, f := range c.found {
		if f.failed {
			continue
		}
		locks := locksOf(c.pdf.At(f.revision), f.field)
		allowed, reason := permitted(permission(c.pdf.At(f.revision)), locks)
		if after[f.revision] > allowed {
			f.fail(reason)
		}
		if fixes(locks, slices.Concat(touched[f.revision+1:]...)) {
			f.fail(FieldLocked)
		}
	}
}

// permits are what the numbers of certifications and locks leave to later hands.
var permits = [4]step{0, nothing, filled, commented}

// permitted is the most that may be done after a signature, and what it is called when more was done. A signature that locks some fields
// leaves the others to be filled in.
func permitted(certified int, locks []lock) (step, Reason) {
	allowed, reason := signed, ChangedAfter
	if len(locks) > 0 {
		allowed = filled
	}
	if certified != 0 {
		allowed, reason = permits[certified], NotPermitted
	}
	for _, l := range locks {
		if l.leaves != 0 && permits[l.leaves] < allowed {
			allowed, reason = permits[l.leaves], NotPermitted
		}
	}
	return allowed, reason
}

// tail tells whether anything but white space stands behind the last revision, uncovered.
func (c *check) tail() bool {
	end := c.pdf.Revisions[len(c.pdf.Revisions)-1].End
	for _, f := range c.found {
		end = max(end, f.end)
	}
	return len(c.file) > end && len(slices.DeleteFunc(slices.Clone(c.file[end:]), func(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == 0 || b == '\t' })) > 0
}

// diff compares revisions. It keeps who refers to what, so that an object which was referred to before it was there,
// or from two places, cannot be brought in as something harmless.
type diff struct {
	file  *object.File
	from  map[int][]int // references out of an object
	count map[int]int   // references to an object
}

func newDiff(f *object.File, first int) *diff {
	d := &diff{file: f, from: map[int][]int{}, count: map[int]int{}}
	v := f.At(first)
	for i := range first + 1 {
		for _, n := range f.Revisions[i].Numbers() {
			if _, done := d.from[n]; !done {
				d.refer(v, n)
			}
		}
	}
	return d
}

// refer takes down the references out of an object as it is in a view.
func (d *diff) refer(v object.View, n int) {
	for _, m := range d.from[n] {
		d.count[m]--
	}
	d.from[n] = refs(nil, v.Resolve(v.Ref(n)))
	for _, m := range d.from[n] {
		d.count[m]++
	}
}

func refs(out []int, o any) []int {
	switch t := o.(type) {
	case object.Ref:
		return append(out, t.N)
	case object.Array:
		for _, e := range t {
			out = refs(out, e)
		}
	case object.Dict:
		for _, e := range t {
			out = refs(out, e)
		}
	case object.Stream:
		return refs(out, t.Dict)
	}
	return out
}

// step compares a revision with the one before it, and names the fields that were filled in or signed.
func (d *diff) step(i int) (step, []string) {
	p := pair{old: d.file.At(i - 1), now: d.file.At(i), count: d.count, may: map[int]step{}}
	numbers := d.file.Revisions[i].Numbers()
	slices.Sort(numbers)
	var changed []int
	worst := p.roots()
	for _, n := range numbers {
		a, b := p.old.Resolve(p.old.Ref(n)), p.now.Resolve(p.now.Ref(n))
		switch {
		case object.Same(a, b) && (a == nil || p.old.Ref(n) == p.now.Ref(n)):
		case a == nil && d.count[n] == 0:
			// New, and nothing pointed to where it is: it is what those say that point to it now.
		default:
			changed = append(changed, n)
		}
	}
	for _, n := range changed {
		s, known := p.may[n]
		if !known {
			s = p.page(n, d.from)
		}
		worst = max(worst, s)
	}
	for _, n := range numbers {
		d.refer(p.now, n)
	}
	return worst, p.touched
}
