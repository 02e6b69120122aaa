package insight

import (
	"testing"
	"time"
)

func TestAShorterTermIsWeighedAgainstThePast(t *testing.T) {
	var took []int64
	for day := int64(1); day <= 20; day++ {
		took = append(took, day*workday)
	}
	if w := whatIf(took, 5); w.Part != 5 || w.Of != 20 {
		t.Errorf("five days: %+v", w)
	}
	if w, ok := shortest(took); !ok || w.Days != 19 {
		t.Errorf("shortest %+v", w)
	}
	if _, ok := shortest(nil); ok {
		t.Error("a term was proposed without dossiers")
	}
}

func TestStepsSayWhoWaitsForWhom(t *testing.T) {
	lines := []stretch{{"a", 1, "", "reception", "", 10, 0}, {"a", 2, "", "specialist", "Thẩm định", 100, 60}, {"a", 3, "supplement", "applicant", "", 500, 0},
		{"a", 4, "", "specialist", "Thẩm định", 20, 0}, {"b", 1, "", "reception", "", 30, 0}}
	all := legs(lines)
	if len(all) != 3 || all[0].Waits != "supplement" || all[1].Role != "specialist" || all[1].N != 2 || all[1].Minutes != 120 || all[1].Queued != 60 || all[1].Most != 100*time.Minute {
		t.Errorf("legs %+v", all)
	}
	pairs := pairings(lines)
	if len(pairs) != 3 || pairs[0].Who != "specialist" || pairs[0].ForWhom != ":supplement" || pairs[0].Minutes != 500 {
		t.Errorf("pairings %+v", pairs)
	}
}
