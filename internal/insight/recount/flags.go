package recount

import (
	"slices"

	"github.com/nha-san/nhasan/internal/insight/count"
)

// flags are what an event says of what is electronic.
type flags struct {
	Papers *struct {
		Components int `json:"components"`
		Filed      int `json:"filed"`
		Reused     int `json:"reused"`
	} `json:"papers"`
	Result *struct {
		Files  int  `json:"files"`
		Signed bool `json:"signed"`
		Sealed bool `json:"sealed"`
		Issued bool `json:"issued"`

		Certifies bool `json:"certifies"`
		Copy      bool `json:"copy"`
	} `json:"result"`
}

// flags are what a dossier's events leave of them: the last of each that was not taken back.
func (f *file) flags() (out count.Flags) {
	var undone []int
	for _, e := range f.events {
		if e.do == "correct" {
			undone = append(undone, e.undoes)
		}
	}
	for i, e := range f.events {
		if e.flags == nil || slices.Contains(undone, i+1) {
			continue
		}
		if p := e.flags.Papers; p != nil {
			out.Components, out.Filed, out.Reused = p.Components, p.Filed, p.Reused
		}
		if r := e.flags.Result; r != nil {
			out.Told, out.File, out.Signed, out.Sealed, out.Issued = true, r.Files > 0, r.Signed, r.Sealed, r.Issued
			out.Certifies, out.Copy = r.Certifies, r.Copy
		}
	}
	return out
}
