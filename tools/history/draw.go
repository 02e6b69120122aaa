package main

import (
	"strconv"
	"time"
)

// dossier is one line of the file.
type dossier struct {
	unit      unit
	commune   int // -1: the district's own desk
	procedure procedure
	day       time.Time
	channel   string
	code      string

	owner, officer, state string

	submitted, received, due, ended, returned time.Time
	asked, rating                             int
}

const returned = "Đã trả kết quả"

// heads are the columns as the former system names them.
var heads = []string{"Mã hồ sơ", "Mã thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Chủ hồ sơ", "Ngày nộp", "Ngày tiếp nhận", "Ngày hẹn trả",
	"Ngày có kết quả", "Ngày trả kết quả", "Trạng thái", "Cán bộ thụ lý", "Số lần bổ sung", "Mức độ hài lòng"}

func (d *dossier) line() []string {
	return []string{d.code, d.procedure.called(), d.unit.name, d.channel, d.owner, show(d.submitted), show(d.received), show(d.due), show(d.ended),
		show(d.returned), d.state, d.officer, few(d.asked), few(d.rating)}
}

func show(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02/01/2006 15:04")
}

func few(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// trouble are spans in which a desk could not keep up: a new form, a software change, an officer ill.
var trouble = []struct {
	from, to string
	commune  int // -1 the district's desk, -2 everybody
	late     int // percent
}{
	{"2022-02-07", "2022-02-18", -2, 8}, {"2022-04-11", "2022-04-29", 4, 18}, {"2022-09-05", "2022-09-23", -2, 7}, {"2022-11-14", "2022-11-25", -1, 22},
	{"2023-01-30", "2023-02-10", -2, 7}, {"2023-05-08", "2023-05-19", 0, 15},
}

// latePercent is how likely a dossier of that day is to be late.
func (d *dossier) latePercent() int {
	for _, t := range trouble {
		if !d.day.Before(day(t.from)) && !d.day.After(day(t.to)) && (t.commune == -2 || t.commune == d.commune) {
			return t.late
		}
	}
	if d.commune < 0 {
		return 3
	}
	return 1
}

// live gives a dossier its days: who, when it came, when it was due and done.
func (w *world) live(d *dossier) {
	d.owner = w.citizen()
	w.arrive(d)
	w.shorten(d)
	d.officer = w.crew.handler(d.procedure, d.commune)
	if w.rnd.IntN(100) < 4 {
		d.asked = 1 + w.rnd.IntN(12)/11
	}
	d.state = returned
	switch luck := w.rnd.IntN(1000); {
	case luck < 5:
		d.state = "Dừng giải quyết"
	case luck < 12:
		d.state = "Công dân rút hồ sơ"
	}
	w.end(d)
	if d.state != returned {
		d.returned = time.Time{}
		return
	}
	if w.rnd.IntN(100) < 35 {
		d.rating = w.mark()
	}
}

// arrive: at the counter in office hours; online at any hour, and received when the desk works.
func (w *world) arrive(d *dossier) {
	d.received = w.officeHour(d.day)
	d.submitted = d.received
	if d.channel != "Trực tuyến" {
		return
	}
	if w.rnd.IntN(100) < 70 {
		d.submitted = d.received.Add(-time.Duration(5+w.rnd.IntN(90)) * time.Minute)
		if d.submitted.Before(at(d.day, 7, 30)) {
			d.submitted = at(d.day, 5, 30+w.rnd.IntN(90))
		}
		return
	}
	before := w.cal.after(d.day, -1) // in the evening or over the weekend
	days := int(d.day.Sub(before).Hours() / 24)
	d.submitted = at(before.AddDate(0, 0, w.rnd.IntN(days)), 17+w.rnd.IntN(6), w.rnd.IntN(60))
}

// officeHour is a minute of the working day: more in the morning, the earlier the fuller.
func (w *world) officeHour(t time.Time) time.Time {
	if w.rnd.IntN(100) < 62 {
		return at(t, 7, 30).Add(time.Duration(240*w.rnd.Float64()*(0.4+0.6*w.rnd.Float64())) * time.Minute)
	}
	return at(t, 13, 30).Add(time.Duration(w.rnd.IntN(205)) * time.Minute)
}

// shorten gives a dossier of the last weeks a procedure that can have ended by the last day; in the last
// days a few are left that cannot.
func (w *world) shorten(d *dossier) {
	last := day(lastDay)
	for range 400 {
		d.setDue(w)
		if d.due.IsZero() || !d.due.After(at(last, 17, 0)) || w.cal.between(d.day, last) < 3 && d.procedure.term <= 3 {
			return
		}
		list := w.procedures[d.procedure.level]
		weights := make([]float64, len(list))
		for i, p := range list {
			weights[i] = p.weight
		}
		if p := list[w.pick(weights)]; p.online == d.procedure.online || d.channel == "Trực tuyến" {
			d.procedure = p
		}
	}
}

func (d *dossier) setDue(w *world) {
	d.due = time.Time{}
	if d.procedure.term > 0 && d.procedure.termUnit != "working_hour" {
		d.due = at(w.cal.due(d.day, d.procedure.term, d.procedure.termUnit), 17, 0)
	}
}

// end is when the result was there: mostly before the date, at times on its day, seldom after. A request
// for supplements had its date moved.
func (w *world) end(d *dossier) {
	last := at(day(lastDay), 16, 40)
	term := 5
	if !d.due.IsZero() {
		if d.asked > 0 {
			d.due = at(w.cal.after(d.due, 2+w.rnd.IntN(4)), 17, 0)
		}
		term = w.cal.between(d.day, d.due)
	}
	need := 0
	switch luck := w.rnd.IntN(100); {
	case luck < d.latePercent() && !d.due.IsZero() && d.asked < 2:
		need = term + 1 + w.rnd.IntN(4)
	case luck < 32:
		need = term
	case term > 1:
		need = int(float64(term) * (0.35 + 0.6*w.rnd.Float64()))
	}
	on := w.cal.after(d.day, need)
	if on.After(day(lastDay)) {
		on = day(lastDay)
	}
	d.ended = w.officeHour(on)
	if on.Equal(d.day) {
		d.ended = d.received.Add(time.Duration(20+w.rnd.IntN(150)) * time.Minute)
		if d.ended.After(at(on, 17, 0)) {
			d.ended = at(on, 16, 45+w.rnd.IntN(15))
		}
	}
	if d.ended.Before(d.received) {
		d.ended = d.received.Add(15 * time.Minute)
	}
	d.returned = d.ended.Add(time.Duration(10+w.rnd.IntN(100)) * time.Minute)
	if w.rnd.IntN(100) < 45 && d.channel != "Trực tuyến" {
		d.returned = w.officeHour(w.cal.after(on, 1+w.rnd.IntN(3)))
	}
	if d.returned.After(last.Add(19 * time.Minute)) {
		d.returned = d.ended.Add(5 * time.Minute)
	}
}

func (w *world) mark() int {
	switch luck := w.rnd.IntN(1000); {
	case luck < 610:
		return 5
	case luck < 989:
		return 4
	case luck < 996:
		return 3
	case luck < 998:
		return 2
	}
	return 1
}

func (w *world) citizen() string {
	c := w.cast
	return c.Families[w.rnd.IntN(len(c.Families))] + " " + c.Middles[w.rnd.IntN(len(c.Middles))] + " " + c.Givens[w.rnd.IntN(len(c.Givens))]
}
