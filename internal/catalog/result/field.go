package result

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// Field is a place to be filled in.
type Field struct {
	Name       string // of an answer of the form or of Builtin; empty for a question
	Ask        string // question to whoever drafts
	MayBeEmpty bool   // dots stand for it where there is nothing
}

// Data is what fields are filled in with, by Key.
type Data map[string]string

// Names of what does not come from the form.
const (
	OwnerName     = "chu.ho_ten"
	OwnerNo       = "chu.so_dinh_danh"
	OwnerBirth    = "chu.ngay_sinh"
	OwnerAddress  = "chu.dia_chi"
	SubmitterName = "nguoi_nop.ho_ten"
	Code          = "ho_so.ma"
	Procedure     = "ho_so.thu_tuc"
	ReceivedOn    = "ho_so.ngay_tiep_nhan"
	Office        = "co_quan.ten"
	Above         = "co_quan.cap_tren"
	Place         = "co_quan.dia_danh"
	Officer       = "can_bo.ho_ten"
	Position      = "can_bo.chuc_vu"
	Today         = "hom_nay"
	Number        = "so_van_ban"
	IssuedOn      = "ngay_ban_hanh"
)

// Builtin are all of them, in the order in which they are offered.
var Builtin = []string{OwnerName, OwnerNo, OwnerBirth, OwnerAddress, SubmitterName, Code, Procedure, ReceivedOn,
	Office, Above, Place, Officer, Position, Today, Number, IssuedOn}

// blanks are filled in with the seal, never before.
var blanks = Data{Number: "……", IssuedOn: "ngày …… tháng …… năm ……"}

const dots = "……………………"

// asks begins a question; the rest of it is free.
const asks = "hỏi:"

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}(\.[a-z0-9_]{1,60}){0,3}$`)

// questionLimit bounds a question, in bytes.
const questionLimit = 300

// fieldOf reads what stands between the braces.
func fieldOf(inside string) (Field, bool) {
	inside = strings.TrimSpace(inside)
	var f Field
	if rest, ok := strings.CutSuffix(inside, "?"); ok && fieldName.MatchString(rest) {
		return Field{Name: rest, MayBeEmpty: true}, true
	}
	if rest, ok := strings.CutPrefix(inside, asks); ok {
		f.Ask = strings.TrimSpace(rest)
		return f, f.Ask != "" && len(f.Ask) <= questionLimit
	}
	f.Name = inside
	return f, fieldName.MatchString(inside)
}

// Key is under what Data has its value.
func (f Field) Key() string {
	if f.Ask != "" {
		return asks + f.Ask
	}
	return f.Name
}

// Input is a name for it in a form, the same each time: "dien-" and eight digits.
func (f Field) Input() string {
	sum := sha256.Sum256([]byte(f.Key()))
	return "dien-" + hex.EncodeToString(sum[:4])
}

// value is what stands on paper for it: its value in one line, else dots.
func (d Data) value(f Field) string {
	if blank := blanks[f.Name]; blank != "" {
		return blank
	}
	if v := strings.Join(lines(d[f.Key()]), "; "); v != "" {
		return v
	}
	return dots
}

func lines(s string) []string {
	return strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == '\n' || r == '\r' })
}

// Missing are the fields that must be filled in and are not.
func Missing(fields []Field, d Data) []Field {
	var out []Field
	for _, f := range fields {
		if !f.MayBeEmpty && blanks[f.Name] == "" && len(lines(d[f.Key()])) == 0 {
			out = append(out, f)
		}
	}
	return out
}
