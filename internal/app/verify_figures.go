package app

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/insight/recount"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// figuresFlags say which figures are printed after the checks.
type figuresFlags struct {
	Unit string `help:"Figures of this unit and those below it: its name or code; else of all."`
	From string `help:"First day, 2022-01-01; else the first that the ledger tells of."`
	To   string `help:"Last day, included; else the last."`
	JSON bool   `name:"json" xor:"form" help:"Print JSON."`
	CSV  bool   `name:"csv" xor:"form" help:"Print the figures by unit, procedure and month as CSV."`
}

// report is what the verifier prints as JSON: the statistics as nhasan stats prints them, and what stands
// behind them.
type report struct {
	*insight.Statistics
	Ledger reportLedger     `json:"ledger"`
	Found  []reader.Finding `json:"findings"`
}

type reportLedger struct {
	Origin   string          `json:"origin"`
	Size     int64           `json:"size"`
	Root     string          `json:"root"`
	Dossiers int             `json:"dossiers"`
	Declared int             `json:"declared_at_import"`
	Late     int             `json:"sealed_late"`
	Cosigned []reader.Cosign `json:"cosigned,omitempty"`
}

func (c verifyLedgerCmd) print(ctx context.Context, io std, done *checked) error {
	if c.CSV {
		return c.printCSV(io, done)
	}
	s, err := c.statistics(done)
	if err != nil {
		return err
	}
	all, declared := done.book.Dossiers()
	l := reportLedger{done.ledger.Origin, done.ledger.Size, done.ledger.Root.String(), all, declared, done.book.Late(), done.ledger.Cosigned}
	if c.JSON {
		enc := json.NewEncoder(io.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if done.findings == nil {
			done.findings = []reader.Finding{}
		}
		return enc.Encode(report{s, l, done.findings})
	}
	fmt.Fprintf(io.out, "%s\n%d entries, root %s\n", l.Origin, l.Size, l.Root)
	if c.Key == "" {
		fmt.Fprintln(io.out, "No --key was given: the signatures were checked with the key that the ledger shows itself.")
	}
	for _, w := range l.Cosigned {
		fmt.Fprintf(io.out, "%s signed %d entries on %s\n", w.Witness, w.Size, w.At.In(clock.Zone).Format("02/01/2006 15:04:05"))
	}
	fmt.Fprintf(io.out, "%d dossiers, %d of them declared by another system; %d entries say that they were sealed late\n\n", l.Dossiers, l.Declared, l.Late)
	for _, f := range done.findings {
		fmt.Fprintf(io.out, "DOES NOT HOLD  %s\n", sentence(f))
	}
	if len(done.findings) == 0 {
		fmt.Fprintln(io.out, "Every hash, every signature and every date holds.")
	}
	fmt.Fprintln(io.out)
	return s.Write(text.WithLang(ctx, text.Vi), io.out)
}

func sentence(f reader.Finding) string {
	if f.Index < 0 {
		return fmt.Sprintf("%s: %s", f.Kind, f.Says)
	}
	return fmt.Sprintf("entry %d, %s: %s", f.Index, f.Kind, f.Says)
}

// scope is what is counted: the period, the unit, and from which instant it is looked at.
type scope struct {
	from, to clock.Date
	top      recount.Unit // without a key: all
	asOf     time.Time
	book     *recount.Book
}

func (c figuresFlags) scope(done *checked) (s scope, err error) {
	s = scope{asOf: done.asOf, book: done.book, to: clock.DateOf(done.asOf), top: recount.Unit{FullName: done.ledger.Origin}}
	if c.To != "" {
		if s.to, err = clock.ParseDate(c.To); err != nil {
			return s, usageError{err}
		}
	}
	if c.From != "" {
		s.from, err = clock.ParseDate(c.From)
	} else {
		s.from, err = firstDay(done)
	}
	if err != nil {
		return s, usageError{err}
	}
	if c.Unit == "" {
		return s, nil
	}
	named := done.book.Named(c.Unit, s.to)
	if len(named) != 1 {
		return s, usageError{fmt.Errorf("the ledger knows %d units called %q on %s", len(named), c.Unit, s.to)}
	}
	s.top = named[0]
	return s, nil
}

// firstDay is the day on which the first dossier was received.
func firstDay(done *checked) (first clock.Date, err error) {
	first = clock.DateOf(done.asOf)
	err = done.book.Each(done.asOf, func(_ string, d *count.Dossier) {
		if on := clock.DateOf(d.ReceivedAt); !d.ReceivedAt.IsZero() && on < first {
			first = on
		}
	})
	return first, err
}

func (s scope) period() count.Period {
	return count.Period{From: s.from.At(0).UTC(), Until: s.to.AddDays(1).At(0).UTC()}
}

func (s scope) has(d *count.Dossier) bool {
	return !d.ReceivedAt.IsZero() && (s.top.Key == "" || s.book.Under(d.Receiving, s.top.Key, clock.DateOf(d.ReceivedAt)))
}

func (c figuresFlags) statistics(done *checked) (*insight.Statistics, error) {
	s, err := c.scope(done)
	if err != nil {
		return nil, err
	}
	own := map[string]*count.Figures{}
	err = done.book.Each(s.asOf, func(_ string, d *count.Dossier) {
		if s.has(d) {
			f := own[d.Receiving]
			if f == nil {
				f = &count.Figures{}
				own[d.Receiving] = f
			}
			f.Add(d, s.period(), s.asOf)
		}
	})
	if err != nil {
		return nil, err
	}
	var lines []insight.UnitLine
	for key, f := range own {
		u, _ := done.book.Unit(key, s.to)
		lines = append(lines, insight.UnitLine{Unit: key, Name: u.FullName, Level: u.Kind, Line: insight.Line{Figures: *f}})
	}
	return insight.Tally(insight.Statistics{Unit: s.top.Key, Name: s.top.FullName, From: s.from, To: s.to, AsOf: s.asOf}, lines), nil
}

// cell is a line of the CSV: what is received and solved by a unit, of a procedure, in a month.
type cell struct{ month, unit, version string }

// printCSV breaks the figures down as far as the ledger goes.
func (c verifyLedgerCmd) printCSV(io std, done *checked) error {
	s, err := c.scope(done)
	if err != nil {
		return err
	}
	cells := map[cell]*count.Figures{}
	err = done.book.Each(s.asOf, func(_ string, d *count.Dossier) {
		if !s.has(d) {
			return
		}
		for _, m := range months(d, s) {
			k := cell{string(m)[:7], d.Receiving, d.Version}
			if cells[k] == nil {
				cells[k] = &count.Figures{}
			}
			cells[k].Add(d, monthOf(m), s.asOf)
		}
	})
	if err != nil {
		return err
	}
	w := csv.NewWriter(io.out)
	_ = w.Write([]string{"month", "unit", "level", "procedure_code", "procedure", "field", "received", "online", "direct", "post", "declared",
		"solved", "early", "on_time", "overdue", "supplements",
		"reused", "done", "untold", "results", "digitised", "components", "components_filed", "signed", "sealed", "signed_sealed", "issued", "certifying", "electronic_copies"})
	for _, k := range slices.SortedFunc(maps.Keys(cells), func(a, b cell) int { return strings.Compare(a.month+a.unit+a.version, b.month+b.unit+b.version) }) {
		f := cells[k]
		x := f.Flagged
		u, _ := done.book.Unit(k.unit, s.to)
		p, _ := done.book.Procedure(k.version)
		row := []string{k.month, u.FullName, u.Kind, p.Code, p.Name, p.Field}
		for _, n := range []int{f.Received, f.Online, f.Direct, f.Post, f.Declared, f.Solved, f.Early, f.OnTime, f.Overdue, f.Supplements,
			x.Reused, x.Done, x.Untold, x.Results, x.Digitised, x.Components, x.Filed, x.Signed, x.Sealed, x.SignedSealed, x.Issued, x.Certifying, x.ElectronicCopies} {
			row = append(row, strconv.Itoa(n))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return w.Error()
}

// months are the first days of those in which a dossier was received or solved.
func months(d *count.Dossier, s scope) []clock.Date {
	var out []clock.Date
	for _, t := range []time.Time{d.ReceivedAt, d.EndedAt} {
		if t.IsZero() {
			continue
		}
		on := clock.DateOf(t)
		if first := on[:8] + "01"; on >= s.from && on <= s.to && !slices.Contains(out, first) {
			out = append(out, first)
		}
	}
	return out
}

func monthOf(first clock.Date) count.Period {
	next := first.AddDays(31)[:8] + "01"
	return count.Period{From: first.At(0).UTC(), Until: next.At(0).UTC()}
}
