package tickets

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema, org.Schema, Schema}

// house is the queue of a district with two queues and two windows, switched on.
type house struct {
	t     *testing.T
	clock *clock.Fake
	unit  org.Unit
	trail *audit.Log
	*Service
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &house{t: t, clock: testkit.Clock()}
	h.trail = audit.New(d, h.clock)
	o := org.New(d, h.trail, h.clock)
	_, err := o.ImportUnits(ctx, bytes.NewReader(fewUnits(t)), false)
	h.no(err)
	h.unit, err = o.ByCode(ctx, org.District, "159", "2023-08-10")
	h.no(err)
	h.no(o.SetCodePrefix(ctx, h.unit.ID, "X28.159", "test"))
	h.unit, err = o.Unit(ctx, h.unit.ID)
	h.no(err)
	h.Service = New(Needs{DB: d, Clock: h.clock, Trail: h.trail, Org: o})
	h.no(h.SaveSettings(h.admin(), h.sample()))
	return h
}

// fewUnits are the demonstration's units without villages and mergers, of which a queue knows nothing.
func fewUnits(t *testing.T) []byte {
	t.Helper()
	raw, err := fs.ReadFile(demo.Files, "units.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	raw, err = json.Marshal(map[string]json.RawMessage{"metadata": all["metadata"], "snapshot_2023": all["snapshot_2023"]})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (h *house) sample() Setting {
	s := usual()
	s.UnitID, s.On = h.unit.ID, true
	s.Queues = []Queue{{Letter: "A", Name: "Hộ tịch", NameEn: "Civil status"}, {Letter: "B", Name: "Đất đai"}}
	s.Windows = []Window{{1, []string{"A", "B"}}, {2, []string{"A"}}}
	return s
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) wantFault(err error, kind fault.Kind, key string) {
	h.t.Helper()
	f := fault.As(err)
	if f == nil || f.Kind != kind {
		h.t.Fatalf("got %v, want a fault %s %s", err, kind, key)
	}
	if f.Key != key && !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Key == key }) {
		h.t.Fatalf("got %v, want a fault %s %s", err, kind, key)
	}
}

func (h *house) as(account string, rights ...string) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: account, Name: "Cán bộ " + account, UnitID: h.unit.ID, UnitPath: h.unit.Path}
	for _, r := range rights {
		a.Grants = append(a.Grants, actor.Grant{Right: r, Path: h.unit.Path})
	}
	return actor.With(context.Background(), a)
}

func (h *house) admin() context.Context { return h.as("quan-tri", CanManage, CanSeeFigures) }

// desk is an officer who sits at a window.
func (h *house) desk(account string, window int) context.Context {
	h.t.Helper()
	ctx := h.as(account, CanServe)
	h.no(h.Sit(ctx, h.unit.ID, window))
	return ctx
}

func visitor(from string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Anonymous, From: from})
}

// take takes a number at the kiosk.
func (h *house) take(letter string, p Priority) *Ticket {
	h.t.Helper()
	t, err := h.Take(visitor("192.0.2.9"), Wish{UnitID: h.unit.ID, Letter: letter, Priority: p, Channel: AtKiosk, DeviceID: "kiosk"})
	h.no(err)
	return t
}

func (h *house) next(ctx context.Context) *Ticket {
	h.t.Helper()
	t, err := h.CallNext(ctx)
	h.no(err)
	if t == nil {
		h.t.Fatal("nobody waits")
	}
	return t
}

func TestANumberGoesItsWay(t *testing.T) {
	onBoth(t, func(h *house) {
		first, second := h.take("A", ""), h.take("A", "")
		if first.Code() != "A001" || second.Code() != "A002" || h.take("B", "").Code() != "B001" {
			t.Fatalf("numbers %s, %s; want A001, A002, B001", first.Code(), second.Code())
		}
		desk := h.desk("mot", 2)
		h.clock.Advance(5 * time.Minute)
		called := h.next(desk)
		if called.ID != first.ID || called.Window != 2 || called.State != Called {
			t.Fatalf("called %s to window %d, %s", called.Code(), called.Window, called.State)
		}
		_, err := h.CallNext(desk)
		h.wantFault(err, fault.Conflict, "tickets.finish-first")
		_, err = h.Recall(desk, At{called.ID, called.Version})
		h.no(err)
		_, err = h.Start(desk, At{called.ID, called.Version})
		h.wantFault(err, fault.Conflict, "tickets.changed-by") // the page was older than the recall
		_, err = h.Start(desk, At{ID: called.ID})
		h.no(err)
		h.no(h.Record(desk, called.ID, "dossier/1"))
		h.clock.Advance(7 * time.Minute)
		_, err = h.Finish(desk, At{ID: called.ID})
		h.no(err)
		day, err := h.Day(desk, h.unit.ID, h.today())
		h.no(err)
		if m := day.Times[first.ID]; m.Wait != 5*time.Minute || m.Service != 7*time.Minute || !m.Served {
			t.Errorf("measured %+v", m)
		}
		if got := day.Subjects[first.ID]; len(got) != 1 || got[0].Subject != "dossier/1" {
			t.Errorf("subjects %v", got)
		}
	})
}

