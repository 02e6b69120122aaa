package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/cms"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// blank is a form to be filled in and signed: the name of a person (nguoi.ten), a remark (ghi_chu), a place for a signature (ChuKy) with
// more in its field, and one for a seal (ConDau), whose widget is an object of its own.
func blank(more string) []byte {
	return build("1.7", map[int]string{
		1:  "<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>",
		2:  "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3:  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[6 0 R 7 0 R 8 0 R 10 0 R]>>",
		4:  "<</Fields[5 0 R 8 0 R 7 0 R 9 0 R]>>",
		5:  "<</T(nguoi)/Kids[6 0 R]>>",
		6:  "<</Type/Annot/Subtype/Widget/FT/Tx/T(ten)/Parent 5 0 R/P 3 0 R/F 4/Rect[10 150 190 165]>>",
		7:  "<</Type/Annot/Subtype/Widget/FT/Sig/T(ChuKy)/P 3 0 R/F 4/Rect[100 90.5 190 40]" + more + ">>",
		8:  "<</Type/Annot/Subtype/Widget/FT/Tx/T(ghi_chu)/P 3 0 R/F 4/Rect[10 120 190 135]>>",
		9:  "<</FT/Sig/T(ConDau)/Kids[10 0 R]>>",
		10: "<</Type/Annot/Subtype/Widget/Parent 9 0 R/P 3 0 R/F 4/Rect[10 40 90 90]>>",
	})
}

const ten, ghiChu, page = 6, 8, 3

// fills has a further revision fill a field in.
func fills(t testing.TB, file []byte, n int) []byte {
	t.Helper()
	f := must(object.Open(file))
	u := must(f.Update())
	d := f.Latest().Dict(object.Ref{N: n})
	d["V"] = object.Text("Bùi Thị Hoa")
	u.Set(object.Ref{N: n}, d)
	out, _ := u.Bytes()
	return out
}

// A field that its signature has locked may not be filled in any more, others may; and a signature that locks nothing lets nothing be
// filled in at all, as ever.
func TestLockedFieldsStayAsTheyWereSigned(t *testing.T) {
	an, binh := newHand(t, "An", keys.p256()), newHand(t, "Bình", keys.p256())
	into := func(field string) pades.Spec {
		s := an.spec()
		s.Field = field
		return s
	}
	const fine = pades.RevocationUnknown
	for name, c := range map[string]struct {
		lock  string
		later func(file []byte) []byte
		want  pades.Reason
	}{
		"a field by its name":               {"/Action/Include/Fields[(nguoi.ten)]", func(f []byte) []byte { return fills(t, f, ten) }, pades.FieldLocked},
		"one below a name":                  {"/Action/Include/Fields[(nguoi)]", func(f []byte) []byte { return fills(t, f, ten) }, pades.FieldLocked},
		"one whose name only begins so":     {"/Action/Include/Fields[(nguoi.te)]", func(f []byte) []byte { return fills(t, f, ten) }, fine},
		"another than those locked":         {"/Action/Include/Fields[(nguoi.ten)]", func(f []byte) []byte { return fills(t, f, ghiChu) }, fine},
		"the one left open":                 {"/Action/Exclude/Fields[(ghi_chu)]", func(f []byte) []byte { return fills(t, f, ghiChu) }, fine},
		"any but the one left open":         {"/Action/Exclude/Fields[(ghi_chu)]", func(f []byte) []byte { return fills(t, f, ten) }, pades.FieldLocked},
		"any, all locked":                   {"/Action/All", func(f []byte) []byte { return fills(t, f, ghiChu) }, pades.FieldLocked},
		"a word that nobody knows":          {"/Action/Some/Fields[(nguoi)]", func(f []byte) []byte { return fills(t, f, ghiChu) }, pades.FieldLocked},
		"first an open one, then a locked":  {"/Action/Include/Fields[(nguoi)]", func(f []byte) []byte { return fills(t, fills(t, f, ghiChu), ten) }, pades.FieldLocked},
		"nothing may be done":               {"/Action/Include/Fields[(nguoi)]/P 1", func(f []byte) []byte { return fills(t, f, ghiChu) }, pades.NotPermitted},
		"filling in is permitted":           {"/Action/Include/Fields[(nguoi)]/P 2", func(f []byte) []byte { return fills(t, f, ghiChu) }, fine},
		"the page":                          {"/Action/Include/Fields[(nguoi)]", func(f []byte) []byte { return rewrites(t, f, page, object.Dict{"Type": object.Name("Page")}) }, pades.ChangedAfter},
		"a further signature, all locked":   {"/Action/All", func(f []byte) []byte { return binh.sign(t, f, binh.spec(), false) }, fine},
		"an empty place that is locked":     {"/Action/All", func(f []byte) []byte { return an.sign(t, f, into("ConDau"), false) }, pades.FieldLocked},
		"an empty place that is not locked": {"/Action/Include/Fields[(nguoi)]", func(f []byte) []byte { return an.sign(t, f, into("ConDau"), false) }, fine},
		"a time stamp over the whole":       {"/Action/All/P 1", func(f []byte) []byte { return stampWhole(t, f, signedAt) }, fine},
	} {
		t.Run(name, func(t *testing.T) {
			file := an.sign(t, blank("/Lock<</Type/SigFieldLock"+c.lock+">>"), into("ChuKy"), false)
			wants(t, pades.Validate(file, trust(signedAt)), fine, fine)
			if got := pades.Validate(c.later(file), trust(signedAt)).Signatures[0]; got.Reason != c.want {
				t.Errorf("%s, want %s", got.Reason, c.want)
			}
		})
	}
	plain := an.sign(t, blank(""), into("ChuKy"), false)
	wants(t, pades.Validate(fills(t, plain, ghiChu), trust(signedAt)), pades.ChangedAfter, pades.ChangedAfter)
}

