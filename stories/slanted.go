package stories

import (
	"image"
	"image/color"
)

// point is a place in a picture, in dots.
type point struct{ X, Y float64 }

// slanted takes a picture of a written sheet whose corners lie at these places, from the upper left one clockwise.
func slanted(w, h int, corners [4]point) *image.RGBA {
	shot := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			shade := uint8(60 + (x*7+y*13)%23) // the table
			if u, v, on := onSheet(corners, point{float64(x), float64(y)}); on {
				shade = 235
				if line := int(v * 60); line%2 == 0 && line > 4 && line < 54 && u > 0.1 && u < 0.9 && int(u*90+float64(line*7))%3 != 0 {
					shade = 40
				}
				if u < 0.06 && v < 0.04 { // a mark, at the upper left of the sheet
					shade = 0
				}
			}
			shot.Set(x, y, color.RGBA{shade, shade, shade, 255})
		}
	}
	return shot
}

// onSheet is where on the sheet a place of the picture lies, from its upper left corner (0, 0) to the lower right one (1, 1),
// as seen by a camera: found by halving, for the picture of a point is easily told, and the point of a picture is not.
func onSheet(c [4]point, p point) (u, v float64, on bool) {
	side := func(a, b, p point) float64 { return (b.X-a.X)*(p.Y-a.Y) - (b.Y-a.Y)*(p.X-a.X) }
	for i := range c {
		if side(c[i], c[(i+1)%4], p) < 0 {
			return 0, 0, false
		}
	}
	place := projected(c)
	find := func(beyond func(t float64) bool) float64 {
		low, high := 0.0, 1.0
		for range 12 {
			if mid := (low + high) / 2; beyond(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		return low
	}
	u = find(func(t float64) bool { return side(place(t, 0), place(t, 1), p) > 0 })
	v = find(func(t float64) bool { return side(place(0, t), place(1, t), p) < 0 })
	return u, v, true
}

// projected is where a camera sees a point of a sheet with these corners.
func projected(c [4]point) func(u, v float64) point {
	dx1, dx2, sx := c[1].X-c[2].X, c[3].X-c[2].X, c[0].X-c[1].X+c[2].X-c[3].X
	dy1, dy2, sy := c[1].Y-c[2].Y, c[3].Y-c[2].Y, c[0].Y-c[1].Y+c[2].Y-c[3].Y
	all := dx1*dy2 - dx2*dy1
	g, h := (sx*dy2-dx2*sy)/all, (dx1*sy-sx*dy1)/all
	return func(u, v float64) point {
		z := g*u + h*v + 1
		return point{((c[1].X-c[0].X+g*c[1].X)*u + (c[3].X-c[0].X+h*c[3].X)*v + c[0].X) / z,
			((c[1].Y-c[0].Y+g*c[1].Y)*u + (c[3].Y-c[0].Y+h*c[3].Y)*v + c[0].Y) / z}
	}
}

// askew is how a sheet of A4 lies in most pictures taken by hand.
var askew = [4]point{{330, 160}, {1420, 110}, {1500, 1820}, {230, 1790}}