func TestATransferKeepsTheNumberAndATimeWaited(t *testing.T) {
	onBoth(t, func(h *house) {
		h.take("A", "")
		h.take("B", "")
		one := h.desk("mot", 2)
		a := h.next(one)
		_, err := h.Transfer(one, At{ID: a.ID}, "A")
		h.wantFault(err, fault.Invalid, "tickets.field.transfer")
		_, err = h.Transfer(one, At{ID: a.ID}, "B")
		h.no(err)
		two := h.desk("hai", 1)
		if again := h.next(two); again.ID != a.ID || again.Code() != "A001" || again.Window != 1 {
			t.Errorf("after the transfer window 1 calls %s", again.Code())
		}
		_, err = h.Miss(two, At{ID: a.ID})
		h.no(err)
		_, err = h.ComeBack(two, At{ID: a.ID})
		h.no(err)
		if again := h.next(two); again.ID != a.ID {
			t.Errorf("who came back stands behind %s", again.Code())
		}
	})
}

func TestTwoOfficersNeverCallTheSameTicket(t *testing.T) {
	onBoth(t, func(h *house) {
		set := h.sample()
		set.Version, set.Windows = 1, nil
		const officers, waiting = 6, 30
		for n := range officers {
			set.Windows = append(set.Windows, Window{n + 1, []string{"A"}})
		}
		set.Queues = set.Queues[:1]
		h.no(h.SaveSettings(h.admin(), set))
		for range waiting {
			h.take("A", "")
		}
		var mu sync.Mutex
		called := map[string]string{}
		var fails []error
		var wg sync.WaitGroup
		for n := range officers {
			ctx := h.desk(fmt.Sprint("officer-", n), n+1)
			wg.Go(func() {
				for {
					tk, err := h.CallNext(ctx)
					if err == nil && tk != nil {
						_, err = h.Miss(ctx, At{ID: tk.ID})
					}
					mu.Lock()
					if err != nil {
						fails = append(fails, err)
					} else if tk != nil {
						if by, twice := called[tk.ID]; twice {
							fails = append(fails, fmt.Errorf("%s called by %s and by %s", tk.Code(), by, tk.Officer))
						}
						called[tk.ID] = tk.Officer
					}
					mu.Unlock()
					if err != nil || tk == nil {
						return
					}
				}
			})
		}
		wg.Wait()
		if err := errors.Join(fails...); err != nil || len(called) != waiting {
			t.Errorf("%d of %d called; %v", len(called), waiting, err)
		}
	})
}

func TestAButtonPressedInTwoTabsCallsOne(t *testing.T) {
	onBoth(t, func(h *house) {
		for range 5 {
			h.take("A", "")
		}
		desk := h.desk("mot", 2)
		var mu sync.Mutex
		got := 0
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				tk, err := h.CallNext(desk)
				mu.Lock()
				defer mu.Unlock()
				if err == nil && tk != nil {
					got++
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got != 1 {
			t.Errorf("%d were called to one window", got)
		}
	})
}

func TestNumbersHaveNoGapsAndNoDoubles(t *testing.T) {
	onBoth(t, func(h *house) {
		const people = 40
		numbers := make([]int, people)
		var wg sync.WaitGroup
		for n := range people {
			wg.Go(func() {
				tk, err := h.Take(visitor("192.0.2.9"), Wish{UnitID: h.unit.ID, Letter: "A", Channel: AtKiosk, DeviceID: fmt.Sprint(n % 3)})
				if err != nil {
					t.Error(err)
					return
				}
				numbers[n] = tk.Number
			})
		}
		wg.Wait()
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Fatalf("numbers %v: want 1 to %d, each once", numbers, people)
			}
		}
	})
}