// A program that signs without taking up the lock of the field has not freed what the field locks.
func TestALockThatTheSignatureLeftOutHoldsAllTheSame(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	s := h.spec()
	s.Field = "ChuKy"
	f := must(pades.Prepare(blank("/Lock<</Action/Include/Fields[(nguoi)]>>"), s))
	f.File = bytes.Replace(f.File, []byte("/FieldMDP"), []byte("/Forgotten")[:9], 1)
	f.Attributes = must(cms.Attributes(h.cert, f.Hash, f.Covered()))
	file := must(pades.Complete(f, must(h.key.Sign(rand.Reader, f.Digest(), f.Hash)), nil))
	if bytes.Contains(file, []byte("FieldMDP")) {
		t.Fatal("the signature takes the lock up")
	}
	for n, want := range map[int]pades.Reason{ten: pades.FieldLocked, ghiChu: pades.RevocationUnknown} {
		if got := pades.Validate(fills(t, file, n), trust(signedAt)).Signatures[0]; got.Reason != want {
			t.Errorf("field %d: %s, want %s", n, got.Reason, want)
		}
	}
}

// A file that brings empty fields is signed in them, in their places, and others read it as we do.
func TestEmptyFieldsOfAFileAreSigned(t *testing.T) {
	long := authority().Root.NotAfter
	chair, clerk := newHandUntil(t, "Nguyễn Văn An", keys.rsa(), long), newHandUntil(t, "Con dấu", keys.p256(), long)
	file := fills(t, blank("/Lock<</Type/SigFieldLock/Action/Exclude/Fields[(ConDau)]>>"), ten)
	nss := trusting(t)
	for i, h := range []hand{chair, chair, clerk} { // the second finds no empty field any more, the third goes into one by its name
		s := h.spec()
		s.Brought, s.Followed = true, true
		if i == 2 {
			s.Field = "ConDau"
		}
		s.Look = pades.Look{Page: 1, Box: [4]float64{0, 0, 20, 20}, Image: seal(), Lines: []string{"Nguyễn Văn An"}}
		before := file
		file = h.sign(t, file, s, true)
		report := pades.Validate(file, trust(signedAt))
		names := []string{"ChuKy", "Signature1", "ConDau"}
		if len(report.Signatures) != i+1 || report.Signatures[i].Field != names[i] || !bytes.HasPrefix(file, before) {
			t.Fatalf("signature %d: %+v", i+1, report)
		}
		for _, s := range report.Signatures {
			if s.Reason != pades.RevocationUnknown {
				t.Errorf("after signature %d: %+v", i+1, s)
			}
		}
		if said := tool(t, file, "pdfsig", "-nssdir", nss); strings.Count(said, "Signature is Valid.") != min(i+1, 2) { // see brought
			t.Errorf("poppler: %s", said)
		}
		if said := tool(t, file, "qpdf", "--check"); !strings.Contains(said, "No syntax or stream encoding errors") {
			t.Errorf("qpdf: %s", said)
		}
	}
	v := must(object.Open(file)).Latest()
	for n, form := range map[int][4]float64{7: {0, 0, 90, 50.5}, 10: {0, 0, 80, 50}} {
		d := v.Dict(object.Ref{N: n})
		look, _ := v.Resolve(v.Dict(d["AP"])["N"]).(object.Stream)
		if box := v.Array(look.Dict["BBox"]); len(box) != 4 || !object.Same(box, object.Array{0, 0, form[2], form[3]}) {
			t.Errorf("widget %d: what is seen fills %v, want %v", n, box, form)
		}
	}
	if fields := v.Array(v.Dict(v.Root()["AcroForm"])["Fields"]); len(fields) != 5 {
		t.Errorf("%d fields, want the four that were there and one more", len(fields))
	}
}

