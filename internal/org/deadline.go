package org

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// DeadlineCommand is `nhasan deadline`: it says when what is received then is due and why, as JSON
// or for people. received is 2026-02-12T09:00, in the country's time unless it names a zone.
func DeadlineCommand(w io.Writer, cal *term.Calendar, received, amount, unit string, asJSON bool) error {
	at, err := parseReceived(received)
	if err != nil {
		return err
	}
	given, err := parseTerm(amount, unit)
	if err != nil {
		return err
	}
	res, err := term.Due(cal, term.RulesOn(clock.DateOf(at)), term.Case{Received: at, Term: given, AsOf: at})
	if err != nil {
		return err
	}
	if asJSON {
		return writeDeadline(w, res)
	}
	return printDeadline(w, given, res)
}

// receivedForms are the ways to write an instant, the ones without a zone in the country's time.
var receivedForms = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04Z07:00", time.RFC3339}

func parseReceived(s string) (time.Time, error) {
	for _, form := range receivedForms {
		if t, err := time.ParseInLocation(form, s, clock.Zone); err == nil {
			if t.Year() < 2000 || t.Year() > 2100 {
				return time.Time{}, fmt.Errorf("--received %s: the year is out of bounds (2000 to 2100)", s)
			}
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--received %q is not written like 2026-02-12T09:00", s)
}

func parseTerm(amount, unit string) (term.Term, error) {
	if !slices.Contains(term.Units, term.Unit(unit)) {
		return term.Term{}, fmt.Errorf("--unit %q is none of %s", unit, unitNames())
	}
	n, err := strconv.ParseFloat(strings.Replace(amount, ",", ".", 1), 64)
	if err != nil {
		return term.Term{}, fmt.Errorf("--term %q is not a number", amount)
	}
	t := term.Term{Amount: n, Unit: term.Unit(unit)}
	if err := t.Check(); err != nil {
		return term.Term{}, fmt.Errorf("--term %s: %w", amount, err)
	}
	if t.None() {
		return term.Term{}, fmt.Errorf("--term %s: a term is more than nothing", amount)
	}
	return t, nil
}

func unitNames() string {
	names := make([]string, len(term.Units))
	for i, u := range term.Units {
		names[i] = string(u)
	}
	return strings.Join(names, ", ")
}

type deadlineJSON struct {
	Due   string            `json:"due"`
	Days  []deadlineDayJSON `json:"days"`
	Start string            `json:"start"`
}

type deadlineDayJSON struct {
	Date    clock.Date `json:"date"`
	Counted bool       `json:"counted"`
	Why     string     `json:"why"`
	Hours   float64    `json:"hours,omitempty"` // of a term in hours: what ran on the day
}

func writeDeadline(w io.Writer, res term.Result) error {
	out := deadlineJSON{Due: local(res.Due), Start: local(res.Start)}
	for _, d := range res.Days {
		out.Days = append(out.Days, deadlineDayJSON{d.Date, d.Counted, d.Why.In(context.Background()), d.Time.Hours()})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func local(t time.Time) string { return t.In(clock.Zone).Format(time.RFC3339) }

func printDeadline(w io.Writer, given term.Term, res term.Result) error {
	ctx := context.Background()
	var b strings.Builder
	b.WriteString(text.T(ctx, "org.deadline.term", "term", given.In(ctx), "start", text.DateTime(ctx, res.Start)) + "\n\n")
	for _, d := range res.Days {
		mark := " "
		if d.Counted {
			mark = "+"
		}
		fmt.Fprintf(&b, "%s %s  %s  %s\n", mark, text.Date(d.Date), pad(text.Weekday(ctx, d.Date.Weekday()), 8), d.Why.In(ctx))
	}
	b.WriteString("\n" + text.T(ctx, "org.deadline.due", "due", text.DateTime(ctx, res.Due)) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// pad fills s with spaces up to n letters.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-len([]rune(s))))
}
