package dossier

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file; with -update it writes the file, whose diff is then read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-was +is):\n%s", name, diff)
	}
}

func TestFlowIsAsPrinted(t *testing.T) {
	var b strings.Builder
	fmt.Fprintln(&b, "from        action          to          right              at         clock      form    law")
	for _, st := range flow {
		right := st.right
		if right == "" {
			right = "-"
		}
		line := fmt.Sprintf("%-11s %-15s %-11s %-18s %-10s %-10s %-7s %s", st.from, st.do, st.to, right, st.at, st.clock, st.form, st.law)
		fmt.Fprintln(&b, strings.TrimRight(line, " "))
	}
	fmt.Fprintln(&b, "\nstate       national  clock      ended")
	for _, s := range States {
		fmt.Fprintf(&b, "%-11s %-9d %-10s %v\n", s, s.National(), flowStates[s].clock, flowStates[s].ended)
	}
	golden(t, "flow.txt", b.String())
}

func TestEveryStateCanBeReachedAndLeft(t *testing.T) {
	reached := map[State]bool{Draft: true}
	for range States {
		for _, st := range flow {
			if reached[st.from] {
				reached[st.to] = true
			}
		}
	}
	for _, s := range States {
		if !reached[s] {
			t.Errorf("state %s: no way leads there", s)
		}
		leaves := false
		for _, st := range flow {
			leaves = leaves || st.from == s && st.to != s
		}
		if leaves == s.Final() {
			t.Errorf("state %s: can be left = %v, but final = %v", s, leaves, s.Final())
		}
	}
}

func TestClockMatchesStates(t *testing.T) {
	for _, st := range flow {
		if st.from == anyState {
			continue
		}
		from, to := flowStates[st.from].clock, flowStates[st.to].clock
		fits := false
		switch {
		case st.do == Import:
			fits = st.clock == declared && from == notYet
		case to == clockOver && from != clockOver:
			fits = st.clock == ends
		case to == runs && from == notYet:
			fits = st.clock == starts
		case to == runs && (from == stands || from == mayStand):
			fits = st.clock == resumes
		case to == stands && from == runs:
			fits = st.clock == pauses
		case to == mayStand && from == runs:
			fits = st.clock == mayPause
		default:
			fits = st.clock == none
		}
		if !fits {
			t.Errorf("%s from %s to %s: the clock goes from %q to %q, and the row says %q", st.do, st.from, st.to, from, to, st.clock)
		}
	}
}

// TestRowsOfOneActDifferInWhoMayAct holds because row, which knows only what happened, must find the
// same way on as find, which knows who acts.
func TestRowsOfOneActDifferInWhoMayAct(t *testing.T) {
	type act struct {
		from State
		do   Action
		to   State
	}
	seen := map[act]step{}
	for _, st := range flow {
		key := act{st.from, st.do, st.to}
		if was, ok := seen[key]; ok && (was.clock != st.clock || was.form != st.form || (was.leads == nil) != (st.leads == nil)) {
			t.Errorf("%s from %s to %s: two rows differ in more than who may act", st.do, st.from, st.to)
		}
		seen[key] = st
	}
}

func TestMask(t *testing.T) {
	for _, c := range []struct{ number, want string }{
		{"001086001234", "001*****1234"}, {"0912345678", "091****678"}, {"113456789", "11****789"}, {"B1234567", "B1****67"}, {"1234", "****"}, {"", ""},
	} {
		if got := maskTail(c.number, 3, 4); got != c.want {
			t.Errorf("maskTail(%q) = %q, want %q", c.number, got, c.want)
		}
	}
}

func TestSecretForgivesHowItIsTyped(t *testing.T) {
	for typed, want := range map[string]bool{"ABCD2345": true, "abcd 2345": true, "abcd-2345": true, "ABCD2346": false, "": false} {
		if got := sameSecret(typed, "ABCD2345"); got != want {
			t.Errorf("sameSecret(%q) = %v, want %v", typed, got, want)
		}
	}
}

func TestApprovalStep(t *testing.T) {
	roles := func(names ...string) (p []StepPlan) {
		for _, n := range names {
			p = append(p, StepPlan{Role: n})
		}
		return p
	}
	for _, c := range []struct {
		name string
		plan []StepPlan
		want int
	}{
		{"the last leader decides", roles("reception", "leader", "specialist", "leader", "clerk"), 3},
		{"a head of division decides where no leader does", roles("reception", "specialist", "division-head", "reception"), 2},
		{"nobody decides", roles("reception", "specialist"), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := approvalStep(c.plan); got != c.want {
				t.Errorf("approvalStep = %d, want %d", got, c.want)
			}
		})
	}
}
