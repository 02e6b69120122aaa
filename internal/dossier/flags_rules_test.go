package dossier

import "testing"

func TestFlagsAreThoseOfTheMoment(t *testing.T) {
	file, again := []File{{SHA256: "a"}}, []Reused{{SHA256: "a"}}
	s, signed := &Service{}, &Dossier{Result: &Result{Files: file, Signature: &Signature{}}}
	for name, c := range map[string]struct {
		do   Action
		f    Facts
		want Flags
	}{
		"further papers are no components": {Submit, Facts{Opening: &Opening{Papers: []Paper{{Key: "a", Files: file, Reused: again}, {Key: "b"}, {Name: "khác", Files: file}}}},
			Flags{Papers: &PaperFlags{Components: 2, Filed: 1, Reused: 1}}},
		"all was taken out":                         {AddSupplement, Facts{Papers: []Paper{}}, Flags{Papers: &PaperFlags{}}},
		"signed files are kept":                     {Number, Facts{}, Flags{Result: &ResultFlags{Files: 1, Signed: true}}},
		"the clerk put another in place and sealed": {Number, Facts{Files: file, replaced: true, Signature: &Signature{}}, Flags{Result: &ResultFlags{Files: 1, Sealed: true}}},
	} {
		got := s.flagsOf(signed, c.do, c.f)
		if got == nil || !same(got.Papers, c.want.Papers) || !same(got.Result, c.want.Result) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if s.flagsOf(signed, HandOver, Facts{}) != nil || s.flagsOf(signed, Import, Facts{Opening: &Opening{}, Declared: &Declared{}}) != nil {
		t.Error("what says nothing of files has flags")
	}
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func TestTheLastFlagsCountThatWereNotUndone(t *testing.T) {
	papers := func(seq, filed int) Event {
		return Event{Seq: seq, Facts: Facts{Flags: &Flags{Papers: &PaperFlags{Components: 9, Filed: filed}}}}
	}
	if got := flagged([]Event{papers(1, 1), papers(2, 2), {Seq: 3}, papers(4, 4)}, []int{4}); got.Papers.Filed != 2 || got.Result != nil {
		t.Errorf("%+v", got.Papers)
	}
}
