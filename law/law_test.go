package law

import (
	"strings"
	"testing"
)

func TestTheIndexIsWhole(t *testing.T) {
	all, err := parse(index)
	if err != nil {
		t.Fatal(err)
	}
	for key, entries := range all {
		for i, e := range entries {
			if i > 0 && entries[i-1].Until >= e.From {
				t.Errorf("%s: %s and %s are in force at once", key, entries[i-1].Instrument, e.Instrument)
			}
			if e.From != "" && e.Until != "" && e.From > e.Until {
				t.Errorf("%s of %s ends before it begins", key, e.Instrument)
			}
			for _, said := range []string{e.Instrument, e.Title, e.Plain, e.English} {
				if strings.Contains(said, "[?]") {
					t.Errorf("%s: what is not known stands in place of the article, not in %q", key, said)
				}
			}
			if strings.Contains(strings.ToLower(e.Plain), "bạn ") || !strings.HasSuffix(e.Plain, ".") || !strings.HasSuffix(e.English, ".") {
				t.Errorf("%s: not a sentence for citizens: %q, %q", key, e.Plain, e.English)
			}
		}
	}
}

func TestTheKeysStandInOrder(t *testing.T) {
	last := ""
	for line := range strings.Lines(index) {
		key, _, _ := strings.Cut(line, " ")
		if strings.HasPrefix(key, "#") || strings.TrimSpace(key) == "" {
			continue
		}
		if key < last {
			t.Errorf("%s stands behind %s", key, last)
		}
		last = key
	}
}

func TestTheProvisionOfADayIsThatOfItsEra(t *testing.T) {
	for day, want := range map[string]string{"2018-06-20": "", "2023-08-10": "Nghị định 61/2018/NĐ-CP", "2025-06-30": "Nghị định 61/2018/NĐ-CP",
		"2025-07-01": "Nghị định 118/2025/NĐ-CP"} {
		if e, _ := On("onestop/receive", day); e.Instrument != want {
			t.Errorf("on %s reception rests on %q, want %q", day, e.Instrument, want)
		}
	}
	if e, ok := On("civil-code/147", "2026-01-01"); !ok || !e.Sure() || e.Article != "Điều 147" {
		t.Errorf("the civil code says %+v, %v", e, ok)
	}
	if Of("no/such") != nil {
		t.Error("an unknown key has provisions")
	}
}

func TestABrokenLineIsToldWithItsNumber(t *testing.T) {
	for _, line := range []string{"a/b | x", "a/b | x | [?] | 2025.. | t | p | e", "ab | x | [?] | .. | t | p | e", "a/b | x |  | .. | t | p | e"} {
		if _, err := parse("# head\n" + line); err == nil || !strings.Contains(err.Error(), "law/index.txt:2") {
			t.Errorf("%q: %v", line, err)
		}
	}
}
