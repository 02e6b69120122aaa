package legacy

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// longestCode and longestWord bound what a cell may say, in letters.
const (
	longestCode = 60
	longestWord = 500
)

// reader reads lines of one table.
type reader struct {
	m     Mapping
	order Order
	at    map[Field]int
	now   time.Time
	seen  map[string]int // line of each code
}

// newReader returns a reader of the table; now is after everything that can have happened.
func newReader(t Table, m Mapping, now time.Time) *reader {
	r := &reader{m: m, order: m.Order, at: map[Field]int{}, now: now, seen: map[string]int{}}
	if r.order == "" {
		r.order, _ = m.Guess(t)
	}
	for _, f := range fields {
		r.at[f.key] = t.column(m.Columns[f.key])
	}
	return r
}

// reading is one line being read.
type reading struct {
	*reader
	row Row
	out Line
	bad []Problem
}

// Line reads a line, and says what is wrong with it.
func (r *reader) Line(row Row) (Line, []Problem) {
	rd := &reading{reader: r, row: row, out: Line{No: row.No}}
	rd.names()
	rd.times()
	rd.outcome()
	rd.rest()
	if len(rd.bad) == 0 || rd.onlyWarnings() {
		rd.order()
	}
	rd.out.odd = len(rd.bad) > 0
	slices.SortStableFunc(rd.bad, func(a, b Problem) int { return place(a.Field) - place(b.Field) })
	return rd.out, rd.bad
}

// place is where a field stands in the form.
func place(f Field) int { return slices.Index(Fields(), f) }

func (rd *reading) onlyWarnings() bool {
	for _, p := range rd.bad {
		if !p.Warning {
			return false
		}
	}
	return true
}

func (rd *reading) cell(f Field) string { return rd.row.cell(rd.at[f]) }

func (rd *reading) wrong(f Field, key string, args ...any) {
	rd.bad = append(rd.bad, Problem{Line: rd.row.No, Field: f, Key: key, Args: fault.Args(args...)})
}

func (rd *reading) odd(f Field, key string, args ...any) {
	rd.bad = append(rd.bad, Problem{Line: rd.row.No, Field: f, Warning: true, Key: key, Args: fault.Args(args...)})
}

// names reads who and what. A code that stands twice in a file is nobody's the second time.
func (rd *reading) names() {
	o := &rd.out
	for f, into := range map[Field]*string{Code: &o.Code, Procedure: &o.Procedure, Unit: &o.Unit, Owner: &o.Owner.Name, OwnerNo: &o.Owner.PersonalNo,
		Phone: &o.Owner.Phone, Address: &o.Owner.Address, Submitter: &o.Submitter, Officer: &o.Officer} {
		if *into = rd.cell(f); *into == "" && Needed(f) {
			rd.wrong(f, "legacy.wrong.empty")
		} else if utf8.RuneCountInString(*into) > longestWord || f == Code && utf8.RuneCountInString(*into) > longestCode {
			rd.wrong(f, "legacy.wrong.long", "n", longestWord)
		}
	}
	if o.Code == "" {
		return
	}
	if first, twice := rd.seen[o.Code]; twice && first != rd.row.No {
		rd.wrong(Code, "legacy.wrong.twice", "code", o.Code, "line", first)
		return
	}
	rd.seen[o.Code] = rd.row.No
	if !dossier.UsualCode(o.Code) {
		rd.odd(Code, "legacy.odd.code", "code", o.Code)
	}
}

func (rd *reading) times() {
	o := &rd.out
	for _, one := range []struct {
		f       Field
		into    *time.Time
		without time.Duration
	}{{Submitted, &o.Submitted, opening}, {Received, &o.Received, opening}, {Due, &o.Due, closing}, {Ended, &o.Ended, closing}, {Returned, &o.Returned, closing}} {
		said := rd.cell(one.f)
		if said == "" {
			if Needed(one.f) {
				rd.wrong(one.f, "legacy.wrong.empty")
			}
			continue
		}
		t, ok := ReadTime(said, rd.reader.order, one.without)
		switch {
		case !ok:
			rd.wrong(one.f, "legacy.wrong.day", "value", short(said))
		case one.f != Due && clock.DateOf(t) > clock.DateOf(rd.now):
			rd.wrong(one.f, "legacy.wrong.ahead", "value", short(said))
		default:
			*one.into = t
		}
	}
}

