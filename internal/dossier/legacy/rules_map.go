package legacy

import (
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// fields are what a column can be, whether it must be there, and the heads by which it is known: the
// words that electronic one-stop systems use, without marks.
var fields = []struct {
	key    Field
	needed bool
	heads  []string
}{
	{Code, true, []string{"ma ho so", "so ho so", "ma hs", "so bien nhan", "ma bien nhan", "ma so ho so", "code"}},
	{Procedure, true, []string{"thu tuc", "ma thu tuc", "ten thu tuc", "thu tuc hanh chinh", "ten thu tuc hanh chinh", "ma tthc", "ten tthc", "tthc", "procedure"}},
	{Unit, true, []string{"don vi tiep nhan", "co quan tiep nhan", "noi tiep nhan", "don vi", "co quan", "bo phan mot cua", "unit"}},
	{Channel, true, []string{"hinh thuc nop", "kenh nop", "hinh thuc tiep nhan", "kenh tiep nhan", "hinh thuc", "kenh", "channel"}},
	{Owner, true, []string{"chu ho so", "ten chu ho so", "ho ten chu ho so", "ho va ten", "ho ten", "ten nguoi nop", "owner"}},
	{OwnerNo, false, []string{"so cccd", "cccd", "so cmnd", "cmnd cccd", "so giay to", "so dinh danh", "so dinh danh ca nhan", "personal no"}},
	{Phone, false, []string{"dien thoai", "so dien thoai", "sdt", "phone"}},
	{Address, false, []string{"dia chi", "noi cu tru", "thuong tru", "address"}},
	{Submitter, false, []string{"nguoi nop", "nguoi nop ho so", "nguoi di nop", "submitter"}},
	{Submitted, false, []string{"ngay nop", "thoi diem nop", "ngay gui", "submitted", "submitted at"}},
	{Received, true, []string{"ngay tiep nhan", "thoi diem tiep nhan", "ngay nhan", "ngay nhan ho so", "received", "received at"}},
	{Due, false, []string{"ngay hen tra", "hen tra", "han tra", "ngay hen tra ket qua", "han xu ly", "han giai quyet", "ngay hen", "due", "due at"}},
	{Ended, false, []string{"ngay co ket qua", "ngay xu ly xong", "ngay hoan thanh", "ngay ket thuc", "ngay giai quyet xong", "ended", "ended at"}},
	{Returned, false, []string{"ngay tra ket qua", "ngay tra", "thoi diem tra ket qua", "returned", "returned at"}},
	{Outcome, false, []string{"trang thai", "tinh trang", "tinh trang xu ly", "trang thai ho so", "ket qua xu ly", "outcome", "state"}},
	{Asked, false, []string{"so lan bo sung", "so lan yeu cau bo sung", "bo sung", "supplements"}},
	{Officer, false, []string{"can bo thu ly", "nguoi thu ly", "can bo xu ly", "cong chuc thu ly", "nguoi xu ly", "can bo", "officer"}},
	{Rating, false, []string{"muc do hai long", "hai long", "danh gia", "diem danh gia", "rating"}},
}

// Fields lists all fields in the order of the form.
func Fields() []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = f.key
	}
	return out
}

// Needed tells whether a line without the field is no dossier.
func Needed(f Field) bool {
	for _, one := range fields {
		if one.key == f {
			return one.needed
		}
	}
	return false
}

// Suggest says which head is which field: first heads that are known word by word, then those that begin
// with a known one. No head is two fields.
func Suggest(heads []string) map[Field]string {
	out, used := map[Field]string{}, map[string]bool{}
	fits := []func(head, known string) bool{
		func(head, known string) bool { return head == known },
		func(head, known string) bool { return strings.HasPrefix(head, known+" ") },
	}
	for _, fit := range fits {
		for _, f := range fields {
			if out[f.key] != "" {
				continue
			}
			if head := first(heads, used, f.heads, fit); head != "" {
				out[f.key], used[head] = head, true
			}
		}
	}
	return out
}

func first(heads []string, used map[string]bool, known []string, fit func(head, known string) bool) string {
	for _, k := range known {
		for _, head := range heads {
			head = text.Clean(head)
			if head != "" && !used[head] && fit(words(head), k) {
				return head
			}
		}
	}
	return ""
}

// words are the letters and digits of a head, without marks.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), " ")
}

// missing are the needed fields to which no column of the table was given.
func (m Mapping) missing(t Table) []Field {
	var out []Field
	for _, f := range fields {
		if f.needed && t.column(m.Columns[f.key]) < 0 {
			out = append(out, f.key)
		}
	}
	return out
}

// fit keeps of a mapping what the table has, and fills in what its heads suggest.
func (m Mapping) fit(t Table) Mapping {
	out := Mapping{Columns: map[Field]string{}, Values: m.Values, Order: m.Order}
	suggested := Suggest(t.Heads)
	for _, f := range fields {
		switch head := m.Columns[f.key]; {
		case t.column(head) >= 0:
			out.Columns[f.key] = head
		case m.Columns == nil && suggested[f.key] != "":
			out.Columns[f.key] = suggested[f.key]
		}
	}
	return out
}
