package dossier

import (
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// todayView says in words what is to be done, what burns first.
type todayView struct {
	Title string
	Next  *nextView // the one thing to open next; nil when nothing waits
	Lines []todoLine
	Calm  string     // said when there is nothing to do
	Take  *ui.Button // for those who receive at the counter
	Rare  []ui.Link  // what is seldom needed, and then at once
}

// nextView is the dossier to open next.
type nextView struct {
	Text string
	Due  ui.DueTag
	Open ui.Button
}

// todoLine is one sort of work, with how much of it there is.
type todoLine struct {
	Text, Href string
	Kind       string // Alert, Current or ""
}

// todo are the sorts of work, the most pressing first. What does not come to somebody's post is
// counted as nothing and left out.
var todo = []struct {
	key, kind string
	q         Query
}{
	{"overdue", ui.Alert, Query{Box: BoxBurning, Standing: Overdue}},
	{"due-today", ui.Current, Query{Box: BoxBurning, Standing: DueToday}},
	{"to-receive", "", Query{Box: BoxTurn, State: Submitted}},
	{"to-return", "", Query{Box: BoxTurn, State: Done}},
	{"to-sign", "", Query{Box: BoxTurn, State: Proposed}},
	{"to-number", "", Query{Box: BoxTurn, State: Approved}},
	{"to-hand-over", "", Query{Box: BoxTurn, State: Received}},
	{"to-take", "", Query{Box: BoxTurn, State: Processing}},
	{"mine", "", Query{Box: BoxMine}},
}

// today lays the panel out. The next thing is what is due first of what is mine and of what nobody
// has taken; what has ended, such as results to hand out, is never the next thing.
func (l listing) today(counts []int, waiting, mine []Item, unanswered int) *todayView {
	day := clock.DateOf(l.now)
	v := &todayView{Title: l.t("desk.today.title", "weekday", text.Weekday(l.ctx, day.Weekday()), "date", text.Date(day))}
	for i, one := range todo {
		if n := counts[i]; n > 0 {
			shown := any(n)
			if n >= countLimit {
				shown = l.t("desk.today.many")
			}
			v.Lines = append(v.Lines, todoLine{Text: l.t("desk.today."+one.key, "n", shown), Href: one.q.address(), Kind: one.kind})
		}
	}
	if unanswered > 0 {
		v.Lines = append(v.Lines, todoLine{Text: l.t("desk.today.unanswered", "n", unanswered), Href: deskPath + "/tin-nhan"})
	}
	if len(v.Lines) == 0 {
		v.Calm = l.t("desk.today.calm")
	}
	v.Next = l.next(append(mine[:len(mine):len(mine)], waiting[:min(len(waiting), 1)]...))
	if actor.Of(l.ctx).HasAnywhere(CanReceive) {
		v.Take = &ui.Button{Text: l.t("dossier.intake.title"), Href: intakePath, Kind: ui.Secondary}
	}
	if actor.Of(l.ctx).HasAnywhere(CanOpenUrgent) {
		v.Rare = append(v.Rare, ui.Link{Text: l.t("dossier.urgent.title"), Href: urgentPath})
	}
	if actor.Of(l.ctx).HasAnywhere(CanReviewUrgent) {
		v.Rare = append(v.Rare, ui.Link{Text: l.t("dossier.urgent.review-title"), Href: urgentReviewPath})
	}
	return v
}

func (l listing) next(candidates []Item) *nextView {
	var first *Item
	for i, it := range candidates {
		if it.EndedAt.IsZero() && (first == nil || it.SortAt.Before(first.SortAt)) {
			first = &candidates[i]
		}
	}
	if first == nil {
		return nil
	}
	return &nextView{Text: first.Code + " · " + first.Name + " · " + first.Owner, Due: l.due(*first).Tag,
		Open: ui.Button{Text: l.t("desk.today.open"), Href: filePath(first.ID)}}
}
