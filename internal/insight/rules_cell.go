package insight

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// halfOf is the first day of the half month in which t falls: the 1st or the 15th, because reports are cut
// on the 15th and months on the 1st.
func halfOf(t time.Time) clock.Date {
	d := clock.DateOf(t)
	if d[8:] >= "15" {
		return d[:8] + "15"
	}
	return d[:8] + "01"
}

// nextHalf is the first day of the half month after one.
func nextHalf(d clock.Date) clock.Date {
	if d[8:] == "01" {
		return d[:8] + "15"
	}
	return (d[:8] + "28").AddDays(4)[:8] + "01"
}

// fellAt is the instant behind which a dossier counts as overdue and open, zero when it never does: its
// due date, if it was still open then and does not wait outside.
func fellAt(d *count.Dossier) time.Time {
	if d.ReceivedAt.IsZero() || d.DueAt.IsZero() || (d.Paused && d.EndedAt.IsZero()) {
		return time.Time{}
	}
	at := d.DueAt
	if d.ReceivedAt.After(at) {
		at = d.ReceivedAt
	}
	if !d.EndedAt.IsZero() && !d.EndedAt.After(at) {
		return time.Time{}
	}
	return at
}

// sumsOf are what a dossier adds, by the instant at which it adds it.
func sumsOf(d *count.Dossier) map[time.Time]Sums {
	if d.ReceivedAt.IsZero() {
		return nil
	}
	out := map[time.Time]Sums{d.ReceivedAt: received(d)}
	if fell := fellAt(d); !fell.IsZero() {
		out[fell] = out[fell].plus(Sums{Fell: 1})
		if !d.EndedAt.IsZero() {
			out[d.EndedAt] = out[d.EndedAt].plus(Sums{Raised: 1})
		}
	}
	if !d.EndedAt.IsZero() {
		out[d.EndedAt] = out[d.EndedAt].plus(ended(d))
	}
	return out
}

func received(d *count.Dossier) Sums {
	s := Sums{Supplements: int64(d.Asked)}
	switch d.Channel {
	case count.Online:
		s.Online = 1
	case count.Post:
		s.Post = 1
	default:
		s.Direct = 1
	}
	if d.Declared {
		s.Declared = 1
	}
	s.Flagged = d.Flags.Came()
	return s
}

func ended(d *count.Dossier) (s Sums) {
	switch d.Standing {
	case count.Early:
		s.Early = 1
	case count.Late:
		s.Overdue = 1
	default:
		s.OnTime = 1
	}
	switch d.End {
	case count.Stopped:
		s.Stopped = 1
	case count.Withdrawn:
		s.Withdrawn = 1
	}
	s.Flagged = d.Flags.Went(d.End)
	return s
}

// cellsOf are the sums that a fact adds, in every unit above too.
func cellsOf(f *Fact) map[Place]Sums {
	out := map[Place]Sums{}
	for at, s := range sumsOf(&f.Dossier) {
		half := halfOf(at)
		add := func(g Grain, path, key string) {
			p := Place{g, path, key, half}
			out[p] = out[p].plus(s)
		}
		add(OfOwn, f.ReceivingPath, "")
		for _, path := range upwards(f.ReceivingPath) {
			add(OfUnit, path, "")
			add(OfField, path, f.Field)
			add(OfProcedure, path, f.Procedure)
			add(OfChannel, path, string(f.Channel))
		}
	}
	return out
}

// upwards lists the paths of a unit and of all above it, the topmost first: "/a/", "/a/b/".
func upwards(path string) []string {
	var out []string
	for i := 1; i < len(path); i++ {
		if path[i] == '/' {
			out = append(out, path[:i+1])
		}
	}
	return out
}

// parentOf is the path above: "/a/" of "/a/b/", "/" of "/a/".
func parentOf(path string) string {
	rest := strings.TrimSuffix(path, "/")
	return rest[:strings.LastIndexByte(rest, '/')+1]
}

func (s Sums) plus(o Sums) Sums {
	return Sums{s.Online + o.Online, s.Direct + o.Direct, s.Post + o.Post, s.Supplements + o.Supplements, s.Declared + o.Declared,
		s.Early + o.Early, s.OnTime + o.OnTime, s.Overdue + o.Overdue, s.Stopped + o.Stopped, s.Withdrawn + o.Withdrawn,
		s.Fell + o.Fell, s.Raised + o.Raised, s.And(o.Flagged)}
}

func (s Sums) minus(o Sums) Sums {
	return s.plus(Sums{-o.Online, -o.Direct, -o.Post, -o.Supplements, -o.Declared, -o.Early, -o.OnTime, -o.Overdue, -o.Stopped,
		-o.Withdrawn, -o.Fell, -o.Raised, o.Times(-1)})
}

func (s Sums) received() int64 { return s.Online + s.Direct + s.Post }
func (s Sums) solved() int64   { return s.Early + s.OnTime + s.Overdue }

// between are the figures of a period out of the sums of all time before its beginning and of all time
// before its end. They are those that count.Figures comes to by adding dossier by dossier.
func between(before, end Sums) count.Figures {
	in := end.minus(before)
	f := count.Figures{Received: int(in.received()), Online: int(in.Online), Direct: int(in.Direct), Post: int(in.Post),
		Carried: int(before.received() - before.solved()), Solved: int(in.solved()), Early: int(in.Early), OnTime: int(in.OnTime),
		Overdue: int(in.Overdue), Pending: int(end.received() - end.solved()), PendingOverdue: int(end.Fell - end.Raised),
		Stopped: int(in.Stopped), Withdrawn: int(in.Withdrawn), Supplements: int(in.Supplements), Declared: int(in.Declared), Flagged: in.Flagged}
	f.PendingWithin = f.Pending - f.PendingOverdue
	return f
}
