package sign

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Where a signature is seen, by the kind of paper: a page from 1 (-1 the last) and a box in points from its lower left
// corner. law: decree-30-2020/layout
//
//go:embed places.json
var placeFile embed.FS

// place is where a signature is seen.
type place struct {
	Page int        `json:"page"`
	Box  [4]float64 `json:"box"`
	// Plain places take words alone: who copied, and when.
	Plain bool `json:"plain"`
	// Named places say who signed beside the picture.
	Named bool `json:"named"`
	// Brought places give way to an empty field for a signature that the file brings.
	Brought bool `json:"brought"`
	// Size is that of the words in points, 9 when zero.
	Size float64 `json:"size"`
	// Says is the key of the words for who signed, those of a signature when empty.
	Says string `json:"says"`
}

var places = func() map[string]place {
	raw, err := placeFile.ReadFile("places.json")
	var out map[string]place
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(fmt.Errorf("places of signatures: %w", err))
	}
	return out
}()

// look is what is seen of a person's signature: the picture alone where there is one, else who signed and when, in the
// language of the paper. Of a seal it is number, day and agency beside the square by which a stranger checks them, and over
// them the picture of the seal.
func look(k *Key, ask Ask, s pades.Spec) (pades.Look, error) {
	p, ok := places[ask.Place]
	if !ok {
		return pades.Look{}, nil
	}
	l := pades.Look{Page: p.Page, Box: p.Box, Image: k.Picture, Size: cmp.Or(p.Size, 9)}
	if p.Plain {
		l.Image = nil
	}
	if st := ask.Seal; st != nil {
		if p.Plain { // an annex in a file of its own: agency and time, no seal. law: decree-30-2020/layout
			l.Size, l.Lines = 10, []string{st.Agency, s.At.In(clock.Zone).Format("02-01-2006 15:04:05 -07:00")}
			return l, nil
		}
		l.Size = 8.5
		l.Lines = []string{text.In(text.Vi, "sign.look.number", "number", st.Number), text.In(text.Vi, "sign.look.on", "on", text.Date(st.On)), st.Agency}
		if st.Square == "" {
			return l, nil
		}
		square, err := pdf.QR(st.Square)
		l.Square, l.Indent = square, p.Box[3]-p.Box[1]+6 // as wide as the box is high
		l.Lines = append(l.Lines, text.In(text.Vi, "sign.look.code", "code", st.Code))
		return l, err
	}
	if len(l.Image) == 0 || p.Named {
		l.Lines = []string{text.In(text.Vi, cmp.Or(p.Says, "sign.look.by"), "name", s.Name), text.In(text.Vi, "sign.look.at", "at", s.At.In(clock.Zone).Format("15:04 02/01/2006"))}
	}
	return l, nil
}
