package insight

import (
	"context"
	"io"
	"strconv"
)

// bars is a picture of amounts over time, each bar in parts that stand on one another. It is drawn on the
// server, in colours that differ in print without colour too; the table beside it says the same in numbers.
type bars struct {
	ID     string
	Title  string // what the picture shows, in words
	Legend []legend
	Bars   []bar
	Top    int64 // the highest amount that fits
}

type legend struct{ Text string }

type bar struct {
	Label string
	Parts []int64 // from the bottom, in the order of the legend
}

// The picture's own measures, in units of its view box.
const (
	chartWidth, chartHeight = 360, 214
	chartLeft, chartBottom  = 42, 172
	chartUp                 = 160 // height of the highest bar
)

// The colours of parts: dark enough to stand against white, and against each other in grey.
var chartColours = []string{"#1f2a5a", "#9bb0d6", "#e9b13c"}

// Render writes the picture.
func (v bars) Render(ctx context.Context, w io.Writer) error { return barChart(v).Render(ctx, w) }

type rect struct{ X, Y, W, H, Fill string }

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// rects are the parts of the i-th bar.
func (v bars) rects(i int) []rect {
	step := float64(chartWidth-chartLeft) / float64(len(v.Bars))
	x, y := float64(chartLeft)+step*float64(i)+step*0.15, float64(chartBottom)
	var out []rect
	for n, part := range v.Bars[i].Parts {
		if part <= 0 || v.Top == 0 {
			continue
		}
		h := float64(part) / float64(v.Top) * chartUp
		y -= h
		out = append(out, rect{px(x), px(y), px(step * 0.7), px(h), chartColours[n%len(chartColours)]})
	}
	return out
}

// middle is where the label of the i-th bar stands.
func (v bars) middle(i int) string {
	step := float64(chartWidth-chartLeft) / float64(len(v.Bars))
	return px(float64(chartLeft) + step*(float64(i)+0.5))
}

// lines are the amounts at which a line is drawn across.
func (v bars) lines() []int64 {
	if v.Top == 0 {
		return []int64{0}
	}
	return []int64{0, v.Top / 2, v.Top}
}

func (v bars) height(amount int64) string {
	if v.Top == 0 {
		return px(chartBottom)
	}
	return px(chartBottom - float64(amount)/float64(v.Top)*chartUp)
}

// roundTop is a round amount that holds the highest bar: 1, 2 or 5 and noughts, always even.
func roundTop(bs []bar) int64 {
	var most int64 = 1
	for _, b := range bs {
		var sum int64
		for _, p := range b.Parts {
			sum += p
		}
		most = max(most, sum)
	}
	for unit := int64(1); ; unit *= 10 {
		for _, k := range []int64{2, 4, 6, 8, 10} {
			if most <= k*unit {
				return k * unit
			}
		}
	}
}
