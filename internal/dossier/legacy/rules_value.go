package legacy

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Days that come without an hour are taken at the opening of the office when something came in, at its
// closing when something was due or done: a result of the last day is not late.
const (
	opening = 7*time.Hour + 30*time.Minute
	closing = 17 * time.Hour
)

var (
	dayLook  = regexp.MustCompile(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$`)
	hourLook = regexp.MustCompile(`^(\d{1,2})[:hg](\d{2})(?::(\d{2})(?:\.\d+)?)?$`)
	zoneLook = regexp.MustCompile(`(Z|[+-]\d{2}:?\d{2})$`)
)

// ReadTime reads a day, with an hour or without; a number is a day of a spreadsheet. What has no zone is
// the country's time.
func ReadTime(s string, order Order, without time.Duration) (time.Time, bool) {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return ofSheet(n, without)
	}
	zone := clock.Zone
	if at := zoneLook.FindString(s); at != "" && strings.Contains(s, ":") && strings.Contains(s, "T") {
		t, err := time.Parse("-07:00", strings.Replace(withColon(at), "Z", "+00:00", 1))
		if err != nil {
			return time.Time{}, false
		}
		zone, s = t.Location(), strings.TrimSuffix(s, at)
	}
	var day, hour string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == 'T' || r == ',' || r == '\u00a0' }) {
		switch {
		case part == "ngày":
		case day == "" && dayLook.MatchString(part):
			day = part
		case hour == "" && hourLook.MatchString(part):
			hour = part
		default:
			return time.Time{}, false
		}
	}
	y, m, d, ok := readDay(day, order)
	if !ok {
		return time.Time{}, false
	}
	since := without
	if hour != "" {
		if since, ok = readHour(hour); !ok {
			return time.Time{}, false
		}
	}
	midnight := time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone)
	return clock.Whole(midnight.Add(since)), true
}

func withColon(zone string) string {
	if len(zone) == 5 {
		return zone[:3] + ":" + zone[3:]
	}
	return zone
}

func readDay(s string, order Order) (y, m, d int, ok bool) {
	p := dayLook.FindStringSubmatch(s)
	if p == nil {
		return 0, 0, 0, false
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(p[i+1])
	}
	switch {
	case len(p[1]) == 4:
		y, m, d = n[0], n[1], n[2]
	case order == MonthFirst:
		y, m, d = n[2], n[0], n[1]
	default:
		y, m, d = n[2], n[1], n[0]
	}
	if y < 100 && len(p[1]) < 4 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return y, m, d, y >= 1900 && y < 3000 && t.Year() == y && int(t.Month()) == m && t.Day() == d
}

func readHour(s string) (time.Duration, bool) {
	p := hourLook.FindStringSubmatch(s)
	h, _ := strconv.Atoi(p[1])
	m, _ := strconv.Atoi(p[2])
	sec, _ := strconv.Atoi(p[3])
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second, h < 24 && m < 60 && sec < 60
}

// ofSheet reads the days since 30/12/1899 that spreadsheets count, with a part of a day as the hour.
func ofSheet(n float64, without time.Duration) (time.Time, bool) {
	if n < 20000 || n > 80000 || math.IsNaN(n) {
		return time.Time{}, false
	}
	days, part := math.Modf(n)
	since := time.Duration(math.Round(part*24*60*60)) * time.Second
	if part == 0 {
		since = without
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, clock.Zone)
	return clock.Whole(first.AddDate(0, 0, int(days)).Add(since)), true
}

// timeFields are those that hold days.
var timeFields = []Field{Submitted, Received, Due, Ended, Returned}

// Guess finds the order in which the table writes days, and whether it shows: some day is after the
// twelfth. When nothing shows it is the country's own.
func (m Mapping) Guess(t Table) (order Order, sure bool) {
	day, month := 0, 0
	for _, f := range timeFields {
		column := t.column(m.Columns[f])
		for _, r := range t.Rows {
			word, _, _ := strings.Cut(r.cell(column), " ")
			p := dayLook.FindStringSubmatch(word)
			if p == nil || len(p[1]) == 4 {
				continue
			}
			if a, _ := strconv.Atoi(p[1]); a > 12 {
				day++
			}
			if b, _ := strconv.Atoi(p[2]); b > 12 {
				month++
			}
		}
	}
	if month > day {
		return MonthFirst, day == 0
	}
	return DayFirst, day > 0 && month == 0
}

// Channels and Outcomes are what words of a file can mean.
var (
	Channels = []string{string(catalog.Online), string(catalog.Direct), string(catalog.Post)}
	Outcomes = []string{string(dossier.Returned), string(dossier.Done), string(dossier.Stopped), string(dossier.Withdrawn),
		string(dossier.Processing), string(dossier.Received)}
)

// meanings are the words that other systems use, without marks.
var meanings = map[Field]map[string]string{
	Channel: {
		"truc tuyen": "online", "online": "online", "qua mang": "online", "nop truc tuyen": "online", "dich vu cong": "online",
		"cong dich vu cong": "online", "cong dvc": "online", "dvc": "online", "dvc truc tuyen": "online", "internet": "online",
		"truc tiep": "direct", "tai quay": "direct", "nop truc tiep": "direct", "mot cua": "direct", "direct": "direct", "tai bo phan mot cua": "direct",
		"buu chinh": "post", "buu dien": "post", "bcci": "post", "buu chinh cong ich": "post", "qua buu chinh": "post", "post": "post",
	},
	Outcome: {
		"da tra ket qua": "returned", "da tra": "returned", "da tra kq": "returned", "returned": "returned",
		"da xu ly xong": "done", "hoan thanh": "done", "da hoan thanh": "done", "da co ket qua": "done", "co ket qua": "done", "cho tra ket qua": "done",
		"da giai quyet": "done", "done": "done",
		"dung xu ly": "stopped", "dung giai quyet": "stopped", "tra lai ho so": "stopped", "huy": "stopped", "da huy": "stopped", "stopped": "stopped",
		"rut": "withdrawn", "rut ho so": "withdrawn", "da rut": "withdrawn", "cong dan rut": "withdrawn", "cong dan rut ho so": "withdrawn", "withdrawn": "withdrawn",
		"dang xu ly": "processing", "dang giai quyet": "processing", "processing": "processing",
		"da tiep nhan": "received", "moi tiep nhan": "received", "tiep nhan": "received", "received": "received",
	},
}

// meaning is what a word of the file means in a field: as the mapping says, else as it is usual.
func (m Mapping) meaning(f Field, word string) string {
	if ours := m.Values[f][words(word)]; ours != "" {
		return ours
	}
	return meanings[f][words(word)]
}

// Words are the different words of a column of channels or outcomes, at most limit, with what each means
// so far ("" when nobody said).
func (m Mapping) Words(t Table, f Field, limit int) (all []string, means map[string]string) {
	means = map[string]string{}
	column := t.column(m.Columns[f])
	seen := map[string]bool{}
	for _, r := range t.Rows {
		word := r.cell(column)
		if word == "" || seen[words(word)] || len(all) >= limit {
			continue
		}
		seen[words(word)] = true
		all = append(all, word)
		means[word] = m.meaning(f, word)
	}
	slices.Sort(all)
	return all, means
}
