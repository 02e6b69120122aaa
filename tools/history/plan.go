package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/nha-san/nhasan/demo"
)

// stratum is a number of dossiers received in a span of time at one level, and how many came online.
type stratum struct {
	from, to        string
	communes        bool
	number, onlines int
}

// strata are what the district reported, cut where its two reports overlap: January 2022 to February 2023
// (11,297 received, 10,388 online; the district's own desk 1,597 and 1,288, the communes 9,700 and 9,100)
// and January to August 2023 (5,673 and 5,251). How the overlap divides was not reported: it is drawn up
// here. What the demonstration receives by itself falls into the last span and is taken off.
func strata(laid, online int) []stratum {
	const (
		district2, districtOnline2 = 205, 170 // January and February 2023
		commune2, communeOnline2   = 1175, 1115
	)
	rest := 5673 - laid - district2 - commune2
	restOnline := 5251 - online - districtOnline2 - communeOnline2
	ownDesk, ownOnline := rest*14/100, rest*14/100*84/100
	return []stratum{
		{"2022-01-01", "2022-12-31", false, 1597 - district2, 1288 - districtOnline2},
		{"2022-01-01", "2022-12-31", true, 9700 - commune2, 9100 - communeOnline2},
		{"2023-01-01", "2023-02-28", false, district2, districtOnline2},
		{"2023-01-01", "2023-02-28", true, commune2, communeOnline2},
		{"2023-03-01", lastDay, false, ownDesk, ownOnline},
		{"2023-03-01", lastDay, true, rest - ownDesk, restOnline - ownOnline},
	}
}

// lastDay is the day before the demonstration begins: almost all has ended by then.
const lastDay = "2023-08-09"

// busy is how much comes in a month, compared with the year: school begins in September, papers are
// certified for exams from May on, little happens around Tết and the harvest.
var busy = [13]float64{0, 0.80, 0.90, 1.05, 1.00, 1.05, 1.10, 1.10, 1.20, 1.35, 0.95, 0.85, 0.80}

// tet are the first days of the lunar year.
var tet = []string{"2022-02-01", "2023-01-22"}

// weekday is how much comes on Monday to Friday.
var weekday = [7]float64{0, 1.25, 1.05, 1.00, 0.95, 0.85, 0}

// world is what dossiers are drawn from.
type world struct {
	rnd        *rand.Rand
	cal        calendar
	cast       demo.Cast
	crew       crew
	procedures map[string][]procedure
	serial     map[string]int
}

func newWorld() (*world, error) {
	w := &world{rnd: rand.New(rand.NewPCG(159, 2022)), serial: map[string]int{}}
	var err error
	if w.cal, err = readCalendar(); err != nil {
		return nil, err
	}
	if w.cast, err = demo.Load(); err != nil {
		return nil, err
	}
	w.crew = people(w.cast)
	w.procedures, err = procedures()
	return w, err
}

// past draws all dossiers, in the order in which they were received.
func (w *world) past(laid, online int) []*dossier {
	var all []*dossier
	for _, s := range strata(laid, online) {
		all = append(all, w.fill(s)...)
	}
	slices.SortStableFunc(all, func(a, b *dossier) int {
		return cmp.Or(a.received.Compare(b.received), cmp.Compare(a.unit.code, b.unit.code))
	})
	for _, d := range all {
		day := d.unit.code + "-" + d.received.Format("060102")
		w.serial[day]++
		d.code = fmt.Sprintf("%s-%04d", day, w.serial[day])
	}
	w.leaveOpen(all)
	return all
}

// fill draws the dossiers of a stratum: first days, units and procedures, then which came how.
func (w *world) fill(s stratum) []*dossier {
	days := w.cal.days(s.from, s.to)
	weights := make([]float64, len(days))
	for i, d := range days {
		weights[i] = busy[d.Month()] * weekday[d.Weekday()] * w.aroundTet(d)
	}
	out := make([]*dossier, s.number)
	for i := range out {
		d := days[w.pick(weights)]
		level, commune, u := "district", -1, district
		if s.communes {
			level, commune = "commune", w.commune(d)
			u = communes[commune]
		}
		list := w.procedures[level]
		byWish := make([]float64, len(list))
		for k, p := range list {
			byWish[k] = p.weight
		}
		out[i] = &dossier{unit: u, commune: commune, day: d, procedure: list[w.pick(byWish)]}
	}
	w.channels(out, s.onlines)
	for _, d := range out {
		w.live(d)
	}
	return out
}

// commune is one of them by its weight. In the first months of 2023 Khoan Dụ had its campaign.
func (w *world) commune(d time.Time) int {
	weights := make([]float64, len(communes))
	for i, u := range communes {
		weights[i] = u.weight
		if i == khoanDu && firstQuarter(d) {
			weights[i] *= 1.45
		}
	}
	return w.pick(weights)
}

func firstQuarter(d time.Time) bool { return d.Year() == 2023 && d.Month() <= time.March }

// aroundTet is how much comes in the days before and after the holidays.
func (w *world) aroundTet(d time.Time) float64 {
	for _, t := range tet {
		switch n := int(d.Sub(day(t)).Hours() / 24); {
		case n >= -7 && n < 0:
			return 0.35
		case n >= 0 && n < 14:
			return 0.6
		}
	}
	return 1
}

// channels says which dossiers came online: all but those that were likeliest not to, of people who had
// to come to the desk anyway. In the first months of 2023 Khoan Dụ took everything online.
func (w *world) channels(all []*dossier, onlines int) {
	order := make([]*dossier, len(all))
	copy(order, all)
	luck := make(map[*dossier]float64, len(all))
	for _, d := range all {
		luck[d] = w.rnd.Float64()
		if d.procedure.online == "partial" {
			luck[d] /= 2.5
		}
		if d.day.Before(day("2022-07-01")) {
			luck[d] /= 1.3 // fewer knew how in the first half-year
		}
		if d.commune == khoanDu && firstQuarter(d.day) {
			luck[d] = 9
		}
	}
	slices.SortStableFunc(order, func(a, b *dossier) int { return cmp.Compare(luck[a], luck[b]) })
	for i, d := range order {
		switch {
		case i >= len(all)-onlines:
			d.channel = "Trực tuyến"
		case w.rnd.IntN(100) < 7:
			d.channel = "Bưu chính"
		default:
			d.channel = "Trực tiếp"
		}
	}
}

// leaveOpen takes the end off a handful of the last ones, in communes where nobody of the tour works.
func (w *world) leaveOpen(all []*dossier) {
	left := 5
	for _, d := range slices.Backward(all) {
		if left > 0 && d.state == returned && (d.commune == 7 || d.commune == 9) && d.due.After(day("2023-08-10")) {
			d.state, d.ended, d.returned, d.rating = "Đang xử lý", time.Time{}, time.Time{}, 0
			left--
		}
	}
}

// pick draws an index by weight.
func (w *world) pick(weights []float64) int {
	sum := 0.0
	for _, x := range weights {
		sum += x
	}
	luck := w.rnd.Float64() * sum
	for i, x := range weights {
		if luck -= x; luck < 0 {
			return i
		}
	}
	return len(weights) - 1
}