func TestAFieldThatClosesTheFileIsNotSignedBeforeTheSeal(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	s := h.spec()
	s.Brought, s.Followed = true, true
	file := blank("/Lock<</Action/All/P 1>>")
	if _, err := pades.Prepare(file, s); !errors.Is(err, pades.ErrCloses) {
		t.Errorf("%v", err)
	}
	s.Followed = false
	if _, err := pades.Prepare(h.sign(t, file, s, false), h.spec()); !errors.Is(err, pades.ErrCertified) {
		t.Errorf("a signature after one that lets nobody sign: %v", err)
	}
	if _, err := pades.Prepare(blank("/Lock<</Action/Include/Fields[(nguoi)]>>"), s); !errors.Is(err, pades.ErrOpen) {
		t.Errorf("remarks may be written into the file under the signature: %v", err)
	}
	s.Field = "ghi_chu"
	if _, err := pades.Prepare(file, s); err == nil {
		t.Error("a signature went into a field for words")
	}
}

// What the author of a field must have of its signature is met, or told; what they would like is not insisted upon.
func TestWhatAFieldWantsIsMetOrTold(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	for name, c := range map[string]struct {
		seed  string
		hash  crypto.Hash
		wants string // "": it is signed
	}{
		"nothing":                       {"", crypto.SHA256, ""},
		"our encoding":                  {"/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]", crypto.SHA256, ""},
		"another encoding":              {"/Ff 2/SubFilter[/adbe.pkcs7.sha1]", 0, "SubFilter"},
		"another encoding, if possible": {"/SubFilter[/adbe.pkcs7.sha1]", crypto.SHA256, ""},
		"a stronger digest":             {"/Ff 64/DigestMethod[/SHA512]", crypto.SHA512, ""},
		"one of two":                    {"/Ff 64/DigestMethod[/SHA512/SHA256]", crypto.SHA256, ""},
		"a weak digest":                 {"/Ff 64/DigestMethod[/SHA1]", 0, "DigestMethod"},
		"no digest at all":              {"/Ff 64", 0, "DigestMethod"},
		"another program":               {"/Ff 1/Filter/Entrust.PPKEF", 0, "Filter"},
		"a later standard":              {"/Ff 4/V 7", 0, "V"},
		"our reason":                    {"/Ff 8/Reasons[(Phe duyet)]", crypto.SHA256, ""},
		"another reason":                {"/Ff 8/Reasons[(Khac)]", 0, "Reasons"},
		"no reason":                     {"/Ff 8/Reasons[(.)]", crypto.SHA256, ""},
		"a certification":               {"/MDP<</P 2>>", 0, "MDP"},
		"no certification":              {"/MDP<</P 0>>", crypto.SHA256, ""},
		"certain certificates":          {"/Cert<</Ff 1/Subject[(x)]>>", 0, "Cert"},
		"a time stamp of its choice":    {"/TimeStamp<</URL(http://x)/Ff 1>>", 0, "TimeStamp"},
		"evidence":                      {"/Ff 32/AddRevInfo true", 0, "AddRevInfo"},
	} {
		t.Run(name, func(t *testing.T) {
			s := h.spec()
			s.Brought, s.Reason = true, "Phe duyet"
			f, err := pades.Prepare(blank("/SV<</Type/SV"+c.seed+">>"), s)
			var seed pades.SeedError
			if c.wants != "" {
				if !errors.As(err, &seed) || !strings.HasPrefix(seed.Wants, c.wants+" ") {
					t.Errorf("%v, want to hear of %s", err, c.wants)
				}
				return
			}
			if err != nil || f.Hash != c.hash {
				t.Fatalf("%v, %v", f, err)
			}
			wants(t, pades.Validate(h.sign(t, blank("/SV<</Type/SV"+c.seed+">>"), s, false), trust(signedAt)), pades.RevocationUnknown, pades.RevocationUnknown)
		})
	}
}
