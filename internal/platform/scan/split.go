package scan

import "fmt"

// Way says which pages belong to one paper.
type Way struct {
	Separators bool // a separator sheet lies before each paper
	Each       int  // so many pages each; 0 with separators, or when each file is a paper of its own
	BothSides  bool // all fronts were scanned, the pile turned over, then all backs
	AsTheyLie  bool // pages that were scanned a little turned stay so
}

// Side is one scanned side: of which file, and whether it is a separator sheet.
type Side struct {
	File      int
	Separator bool
}

// MostPages bounds the pages of one paper: more is a separator that was not seen.
const MostPages = 200

// Split tells which sides make which paper, as places in sides. A back of a separator sheet belongs to the sheet. What
// cannot be so is an error that says where.
func Split(sides []Side, way Way) ([][]int, error) {
	order := make([]int, len(sides))
	for i := range sides {
		order[i] = i
	}
	if way.BothSides {
		if len(sides)%2 != 0 {
			return nil, fmt.Errorf("%d sides cannot be fronts and backs", len(sides))
		}
		order = interleaved(len(sides))
	}
	var papers [][]int
	for n := 0; n < len(order); n++ {
		i := order[n]
		last := len(papers) - 1
		switch {
		case way.Separators && sides[i].Separator:
			papers = append(papers, nil)
			if way.BothSides {
				n++ // the back of the sheet
			}
			continue
		case way.Separators && last < 0, way.Each > 0 && (last < 0 || len(papers[last]) == way.Each),
			!way.Separators && way.Each == 0 && (last < 0 || sides[papers[last][0]].File != sides[i].File):
			papers = append(papers, nil)
			last++
		}
		papers[last] = append(papers[last], i)
		if len(papers[last]) > MostPages {
			return nil, fmt.Errorf("more than %d pages in one paper", MostPages)
		}
	}
	var out [][]int
	for _, p := range papers {
		if len(p) > 0 { // two separators behind each other are one
			out = append(out, p)
		}
	}
	return out, nil
}

// interleaved is the order of sides when all fronts come first and the backs after them from the last sheet on.
func interleaved(n int) []int {
	out := make([]int, 0, n)
	for i := range n / 2 {
		out = append(out, i, n-1-i)
	}
	return out
}