// outcome reads how a dossier ended. Without a word for it, the days tell.
func (rd *reading) outcome() {
	o := &rd.out
	said := rd.cell(Outcome)
	switch means := rd.m.meaning(Outcome, said); {
	case means != "":
		o.State = dossier.State(means)
	case said != "":
		rd.wrong(Outcome, "legacy.wrong.outcome", "value", short(said))
	case !o.Returned.IsZero():
		o.State = dossier.Returned
	case !o.Ended.IsZero():
		o.State = dossier.Done
	default:
		o.State = dossier.Received
	}
	said = rd.cell(Channel)
	switch means := rd.m.meaning(Channel, said); {
	case means != "":
		o.Channel = catalog.ChannelKind(means)
	case said == "":
		rd.wrong(Channel, "legacy.wrong.empty")
	default:
		rd.wrong(Channel, "legacy.wrong.channel", "value", short(said))
	}
}

func (rd *reading) rest() {
	o := &rd.out
	for f, into := range map[Field]*int{Asked: &o.Asked, Rating: &o.Rating} {
		said := rd.cell(f)
		if said == "" {
			continue
		}
		n, err := strconv.ParseFloat(strings.Replace(said, ",", ".", 1), 64)
		most := map[Field]float64{Asked: 99, Rating: 5}[f]
		if err != nil || n < 0 || n > most || n != float64(int(n)) {
			rd.wrong(f, "legacy.wrong.number", "value", short(said), "most", int(most))
			continue
		}
		*into = int(n)
	}
}

// order holds the days of a line against each other, and fills in those that follow from others.
func (rd *reading) order() {
	o := &rd.out
	if o.Submitted.IsZero() {
		o.Submitted = o.Received
	}
	if o.Submitted.After(o.Received) {
		if clock.DateOf(o.Submitted) != clock.DateOf(o.Received) {
			rd.wrong(Submitted, "legacy.wrong.before", "first", rd.cell(Submitted), "second", rd.cell(Received))
			return
		}
		o.Submitted = o.Received // the hour of one of them is missing
	}
	open := o.State == dossier.Received || o.State == dossier.Processing
	switch {
	case open && !o.Ended.IsZero():
		rd.wrong(Outcome, "legacy.wrong.open-ended", "value", rd.cell(Outcome), "at", rd.cell(Ended))
	case open:
		o.Returned = time.Time{}
	case o.Ended.IsZero() && o.Returned.IsZero():
		rd.wrong(Ended, "legacy.wrong.no-end")
	case o.Ended.IsZero():
		o.Ended = o.Returned
		rd.odd(Ended, "legacy.odd.no-end")
	}
	if o.State != dossier.Returned {
		o.Returned = time.Time{}
	} else if o.Returned.IsZero() {
		o.Returned = o.Ended
	}
	if !o.Ended.IsZero() && o.Ended.Before(o.Received) {
		rd.wrong(Ended, "legacy.wrong.before", "first", rd.cell(Received), "second", rd.cell(Ended))
	}
	if !o.Returned.IsZero() && o.Returned.Before(o.Ended) {
		rd.wrong(Returned, "legacy.wrong.before", "first", rd.cell(Ended), "second", rd.cell(Returned))
	}
	if !o.Due.IsZero() && o.Due.Before(o.Received) {
		rd.odd(Due, "legacy.odd.due-before", "due", rd.cell(Due))
	}
}

// short is a value as a sentence can hold it.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// Say puts a problem into words.
func Say(ctx context.Context, p Problem) string { return text.TMap(ctx, p.Key, p.Args) }
