package archive

import (
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestHowLongAPaperIsKept(t *testing.T) {
	ended := time.Date(2024, 5, 1, 3, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		term  Term
		paper Paper
		want  clock.Date // "" for ever
	}{
		"for ever":                             {Term{Years: Forever, Counted: FromIssue}, Paper{State: Valid, IssuedOn: "2023-08-10"}, ""},
		"ten years from its issue":             {Term{Years: 10, Counted: FromIssue}, Paper{State: Valid, IssuedOn: "2023-08-10"}, "2033-08-10"},
		"one year from a leap day":             {Term{Years: 1, Counted: FromIssue}, Paper{State: Valid, IssuedOn: "2024-02-29"}, "2025-03-01"},
		"not before its last day":              {Term{Years: 1, Counted: FromIssue}, Paper{State: Valid, IssuedOn: "2023-08-10", Until: "2030-01-01"}, "2030-01-01"},
		"from its last day":                    {Term{Years: 5, Counted: FromEnd}, Paper{State: Valid, IssuedOn: "2023-08-10", Until: "2030-01-01"}, "2035-01-01"},
		"from its end, and it has none":        {Term{Years: 5, Counted: FromEnd}, Paper{State: Valid, IssuedOn: "2023-08-10"}, ""},
		"from the day of its revocation":       {Term{Years: 5, Counted: FromEnd}, Paper{State: Revoked, IssuedOn: "2023-08-10", EndedAt: ended}, "2029-05-01"},
		"revoked, and counted from issue":      {Term{Years: 5, Counted: FromIssue}, Paper{State: Revoked, IssuedOn: "2023-08-10", EndedAt: ended}, "2028-08-10"},
		"revoked after the term from issue":    {Term{Years: 1, Counted: FromIssue}, Paper{State: Replaced, IssuedOn: "2020-08-10", EndedAt: ended}, "2024-05-01"},
		"issued on a day that nobody can read": {Term{Years: 5, Counted: FromIssue}, Paper{State: Valid, IssuedOn: "?"}, ""},
	} {
		got, ends := c.term.KeptUntil(&c.paper)
		if got != c.want || ends != (c.want != "") {
			t.Errorf("%s: kept until %q (%v), wanted %q", name, got, ends, c.want)
		}
	}
}

func TestTheLastDayIsStillKept(t *testing.T) {
	term, p := Term{Years: 10, Counted: FromIssue}, &Paper{State: Valid, IssuedOn: "2023-08-10"}
	if _, over := due(term, p, "2033-08-10"); over {
		t.Error("let go of on its last day")
	}
	if _, over := due(term, p, "2033-08-11"); !over {
		t.Error("still kept the day after its last")
	}
	p.Disposed = &Disposed{}
	if _, over := due(term, p, "2033-08-11"); over {
		t.Error("disposed of twice")
	}
}

func TestTheTermSetNearestToTheOfficeHolds(t *testing.T) {
	terms := []Term{{UnitPath: "/d/", Procedure: "birth", Years: 70}, {UnitPath: "/d/phu-nghia/", Procedure: "birth", Years: 50}, {UnitPath: "/d/an-binh/", Procedure: "birth", Years: 1},
		{UnitPath: "/d/phu-nghia/", Procedure: "death", Years: 2}}
	rest, err := usual()
	if err != nil || rest.Years != Forever || !rest.Unsure {
		t.Fatalf("what nobody has set is %+v, %v", rest, err)
	}
	for path, want := range map[string]int{"/d/phu-nghia/": 50, "/d/phu-nghia/to-1/": 50, "/d/lac-long/": 70, "/e/": Forever} {
		if got := termOf(terms, rest, &Paper{Procedure: "birth", Office: Place{Path: path}}); got.Years != want {
			t.Errorf("at %s a birth certificate is kept %d years, wanted %d", path, got.Years, want)
		}
	}
	if got := termOf(terms, rest, &Paper{Procedure: "marriage", Office: commune}); !got.Unsure {
		t.Errorf("a kind without a term is kept %+v", got)
	}
}
