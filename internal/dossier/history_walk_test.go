package dossier

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// walker leads one dossier through the flow by choices that somebody really has.
type walker struct {
	t      *rapid.T
	d      *Dossier
	events []Event
	now    time.Time
	people map[string]context.Context
	person string // who acts
}

var (
	commune    = Place{UnitID: "c", Path: "/p/d/c/", Name: "UBND xã"}
	district   = Place{UnitID: "d", Path: "/p/d/", Name: "UBND huyện"}
	department = Place{UnitID: "j", Path: "/p/d/j/", Name: "Phòng Tư pháp"}
)

// places are the usual ways in which receiving unit, competent unit and office lie to each other.
var places = [][3]Place{{commune, commune, commune}, {district, district, district}, {district, department, district}, {commune, department, district}}

func TestFoldingTheEventsGivesTheRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWalker(t)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			if !w.act() {
				break
			}
		}
		folded, err := Replay(w.events)
		if err != nil {
			t.Fatalf("after %v: %v", w.kinds(), err)
		}
		folded.Secret = w.d.Secret
		if kept, made := asJSON(t, w.d), asJSON(t, folded); kept != made {
			t.Fatalf("after %v the record is\n%s\nand its events give\n%s", w.kinds(), kept, made)
		}
		w.clockIsWhole()
	})
}

// TestSomebodyCanAlwaysGoOn holds for every process that an administrator can write down: a dossier
// that waits for somebody gives one of those for whom it waits something to do.
func TestSomebodyCanAlwaysGoOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWalker(t)
		for range rapid.IntRange(0, 25).Draw(t, "acts") {
			if !w.act() {
				break
			}
		}
		moving := func(m move) bool { return !aside[m.do] && m.do != Withdraw && m.do != Correct && m.do != Stop }
		if w.d.State.Final() || w.d.State == Draft {
			if w.d.State.Final() && slices.ContainsFunc(w.open(), moving) {
				t.Fatalf("%s is final, and yet %v", w.d.State, w.open())
			}
			return
		}
		who := w.d.Turn.Role
		if who == roleAgency {
			who = roleSpecialist
		}
		if !slices.ContainsFunc(w.open(), func(m move) bool { return (m.role == who || who == roleApplicant && m.do == Paid) && moving(m) }) {
			t.Fatalf("after %v: %s at step %d of %v waits for %s at %s, who has nothing to do of %v", w.kinds(), w.d.State, w.d.Step,
				w.d.Plan, who, w.d.Turn.Path, w.open())
		}
	})
}

func TestAnAnswerThatTakesEverythingOutIsRemembered(t *testing.T) {
	var e Event
	if err := e.say(Facts{Values: catalog.Values{}, Papers: []Paper{}}); err != nil {
		t.Fatal(err)
	}
	d := &Dossier{Values: catalog.Values{"name": {"An"}}, Papers: []Paper{{Key: "a"}}}
	if d.take(&e); len(d.Values) != 0 || len(d.Papers) != 0 {
		t.Errorf("written down as %s, the answer leaves %v and %v; want nothing", e.Data, d.Values, d.Papers)
	}
}

func newWalker(t *rapid.T) *walker {
	at := rapid.SampledFrom(places).Draw(t, "places")
	w := &walker{t: t, d: &Dossier{ID: id.New(), State: Draft, Secret: "SECRET23", AccountID: "lan", Receiving: at[0], Competent: at[1], Office: at[2]},
		now: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC), people: map[string]context.Context{}}
	for role, rights := range Roles {
		a := actor.Actor{Kind: actor.Officer, AccountID: role, PersonID: role, Name: role}
		for _, p := range []Place{commune, district, department} {
			a.Posts = append(a.Posts, actor.Post{Role: role, UnitID: p.UnitID, UnitPath: p.Path})
			for _, right := range rights {
				a.Grants = append(a.Grants, actor.Grant{Right: right, Path: p.Path})
			}
		}
		w.people[role] = actor.With(context.Background(), a)
	}
	w.people[roleApplicant] = actor.With(context.Background(), actor.Actor{Kind: actor.Citizen, AccountID: "lan", Name: "Lan"})
	return w
}

