package stories

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// finding is what a function of find.js answers.
type finding struct {
	Problem string  `json:"problem"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Click   bool    `json:"click"`
	Leaves  bool    `json:"leaves"`
	Type    bool    `json:"type"`
}

// ask asks find.js until it knows no problem.
func (b *Browser) ask(doing, expression string) finding {
	b.t.Helper()
	var f finding
	ok := b.until(func() bool {
		f = finding{}
		if err := try(b, expression, &f); err != nil {
			f.Problem = err.Error()
		}
		return f.Problem == ""
	})
	if !ok {
		b.t.Fatalf("%s: %s%s", doing, f.Problem, b.page())
	}
	return f
}

// until asks again and again until done or the limit.
func (b *Browser) until(done func() bool) bool { return within(b.limit, done) }

// afterWork bounds what the house does in the background behind other work: the letters of a demonstration that has just begun wait
// behind those of its past.
const afterWork = 4 * time.Minute

func within(limit time.Duration, done func() bool) bool {
	for end := time.Now().Add(limit); ; time.Sleep(20 * time.Millisecond) {
		if done() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// value evaluates the expression and fails the test when it cannot.
func value[T any](b *Browser, doing, expression string) (got T) {
	b.t.Helper()
	if err := try(b, expression, &got); err != nil {
		b.t.Fatalf("%s: %v", doing, err)
	}
	return got
}

func try[T any](b *Browser, expression string, got *T) error {
	ctx, cancel := context.WithTimeout(b.ctx, b.limit)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err == nil {
		*got = v
	}
	return err
}

func (b *Browser) do(doing string, action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, b.limit)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		b.t.Fatalf("%s: %v", doing, err)
	}
}

//go:embed find.js
var findJS string

// ask writes a call of a function of find.js.
func ask(function string, args ...any) string {
	written := make([]string, len(args))
	for i, a := range args {
		raw, _ := json.Marshal(a) // strings and numbers only
		written[i] = string(raw)
	}
	return strings.TrimSpace(findJS) + "." + function + "(" + strings.Join(written, ", ") + ")"
}

// call makes an action of a command of the protocol whose answer is of no interest.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}
