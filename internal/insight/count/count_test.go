package count_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/insight/count"
)

func day(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2023, 1, n, 12, 0, 0, 0, time.UTC)
}

var january = count.Period{From: day(10), Until: day(20)}

func TestADossierIsCountedWhereItStood(t *testing.T) {
	for name, c := range map[string]struct {
		d    count.Dossier
		asOf int
		want count.Figures
	}{
		"not received":           {count.Dossier{}, 30, count.Figures{}},
		"received afterwards":    {count.Dossier{ReceivedAt: day(25)}, 30, count.Figures{}},
		"solved early":           {count.Dossier{ReceivedAt: day(11), Channel: count.Online, EndedAt: day(12), Standing: count.Early}, 30, count.Figures{Received: 1, Online: 1, Solved: 1, Early: 1}},
		"carried and late":       {count.Dossier{ReceivedAt: day(5), EndedAt: day(12), Standing: count.Late}, 30, count.Figures{Carried: 1, Solved: 1, Overdue: 1}},
		"ended before":           {count.Dossier{ReceivedAt: day(2), EndedAt: day(5), Standing: count.Late}, 30, count.Figures{}},
		"ended after: pending":   {count.Dossier{ReceivedAt: day(11), DueAt: day(28), EndedAt: day(25), Standing: count.Early}, 30, count.Figures{Received: 1, Direct: 1, Pending: 1, PendingWithin: 1}},
		"open and overdue":       {count.Dossier{ReceivedAt: day(11), DueAt: day(15), Channel: count.Post}, 30, count.Figures{Received: 1, Post: 1, Pending: 1, PendingOverdue: 1}},
		"asked before it is due": {count.Dossier{ReceivedAt: day(11), DueAt: day(15)}, 14, count.Figures{Received: 1, Direct: 1, Pending: 1, PendingWithin: 1}},
		"waits outside":          {count.Dossier{ReceivedAt: day(11), DueAt: day(15), Paused: true, Asked: 1}, 30, count.Figures{Received: 1, Direct: 1, Pending: 1, PendingWithin: 1, Supplements: 1}},
		"no term":                {count.Dossier{ReceivedAt: day(11), EndedAt: day(19), Standing: count.NoTerm, End: count.Withdrawn}, 30, count.Figures{Received: 1, Direct: 1, Solved: 1, OnTime: 1, Withdrawn: 1}},
	} {
		var f count.Figures
		if f.Add(&c.d, january, day(c.asOf)); f != c.want {
			t.Errorf("%s: counted %+v, want %+v", name, f, c.want)
		}
	}
}

func TestNothingIsCountedTwiceOrLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all count.Figures
		for range rapid.IntRange(0, 40).Draw(t, "dossiers") {
			d := count.Dossier{ReceivedAt: day(rapid.IntRange(0, 28).Draw(t, "received")), DueAt: day(rapid.IntRange(0, 28).Draw(t, "due")),
				Channel: rapid.SampledFrom([]count.Channel{count.Direct, count.Online, count.Post}).Draw(t, "channel"), Paused: rapid.Bool().Draw(t, "paused")}
			if n := rapid.IntRange(0, 28).Draw(t, "ended"); n > d.ReceivedAt.Day() {
				d.EndedAt, d.Standing = day(n), rapid.SampledFrom([]count.Standing{count.Early, count.OnTime, count.Late, count.NoTerm}).Draw(t, "standing")
			}
			var one count.Figures
			one.Add(&d, january, day(rapid.IntRange(10, 31).Draw(t, "asked")))
			all.Plus(one)
		}
		if !all.Holds() {
			t.Fatalf("the columns do not add up: %+v", all)
		}
	})
}

func TestNoColumnIsForgottenInASum(t *testing.T) {
	var one, sum count.Figures
	number(reflect.ValueOf(&one).Elem(), 1)
	sum.Plus(one)
	if sum != one {
		t.Errorf("nothing and %+v is %+v", one, sum)
	}
	if sum.Minus(one); sum != (count.Figures{}) {
		t.Errorf("taken away from itself it leaves %+v", sum)
	}
}

// number fills every number of a struct and of those in it with one that no other has.
func number(v reflect.Value, next int64) int64 {
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Struct {
			next = number(f, next)
		} else {
			f.SetInt(next)
			next++
		}
	}
	return next
}

func TestAResultThatIsNoFileIsNeitherSignedNorShared(t *testing.T) {
	paper := count.Flags{Told: true, Components: 3, Filed: 2, Reused: 1, Signed: true, Sealed: true, Issued: true}
	file := paper
	file.File = true
	for name, c := range map[string]struct {
		flags count.Flags
		end   count.End
		want  count.Flagged
	}{
		"a result on paper":               {paper, count.Done, count.Flagged{Done: 1, Components: 3, Filed: 2}},
		"a file, signed and sealed":       {file, count.Done, count.Flagged{Done: 1, Results: 1, Digitised: 1, Components: 3, Filed: 2, Signed: 1, Sealed: 1, SignedSealed: 1, Issued: 1}},
		"a file, its components on paper": {count.Flags{Told: true, Components: 3, File: true, Signed: true}, count.Done, count.Flagged{Done: 1, Results: 1, Components: 3, Signed: 1}},
		"declared by another system":      {count.Flags{}, count.Done, count.Flagged{Done: 1, Untold: 1}},
		"an electronic copy, certified": {count.Flags{Told: true, File: true, Sealed: true, Certifies: true, Copy: true}, count.Done,
			count.Flagged{Done: 1, Results: 1, Sealed: 1, Certifying: 1, ElectronicCopies: 1}},
		"a copy certified on paper":          {count.Flags{Told: true, Certifies: true}, count.Done, count.Flagged{Done: 1, Certifying: 1}},
		"a copy on paper, with another file": {count.Flags{Told: true, File: true, Certifies: true}, count.Done, count.Flagged{Done: 1, Results: 1, Certifying: 1}},
		"stopped":                            {file, count.Stopped, count.Flagged{}},
		"open":                               {file, "", count.Flagged{}},
	} {
		if got := c.flags.Went(c.end); got != c.want {
			t.Errorf("%s adds %+v, want %+v", name, got, c.want)
		}
	}
	if got := file.Came(); got != (count.Flagged{Reused: 1}) {
		t.Errorf("where it was received it adds %+v", got)
	}
}
