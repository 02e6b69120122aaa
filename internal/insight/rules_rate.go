package insight

import (
	"context"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Rate is a part of a whole. It is never shown without both.
type Rate struct{ Part, Of int }

// Known tells whether there is anything that the rate could be of.
func (r Rate) Known() bool { return r.Of > 0 }

// Hundredths is the rate in hundredths of a percent, rounded half up: 9195 is 91.95 %.
func (r Rate) Hundredths() int {
	if r.Of == 0 {
		return 0
	}
	return (2*r.Part*10000 + r.Of) / (2 * r.Of)
}

// Percent is the rate in percent to two decimals, nil when there is nothing that it could be of.
func (r Rate) Percent() *float64 {
	if !r.Known() {
		return nil
	}
	v := float64(r.Hundredths()) / 100
	return &v
}

// In writes the rate with its numbers in the reader's way: "10.388/11.297 = 91,95%".
func (r Rate) In(ctx context.Context) string {
	if !r.Known() {
		return text.T(ctx, "insight.rate-of-none")
	}
	lang := text.LangOf(ctx)
	return text.Integer(lang, int64(r.Part)) + "/" + text.Integer(lang, int64(r.Of)) + " = " + r.Short(ctx)
}

// Cell is In for a table, where a rate of nothing is a dash.
func (r Rate) Cell(ctx context.Context) string {
	if !r.Known() {
		return "–"
	}
	return r.In(ctx)
}

// Short writes the percentage alone, for a table in which both numbers stand beside it.
func (r Rate) Short(ctx context.Context) string {
	if !r.Known() {
		return "–"
	}
	return text.Decimal(ctx, float64(r.Hundredths())/100) + "%"
}

// online is how many of those received came online. law: report/ii-06a
func online(f count.Figures) Rate { return Rate{f.Online, f.Received} }

// onTime is how many of those solved were so in time.
func onTime(f count.Figures) Rate { return Rate{f.Early + f.OnTime, f.Solved} }

// onTimeStrict holds what is pending and overdue against the office too.
func onTimeStrict(f count.Figures) Rate { return Rate{f.Early + f.OnTime, f.Solved + f.PendingOverdue} }
