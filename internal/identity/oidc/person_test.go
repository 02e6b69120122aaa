package oidc

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestClaimsBecomeAPerson(t *testing.T) {
	for _, c := range []struct {
		why    string
		claims Claims
		said   string
		want   Person
		refuse string
	}{
		{"as the national provider says it", VNeID,
			`{"HoVaTen":" BÙI THỊ MAI ","SoDinhDanh":"017190001234","NgayThangNamSinh":"19900501","LoaiTaiKhoan":"1"}`,
			Person{Subject: "s", Name: "BÙI THỊ MAI", PersonalNumber: "017190001234", BornOn: "1990-05-01", Level: "2"}, ""},
		{"the sort of account as a number", VNeID, `{"HoVaTen":"Mai","LoaiTaiKhoan":1}`, Person{Subject: "s", Name: "Mai", Level: "2"}, ""},
		{"an organisation", VNeID, `{"HoVaTen":"Công ty","LoaiTaiKhoan":"2"}`, Person{}, "identity.provider.not-a-person"},
		{"the sort of account not told", VNeID, `{"HoVaTen":"Mai"}`, Person{}, "identity.provider.not-a-person"},
		{"no name", VNeID, `{"LoaiTaiKhoan":"1"}`, Person{}, "identity.provider.incomplete"},
		{"a personal number that is none", VNeID, `{"HoVaTen":"Mai","LoaiTaiKhoan":"1","SoDinhDanh":"12"}`, Person{}, "identity.provider.incomplete"},
		{"as OpenID Connect names it", Standard,
			`{"name":"Bùi Thị Mai","birthdate":"1990-05-01","phone_number":"+84912345678","email":"Mai@Example.vn"}`,
			Person{Subject: "s", Name: "Bùi Thị Mai", BornOn: "1990-05-01", Phone: "+84912345678", Email: "mai@example.vn"}, ""},
		{"a phone and a date that do not read", Standard, `{"name":"Mai","birthdate":"1990","phone_number":"113"}`, Person{Subject: "s", Name: "Mai"}, ""},
		{"a name that is an object", Standard, `{"name":{"first":"Mai"}}`, Person{}, "identity.provider.incomplete"},
	} {
		said := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(c.said), &said); err != nil {
			t.Fatal(err)
		}
		got, err := c.claims.person("s", said)
		key := ""
		if f := fault.As(err); f != nil {
			key = f.Key
		}
		if diff := cmp.Diff(c.want, got); diff != "" || key != c.refuse {
			t.Errorf("%s: refused %q, want %q (-want +got):\n%s", c.why, key, c.refuse, diff)
		}
	}
}

func TestUserInfoIsAskedOnlyForWhatIsMissing(t *testing.T) {
	said := map[string]json.RawMessage{"name": nil, "birthdate": nil, "phone_number": nil}
	if !Standard.incomplete(said) {
		t.Error("the e-mail is missing and nobody asks for it")
	}
	said["email"] = nil
	if Standard.incomplete(said) {
		t.Error("everything was said and somebody asks again")
	}
}
