package insight

import "strconv"

// Settings are what an office may set of its figures.
type Settings struct {
	Public bool // whether sums are published as open data
	Least  int  // numbers below it are kept back there: they could betray somebody; 0 takes 5. [?]
}

func (s Settings) least() int64 {
	if s.Least <= 0 {
		return 5
	}
	return int64(s.Least)
}

// OpenHeads are the columns of the published sums behind those that say of what.
var OpenHeads = []string{"tiep_nhan", "truc_tuyen", "truc_tiep", "buu_chinh", "giai_quyet", "truoc_han", "dung_han", "qua_han"}

// open writes sums for everybody. A number that is small, but not nought, is left empty, and with it all parts
// of the same whole: one alone could be found by taking the others away.
func (s Settings) open(x Sums) []string {
	return append(s.whole(x.Online, x.Direct, x.Post), s.whole(x.Early, x.OnTime, x.Overdue)...)
}

func (s Settings) whole(parts ...int64) []string {
	var sum int64
	small := false
	for _, p := range parts {
		sum += p
		small = small || (p > 0 && p < s.least())
	}
	out := []string{strconv.FormatInt(sum, 10)}
	if sum > 0 && sum < s.least() {
		out[0] = ""
	}
	for _, p := range parts {
		if small {
			out = append(out, "")
		} else {
			out = append(out, strconv.FormatInt(p, 10))
		}
	}
	return out
}