// move is something that somebody may do now.
type move struct {
	role string
	do   Action
}

func (w *walker) open() []move {
	var out []move
	for _, role := range append([]string{roleApplicant}, slices.Sorted(maps.Keys(Roles))...) {
		for _, c := range Choices(w.people[role], w.d) {
			if c.Why == nil {
				out = append(out, move{role, c.Do})
			}
		}
	}
	return out
}

func (w *walker) act() bool {
	moves := w.open()
	if len(moves) == 0 {
		return false
	}
	m := rapid.SampledFrom(moves).Draw(w.t, "move")
	w.now = w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(w.t, "hours")) * time.Hour)
	ctx := w.people[m.role]
	w.person = actor.Of(ctx).Name
	e := Event{ID: id.New(), DossierID: w.d.ID, Seq: w.d.Version + 1, Kind: m.do, At: w.now, PersonName: actor.Of(ctx).Name, PersonID: actor.Of(ctx).PersonID}
	if err := e.say(w.facts(m.do)); err != nil {
		w.t.Fatal(err)
	}
	if err := w.d.apply(&e, w.events); err != nil {
		w.t.Fatalf("%s was offered, and then: %v", m.do, err)
	}
	w.events = append(w.events, e)
	return true
}

// facts are what the service says of an act.
func (w *walker) facts(do Action) Facts {
	d, f := w.d, Facts{}
	switch do {
	case Submit, TakeIn:
		f.Opening = &Opening{Code: "X-1", Procedure: "p", VersionID: "v", Receiving: d.Receiving, Competent: d.Competent, Office: d.Office,
			AccountID: "lan", Values: w.values(), Papers: w.papers()}
	case Resubmit, AddSupplement:
		f.Values, f.Papers = w.values(), w.papers()
	case AskFix, AskSupplement:
		f.Asks, f.Complete = []Ask{{Text: "Ảnh mờ"}}, true
	case HandOver:
		f.Step = 1
	case Advance:
		f.Step = d.Step + 1
	case SendBack:
		f.Step, f.Reason = max(d.Step-1, 0), "xem lại"
	case Take:
		f.Assignee = &Assignee{"one", "Một"}
	case Propose:
		f.Step, f.Result = approvalStep(d.Plan), &Result{Text: "được", Files: []File{{SHA256: "draft", Type: blob.PDF}}}
	case Initial:
		f.Files, f.Signature = []File{{SHA256: "initialled by " + w.person, Type: blob.PDF}}, &Signature{Name: w.person}
	case Reject:
		f.Step, f.Reason = max(approvalStep(d.Plan)-1, 1), "xem lại"
	case Number:
		f.Number, f.IssuedOn, f.Files = "01", "2023-08-11", []File{{SHA256: "a"}}
	case Refuse, Withdraw, Stop, HandBack, PostBack:
		f.Reason = "vì vậy"
	case Return, Fetch:
		f.Recipient = "Lan"
	case Assign:
		f.Assignee = &Assignee{"two", "Hai"}
	case AskPayment:
		f.Payment = &Payment{What: "Thuế", AmountDong: 1000}
	case Paid:
		f.Payment = &Payment{ReceiptNo: "1"}
	case AskExtension, Extend:
		f.By, f.Reason = &term.Term{Amount: 2, Unit: term.WorkingDay}, "chờ xác minh"
	case FallDue:
		f.DueAt = w.now
	case Classify:
		f.Level, f.Reason = Restricted, "trẻ em"
	case GiveBack:
		f.GivenBack = []string{"b/B"}
	case Post:
		f.Carrier, f.Tracking = "VNPost", "RR1"
	case Correct:
		f.Undoes, f.Undone, f.Reason = d.Last.Seq, d.Last.Kind, "nhầm"
	}
	w.agencies(do, &f)
	if do == Import {
		f.Opening = &Opening{Code: "X-1", Receiving: d.Receiving, Competent: d.Competent, Office: d.Office, AccountID: "lan", Values: w.values(), Papers: w.papers()}
		f.Declared = &Declared{State: rapid.SampledFrom(DeclaredStates).Draw(w.t, "declared"), SubmittedAt: w.now, ReceivedAt: w.now}
		switch f.Declared.State {
		case Received:
		case Processing:
			f.Step = 1
		default:
			f.Declared.EndedAt = w.now
		}
	}
	if do == Receive || do == TakeIn || do == Import {
		f.Receipt = &Receipt{Era: "2022", Term: term.Term{Amount: 5, Unit: term.WorkingDay}, Plan: w.plan(),
			PausesFor: rapid.SampledFrom([][]term.Cause{nil, {term.ForPayment}, {term.ForAgency, term.ForPayment}}).Draw(w.t, "pauses"),
			Parts:     rapid.SampledFrom([][]PartPlan{nil, {{Key: "a", Agency: commune, After: true}}, {{Key: "a"}, {Key: "b", Needs: []string{"a"}, After: true}}}).Draw(w.t, "parts")}
	}
	return f
}

