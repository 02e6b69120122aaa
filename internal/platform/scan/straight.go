package scan

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"slices"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// How a page that lies a little turned is found: its rows of print are projected on an upright line, by which angle they
// fall into the sharpest steps. Angles are in degrees, and positive when the page is turned clockwise.
const (
	straightAt   = 1200 // long side at which it is looked for, in pixels
	mostTurned   = 5.5  // further is no slip of the feeder, and is left for people
	leastTurned  = 0.25 // nearer nobody sees, and a page that is written anew loses a little
	fewestEdges  = 400  // less is no print
	surelyTurned = 1.25 // how much sharper than at the usual angle
)

// Straighten sets a page upright that was scanned a little turned, and tells by how much it was turned; 0 leaves it
// byte for byte as it is: it lies right, or there is no print by which to tell.
func Straighten(p Picture) (Picture, float64, error) {
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		return p, 0, err
	}
	turned := skew(img)
	if math.Abs(turned) < leastTurned || math.Abs(turned) > mostTurned {
		return p, 0, nil
	}
	straight, err := encode(rotated(img, -turned))
	if err != nil {
		return p, 0, err
	}
	return straight, turned, nil
}

// edge is a place where ink ends downwards: the feet of letters, the lower sides of rules.
type edge struct{ x, y float64 }

// skew is by how much a page is turned; 0 when nothing tells.
func skew(img image.Image) float64 {
	edges := edgesOf(shrunk(img))
	if len(edges) < fewestEdges {
		return 0
	}
	const coarse, fine = 0.5, 0.05
	var tried []float64
	best, sharp := 0.0, 0.0
	for a := -mostTurned - 1; a <= mostTurned+1; a += coarse {
		s := sharpness(edges, a)
		if tried = append(tried, s); s > sharp {
			best, sharp = a, s
		}
	}
	slices.Sort(tried)
	if sharp < surelyTurned*tried[len(tried)/2] {
		return 0
	}
	return ridge(edges, best-1.5*coarse, best+1.5*coarse, fine)
}

// ridge is the middle of the angles that are nearly as sharp as the sharpest: among few lines of print that one wavers.
func ridge(edges []edge, from, to, step float64) float64 {
	var angles, sharp []float64
	for a := from; a <= to; a += step {
		angles, sharp = append(angles, a), append(sharp, sharpness(edges, a))
	}
	sum, weight, high := 0.0, 0.0, slices.Max(sharp)
	for i, a := range angles {
		w := max(0, sharp[i]-0.8*high)
		sum, weight = sum+w*a, weight+w
	}
	return sum / weight
}

// shrunk is the picture in grey, small enough to go through it many times.
func shrunk(img image.Image) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > straightAt {
		w, h = w*straightAt/long, h*straightAt/long
	}
	small := image.NewGray(image.Rect(0, 0, max(1, w), max(1, h)))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
	return small
}

// edgesOf are the places where ink ends, seen from the middle of the picture.
func edgesOf(g *image.Gray) (out []edge) {
	ink, w, h := inkBelow(g), g.Rect.Dx(), g.Rect.Dy()
	for y := range h - 1 {
		for x := range w {
			if g.Pix[y*g.Stride+x] < ink && g.Pix[(y+1)*g.Stride+x] >= ink {
				out = append(out, edge{float64(x) - float64(w)/2, float64(y) - float64(h)/2})
			}
		}
	}
	return out
}

// inkBelow is the grey that parts ink from paper best (Otsu 1979).
func inkBelow(g *image.Gray) uint8 {
	var count [256]float64
	sum := 0.0
	for _, v := range g.Pix {
		count[v]++
		sum += float64(v)
	}
	all, below, sumBelow, most, at := float64(len(g.Pix)), 0.0, 0.0, 0.0, 0
	for v, n := range count {
		below, sumBelow = below+n, sumBelow+float64(v)*n
		if below == 0 || below == all {
			continue
		}
		apart := sumBelow/below - (sum-sumBelow)/(all-below)
		if between := below * (all - below) * apart * apart; between > most {
			most, at = between, v
		}
	}
	return uint8(min(255, at+1))
}

// sharpness is how steeply the number of edges changes from row to row when the page is turned back by the angle.
func sharpness(edges []edge, angle float64) float64 {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	rows := make([]float64, 2*straightAt) // the diagonal is shorter
	for _, e := range edges {
		at := e.y*cos - e.x*sin + straightAt
		row := int(at)
		part := at - float64(row)
		rows[row] += 1 - part // shared between two rows, so that small turns count
		rows[row+1] += part
	}
	out := 0.0
	for i := range len(rows) - 1 {
		d := rows[i+1] - rows[i]
		out += d * d
	}
	return out
}

// rotated turns a picture clockwise around its middle. What comes in from outside is white.
func rotated(img image.Image, angle float64) image.Image {
	b := img.Bounds()
	size := image.Rect(0, 0, b.Dx(), b.Dy())
	var to draw.Image = image.NewRGBA(size)
	if _, grey := img.(*image.Gray); grey {
		to = image.NewGray(size)
	}
	draw.Draw(to, size, image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(angle * math.Pi / 180)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	draw.BiLinear.Transform(to, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, img, b, draw.Over, nil)
	return to
}
