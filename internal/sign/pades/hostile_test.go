package pades_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// signedSmall is the smallest file that is signed.
func signedSmall(t testing.TB) []byte {
	h := newHand(t, "An", keys.p256())
	return h.sign(t, small(), h.spec(), false)
}

// fields is a file whose form has n fields that all point to one signature.
func fields(n int, sig string) []byte {
	refs := strings.Repeat("5 0 R ", n)
	return build("1.7", map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[" + refs + "]>>>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
		5: "<</FT/Sig/T(a)/V 6 0 R>>",
		6: sig,
	})
}

// What was made to wear the reader out ends in a reason, and never in "valid".
func TestHostileFilesEndInAReason(t *testing.T) {
	plain := "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]/Contents<30>>>"
	sound := signedSmall(t)
	for name, c := range map[string]struct {
		file []byte
		want pades.Reason
	}{
		"fields without end":               {fields(3_000, plain), pades.TooMuch},
		"a signature that is not there":    {fields(1, "null"), pades.NotSigned},
		"a range of letters":               {fields(1, strings.Replace(plain, "0 10 20 30", "/a /b", 1)), pades.RangeOdd},
		"a range that reaches far out":     {fields(1, strings.Replace(plain, "0 10 20 30", "0 10 20 999999999999", 1)), pades.RangeOdd},
		"a range that counts down":         {fields(1, strings.Replace(plain, "0 10 20 30", "0 30 -20 -30", 1)), pades.RangeOdd},
		"a signature whose field is lost":  {bytes.Replace(sound, []byte("/AcroForm"), []byte("/AcroBorm"), 1), pades.BytesChanged},
		"ranges without end":               {append(bytes.Clone(small()), bytes.Repeat([]byte("/ByteRange[0 9 200 300]"), 200_000)...), pades.NotSigned},
		"signatures that only look so":     {append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("<"+"30"+strings.Repeat("A", 300)+">"), 20_000)...), pades.Unreadable},
		"a file cut off in the signature":  {sound[:bytes.Index(sound, []byte("/Contents <30"))+200], pades.NotSigned},
		"a sound one behind another start": {append([]byte("%PDF-1.7\n"), sound...), pades.BytesChanged},
	} {
		t.Run(name, func(t *testing.T) {
			if r := pades.Validate(c.file, trust(signedAt)); r.Reason != c.want {
				t.Errorf("%s, %s, wanted %s", r.Verdict, r.Reason, c.want)
			}
		})
	}
}

// A thousand signatures one over the other: more than are looked at, and said so.
func TestMoreSignaturesThanAreLookedAt(t *testing.T) {
	file := small()
	f, err := object.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	u, err := f.Update()
	if err != nil {
		t.Fatal(err)
	}
	v := f.Latest()
	root := v.Trailer()["Root"].(object.Ref)
	var list object.Array
	for i := range 1_000 {
		sig := u.Add(object.Dict{"Type": object.Name("Sig"), "ByteRange": object.Array{0, i, i + 2, 1}, "Contents": object.String("0")})
		list = append(list, u.Add(object.Dict{"FT": object.Name("Sig"), "T": object.Text(fmt.Sprint(i)), "V": sig}))
	}
	catalogue := object.Dict{"Type": object.Name("Catalog"), "Pages": v.Root()["Pages"], "AcroForm": object.Dict{"Fields": list}}
	u.Set(root, catalogue)
	out, _ := u.Bytes()
	wants(t, pades.Validate(out, trust(signedAt)), pades.TooMuch)
}

// FuzzValidate changes a signed file as it likes: nothing breaks, and what says "valid" covers nothing that was changed.
func FuzzValidate(f *testing.F) {
	h := newHand(f, "An", keys.p256())
	bare := h.sign(f, small(), h.spec(), true)
	kept, err := pades.Preserve(bare, h.proof(f, signedAt))
	if err != nil {
		f.Fatal(err)
	}
	archived := stampWhole(f, kept, signedAt)
	locked := h.sign(f, blank("/Lock<</Action/Include/Fields[(nguoi)]>>"), pades.Spec{Cert: h.cert, At: signedAt, Field: "ChuKy"}, false)
	for _, file := range [][]byte{small(), bare, kept, archived, locked, fills(f, locked, 8), fills(f, locked, 6), fields(3, "<</ByteRange[0 1 2 3]/Contents<30>>>")} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := pades.Validate(raw, trust(signedAt))
		if r.Verdict != r.Reason.Verdict() {
			t.Fatalf("%s for %s", r.Verdict, r.Reason)
		}
		if r.Verdict == pades.Valid && len(r.Signatures) == 0 {
			t.Fatal("valid without a signature")
		}
	})
}

// FuzzPrepare signs whatever it is given, into a field that it brings if there is one: nothing breaks, and what was there stays.
func FuzzPrepare(f *testing.F) {
	h := newHand(f, "An", keys.p256())
	for _, field := range []string{"", "/Lock<</Action/All/P 1>>", "/SV<</Ff 66/SubFilter[/ETSI.CAdES.detached]/DigestMethod[/SHA512]>>", "/Lock 5 0 R/SV 5 0 R"} {
		f.Add(blank(field))
	}
	f.Add(small())
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := h.spec()
		s.Brought, s.Look = true, pades.Look{Page: 1, Box: [4]float64{0, 0, 40, 40}, Lines: []string{"An"}}
		frozen, err := pades.Prepare(raw, s)
		if err == nil && !bytes.HasPrefix(frozen.File, raw) {
			t.Fatal("signing changed what was there")
		}
	})
}
