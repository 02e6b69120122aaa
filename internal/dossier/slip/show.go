package slip

import (
	"fmt"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

const dots = "……………"

func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(clock.Zone)
}

// two writes a count as official papers do: 03, 12.
func two(n int) string { return fmt.Sprintf("%02d", n) }

func orDots(s string) string {
	if s == "" {
		return dots
	}
	return s
}

// moment writes "08 giờ 30 phút, ngày 15 tháng 9 năm 2023", dots for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return dots
	}
	return text.LongDateTime(t)
}

// full is a name at the beginning of a line, without the stop that a caller may have put behind it.
func full(s string) string { return strings.TrimRight(strings.TrimSpace(s), ".;,") }

// sentence is full with its stop, "" for nothing.
func sentence(s string) string {
	if s = full(s); s == "" {
		return ""
	}
	return s + "."
}

// short is the part of a hash that people compare.
func short(sha string) string { return sha[:min(12, len(sha))] }

// line is a label and what stands behind it.
type line struct {
	Label, Value string
	Strong       bool
}

// given are the lines that say something.
func given(lines ...line) []line {
	var out []line
	for _, l := range lines {
		if l.Value != "" {
			out = append(out, l)
		}
	}
	return out
}

// heading is the top of every form (Decree 30/2020, boxes 1 to 4, with the QR code before them).
type heading struct {
	QR, QRWords   string
	Above, Unit   []string // the superior bodies and the issuing one, in lines
	Number        string
	Place, Title  string
	Code, Further string // under the title: dossier code; which copy, which round
	Second        string // one more line there
}

// heading of a paper; due is the appointment that its QR code tells, zero for none.
func (s Slip) heading(k Kind, due time.Time) (heading, error) {
	title := s.form(k).Title
	qr, err := code(s.mark(title, due))
	if err != nil {
		return heading{}, err
	}
	h := heading{QR: qr, QRWords: "Mã QR: " + title, Title: strings.ToUpper(title), Code: s.DossierCode, Number: orDots(s.Number),
		Unit: capitals(s.Unit), Place: s.Place + ", " + orDots(day(s.IssuedAt))}
	for _, body := range []string{s.ParentAgency, s.Agency} {
		h.Above = append(h.Above, capitals(body)...)
	}
	if s.DossierCode != "" {
		h.QRWords += ", mã hồ sơ " + s.DossierCode
	}
	return h, nil
}

// breaks are the places at which names of bodies are broken on paper. Left to itself a line ends in
// the middle of a place name.
var breaks = strings.NewReplacer(
	"NHÂN DÂN ", "NHÂN DÂN\n",
	" VÀ TRẢ KẾT QUẢ", "\nVÀ TRẢ KẾT QUẢ",
	"PHỤC VỤ HÀNH CHÍNH CÔNG ", "PHỤC VỤ\nHÀNH CHÍNH CÔNG\n",
	"PHỤC VỤ HÀNH CHÍNH CÔNG", "PHỤC VỤ\nHÀNH CHÍNH CÔNG",
)

// capitals returns the lines of a body's name as headings write it, none for no body.
func capitals(name string) []string {
	if name == "" {
		return nil
	}
	return strings.Split(breaks.Replace(strings.ToUpper(name)), "\n")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.LongDate(t)
}

// applicant are the lines about the people and the matter.
func (s Slip) applicant(of string) []line {
	submitter := s.SubmitterName
	if submitter == s.OwnerName {
		submitter = ""
	}
	if submitter != "" && s.Mandate != "" {
		submitter += " (" + s.Mandate + ")"
	}
	owner := s.OwnerName
	if s.CoOwners != "" {
		owner += ", " + s.CoOwners
	}
	request := s.Request
	if request == "" {
		request = s.ProcedureName
	}
	return given(
		line{of, owner, true},
		line{"Người nộp hồ sơ", submitter, false},
		line{"Địa chỉ", s.Address, false},
		line{"Số điện thoại", s.reach(), false},
		line{"Nội dung yêu cầu giải quyết", full(request), false},
	)
}

// reach is the telephone and, on the same line as the form has it, the e-mail.
func (s Slip) reach() string {
	if s.Email == "" {
		return orDots(s.Phone)
	}
	return orDots(s.Phone) + "; email: " + s.Email
}

// submitter is who signs as the one who brought the dossier.
func (s Slip) submitter() string {
	if s.SubmitterName != "" {
		return s.SubmitterName
	}
	return s.OwnerName
}

// signature is one column at the foot.
type signature struct{ Role, Name string }

// lookup is the box that tells how to follow the dossier.
type lookup struct{ URL, Code, Secret, QR, Seal string }

// sealed says where the event behind the paper stands in the public ledger, "" when that is not known.
func (s Slip) sealed() string {
	switch {
	case s.SealHash == "":
		return ""
	case s.SealIndex == "":
		return "Sổ cái công khai: " + s.SealHash
	}
	return "Sổ cái công khai, lá số " + s.SealIndex + ": " + s.SealHash
}

// lookup is empty while there is nothing to look up by: a dossier has no code before it is received.
func (s Slip) lookup() (lookup, error) {
	if s.LookupURL == "" || s.LookupSecret == "" || s.DossierCode == "" {
		return lookup{}, nil
	}
	qr, err := code(s.LookupLink)
	return lookup{URL: s.LookupURL, Code: s.DossierCode, Secret: s.LookupSecret, QR: qr, Seal: s.sealed()}, err
}