func TestPriorityIsCalledFirst(t *testing.T) {
	onBoth(t, func(h *house) {
		h.take("A", "")
		old := h.take("A", Elderly)
		a, err := h.Ahead(context.Background(), old)
		h.no(err)
		if a.Before != 0 {
			t.Errorf("%d are before the old woman", a.Before)
		}
		if got := h.next(h.desk("mot", 2)); got.ID != old.ID {
			t.Errorf("%s is called before the old woman", got.Code())
		}
	})
}

func TestTheDayEndsAndTheNextBeginsAtOne(t *testing.T) {
	onBoth(t, func(h *house) {
		waiting, called, serving := h.take("A", ""), h.take("A", Elderly), h.take("B", Elderly)
		one, two := h.desk("mot", 2), h.desk("hai", 1)
		h.next(one)
		_, err := h.Start(two, At{ID: h.next(two).ID})
		h.no(err)
		system := actor.AsSystem(context.Background(), "test")
		h.no(h.Tend(system))
		h.state(waiting, Waiting)
		h.clock.Set(testkit.Morning.Add(10 * time.Hour)) // 19:00
		h.no(h.Tend(system))
		h.no(h.Tend(system))
		h.state(waiting, Left)
		h.state(called, NoShow)
		h.state(serving, Done)
		h.clock.Set(testkit.Morning.Add(24 * time.Hour))
		h.no(h.Tend(system))
		if next := h.take("A", ""); next.Code() != "A001" || next.Day != "2023-08-11" {
			t.Errorf("the next day begins with %s of %s", next.Code(), next.Day)
		}
	})
}

func (h *house) state(t *Ticket, want State) {
	h.t.Helper()
	got, err := h.Ticket(context.Background(), t.Secret)
	h.no(err)
	if got.State != want {
		h.t.Errorf("%s is %s, want %s", t.Code(), got.State, want)
	}
}

func TestAManagerEndsTheDayByHand(t *testing.T) {
	onBoth(t, func(h *house) {
		tk := h.take("A", "")
		_, err := h.EndDay(h.as("x", CanServe), h.unit.ID)
		h.wantFault(err, fault.Forbidden, "fault.forbidden")
		n, err := h.EndDay(h.admin(), h.unit.ID)
		h.no(err)
		h.state(tk, Left)
		if n != 1 {
			t.Errorf("%d closed", n)
		}
	})
}

func TestNobodyTakesAllTheNumbers(t *testing.T) {
	onBoth(t, func(h *house) {
		page := func(ctx context.Context, phone string) error {
			_, err := h.Take(ctx, Wish{UnitID: h.unit.ID, Letter: "A", Channel: AtPage, Phone: phone})
			return err
		}
		h.wantFault(page(visitor("192.0.2.1"), "123"), fault.Invalid, "tickets.field.phone")
		for range 3 {
			h.no(page(visitor("192.0.2.1"), "0912 345 601"))
		}
		h.wantFault(page(visitor("192.0.2.2"), "+84912345601"), fault.Unavailable, "tickets.too-many")
		h.no(page(testkit.AsCitizen(context.Background(), "lan"), ""))
		for n := 3; n < 20; n++ {
			h.no(page(visitor("192.0.2.1"), fmt.Sprintf("09123456%02d", 30+n)))
		}
		h.wantFault(page(visitor("192.0.2.1"), "0912345699"), fault.Unavailable, "tickets.too-fast")
		h.clock.Advance(10 * time.Minute)
		h.no(page(visitor("192.0.2.1"), "0912345699"))
		first, err := h.read().ticketBy(context.Background(), "number = ?", "1")
		h.no(err)
		if first.Code() != "A001" {
			t.Errorf("refused numbers left a gap before %s", first.Code())
		}
	})
}

func TestNothingIsGivenWhileTheCounterIsShut(t *testing.T) {
	onBoth(t, func(h *house) {
		wish := Wish{UnitID: h.unit.ID, Letter: "A", Channel: AtKiosk, DeviceID: "k"}
		h.clock.Set(testkit.Morning.AddDate(0, 0, 2)) // Saturday
		_, err := h.Take(visitor("192.0.2.1"), wish)
		h.wantFault(err, fault.Conflict, "tickets.shut")
		h.clock.Set(testkit.Morning)
		wish.Letter = "X"
		_, err = h.Take(visitor("192.0.2.1"), wish)
		h.wantFault(err, fault.Invalid, "tickets.field.queue")
		off := h.sample()
		off.Version, off.On = 1, false
		h.no(h.SaveSettings(h.admin(), off))
		wish.Letter = "A"
		_, err = h.Take(visitor("192.0.2.1"), wish)
		h.wantFault(err, fault.NotFound, "tickets.off")
	})
}
