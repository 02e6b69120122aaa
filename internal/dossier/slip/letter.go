package slip

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// Signer is the one who signs for an agency: the office held, and the name.
type Signer struct{ Office, Name string }

// letterView is a paper that speaks in sentences: who is addressed, what is said, who signs.
type letterView struct {
	Head      heading
	To        string // empty for a paper that is handed over
	Before    []string
	Lines     []line
	Papers    []paperView
	After     []string
	Copies    []string // "Nơi nhận", when the agency signs
	Authority []string // "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
	Name      string
	Hands     []signature // when two people sign instead
	Lookup    lookup
}

// letter is what the papers of this kind need to be printed.
type letter interface {
	view() (letterView, error)
	kind() Kind
	base() Slip
}

func (s Slip) base() Slip { return s }

func printLetter(ctx context.Context, l letter) ([]byte, error) {
	one, err := letterSheet(l)
	if err != nil {
		return nil, err
	}
	return l.base().print(ctx, one)
}

func letterHTML(ctx context.Context, l letter) (string, error) {
	one, err := letterSheet(l)
	if err != nil {
		return "", err
	}
	return l.base().markup(ctx, one)
}

func letterSheet(l letter) (sheet, error) {
	v, err := l.view()
	if err != nil {
		return sheet{}, fmt.Errorf("%s for %s: %w", l.kind(), l.base().DossierCode, err)
	}
	return sheet{l.kind(), letterBody(v)}, nil
}

// signedBy fills in the foot of a letter of the agency.
func (v *letterView) signedBy(s Slip, by Signer) {
	v.Copies = []string{"Như trên;", "Lưu: VT, hồ sơ."}
	v.Authority, v.Name = authority(s.speaker(), by.Office), by.Name
}

// speaker is the body in whose name a letter speaks: the agency, or the desk when it has none above.
func (s Slip) speaker() string {
	if s.Agency == "" {
		return s.Unit
	}
	return s.Agency
}

// asAgency is the slip under the name of the agency itself: its leader signs, not its desk.
func (s Slip) asAgency() Slip {
	if s.Agency != "" {
		s.Unit, s.Agency, s.ParentAgency = s.Agency, s.ParentAgency, ""
	}
	return s
}

// taxCode is what identifies an organisation: ten digits, or thirteen for a branch.
var taxCode = regexp.MustCompile(`^\d{10}(-?\d{3})?$`)

// addressee is "Ông/Bà Quách Thị Ngữ"; an organisation is called by its name alone.
func (s Slip) addressee() string {
	if s.OwnerName == "" || taxCode.MatchString(s.OwnerID) {
		return orDots(s.OwnerName)
	}
	return "Ông/Bà " + s.OwnerName
}

// authority writes in whose name an officer signs. A chair signs for the people's committee, a deputy
// in place of the head; of other offices only the office stands there, because by whose order they
// sign is not known here. law: decree-30-2020/layout
func authority(body, office string) []string {
	o := strings.ToUpper(strings.TrimSpace(office))
	var out []string
	committee := strings.HasPrefix(strings.ToUpper(body), "ỦY BAN NHÂN DÂN")
	if committee && (strings.HasPrefix(o, "CHỦ TỊCH") || strings.HasPrefix(o, "PHÓ CHỦ TỊCH")) {
		out = append(out, "TM. ỦY BAN NHÂN DÂN")
		o, _, _ = strings.Cut(o, " ỦY BAN")
		o, _, _ = strings.Cut(o, " UBND")
	}
	if head, ok := strings.CutPrefix(o, "PHÓ "); ok {
		out = append(out, "KT. "+head)
	}
	if o == "" {
		return append(out, "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ")
	}
	return append(out, o)
}