// agencies fills in whom is asked and what they answer.
func (w *walker) agencies(do Action, f *Facts) {
	d := w.d
	open := d.OpenErrands()
	switch do {
	case Consult:
		f.Errands = []Errand{{Key: nextOpinion(d), Kind: ForOpinion, Agency: rapid.SampledFrom([]Place{department, {Name: "Sở"}}).Draw(w.t, "asked")}}
	case SendPart, Number:
		numbered := *d
		if do == Number {
			numbered.Result = &Result{Number: "01"}
		}
		for _, p := range numbered.partsToSend() {
			f.Errands = append(f.Errands, p.errand())
		}
	case Answer, Recall:
		f.Errand, f.Outcome, f.Reason = open[len(open)-1].Key, rapid.SampledFrom([]Outcome{Agreed, Against}).Draw(w.t, "outcome"), "được"
		if do == Answer {
			f.Errands = following(d, Reply{Key: f.Errand, Outcome: f.Outcome})
		} else {
			f.Outcome = Recalled
		}
	}
}

func (w *walker) plan() []StepPlan {
	var steps []catalog.Step
	for range rapid.IntRange(0, 6).Draw(w.t, "steps") {
		steps = append(steps, catalog.Step{Role: rapid.SampledFrom([]string{roleReception, roleSpecialist, roleHead, roleLeader, roleClerk, ""}).Draw(w.t, "role")})
	}
	return plan(steps)
}

// values and papers are nothing, empty, or something: each of the three is read differently by somebody.
func (w *walker) values() catalog.Values {
	return rapid.SampledFrom([]catalog.Values{{}, {"name": {"An"}}, {"name": {"An", "Bình"}, "day": {"2023-01-02"}}}).Draw(w.t, "values")
}

func (w *walker) papers() []Paper {
	return rapid.SampledFrom([][]Paper{nil, {}, {{Key: "a", Name: "A", Files: []File{}}}, {{Key: "b", Name: "B", Files: []File{{SHA256: "b"}}}}}).Draw(w.t, "papers")
}

func (w *walker) kinds() (out []Action) {
	for _, e := range w.events {
		out = append(out, e.Kind)
	}
	return out
}

// clockIsWhole says what is true of the clock after any history.
func (w *walker) clockIsWhole() {
	open := 0
	for _, p := range w.d.Pauses {
		if p.To.IsZero() {
			open++
		} else if p.To.Before(p.From) {
			w.t.Fatalf("after %v a pause ends before it begins: %v", w.kinds(), p)
		}
	}
	clock := flowStates[w.d.State].clock
	if open > 1 || clock == stands && open != 1 || open == 1 && clock != stands && clock != mayStand {
		w.t.Fatalf("after %v in state %s: %d open pauses", w.kinds(), w.d.State, open)
	}
	if w.d.Ended() == w.d.EndedAt.IsZero() {
		w.t.Fatalf("after %v: state %s, ended at %v", w.kinds(), w.d.State, w.d.EndedAt)
	}
	supplements := 0
	for _, p := range w.d.Pauses {
		if p.Cause == term.ForSupplement {
			supplements++
		}
	}
	if w.d.SupplementsAfter() != supplements {
		w.t.Fatalf("after %v: %d supplements for %d pauses", w.kinds(), w.d.SupplementsAfter(), supplements)
	}
}

func asJSON(t *rapid.T, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
