package pades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

func trust(at time.Time) pades.Trust {
	p := x509.NewCertPool()
	p.AddCert(authority().Root)
	return pades.Trust{Roots: p, Now: at}
}

// wants compares verdict and reasons: the file's, then each signature's.
func wants(t *testing.T, r pades.Report, reasons ...pades.Reason) {
	t.Helper()
	got := []pades.Reason{r.Reason}
	for _, s := range r.Signatures {
		got = append(got, s.Reason)
		if s.Verdict != s.Reason.Verdict() || s.Sentence == "" {
			t.Errorf("%+v says two things", s)
		}
	}
	same := len(got) == len(reasons)
	for i := 0; same && i < len(got); i++ {
		same = got[i] == reasons[i]
	}
	if !same || r.Verdict != r.Reason.Verdict() {
		t.Errorf("%s, %v, want %v\n%+v", r.Verdict, got, reasons, r.Signatures)
	}
}

// proof is everything about a hand's certificate and its authorities, as of an instant.
func (h hand) proof(t testing.TB, at time.Time) pades.Proof {
	t.Helper()
	answer, err := authority().OCSP(h.cert, at, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := authority().CRL(authority().Root, at)
	if err != nil {
		t.Fatal(err)
	}
	return pades.Proof{Certs: []*x509.Certificate{authority().Issuer, authority().Stamper}, OCSP: [][]byte{answer}, CRLs: [][]byte{list}}
}

func stampWhole(t testing.TB, file []byte, at time.Time) []byte {
	t.Helper()
	f, err := pades.PrepareStamp(file)
	if err != nil {
		t.Fatal(err)
	}
	token, err := stamper(at).Stamp(crypto.SHA256, f.Covered())
	if err != nil {
		t.Fatal(err)
	}
	out, err := pades.CompleteStamp(f, token)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func preserve(t testing.TB, file []byte, p pades.Proof) []byte {
	t.Helper()
	out, err := pades.Preserve(file, p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A signature rises from B-B to B-LTA, and with it how long it can be checked.
func TestLevelsOfSignatures(t *testing.T) {
	h, later := newHand(t, "Nguyễn Văn An", keys.p256()), signedAt.Add(time.Hour)
	bare, timed := h.sign(t, letter(), h.spec(), false), h.sign(t, letter(), h.spec(), true)
	kept := preserve(t, timed, h.proof(t, later))
	archived := stampWhole(t, kept, later)
	for _, c := range []struct {
		name, level string
		file        []byte
		source      pades.TimeSource
		soon, years pades.Reason
	}{
		{"bare", "B-B", bare, pades.ByClaim, pades.RevocationUnknown, pades.ExpiredNoStamp},
		{"timed", "B-T", timed, pades.ByStamp, pades.RevocationUnknown, pades.RevocationUnknown},
		{"kept", "B-LT", kept, pades.ByStamp, pades.Good, pades.Good},
		{"archived", "B-LTA", archived, pades.ByStamp, pades.Good, pades.Good},
	} {
		t.Run(c.name, func(t *testing.T) {
			for at, want := range map[time.Time]pades.Reason{later.Add(time.Hour): c.soon, signedAt.AddDate(3, 0, 0): c.years} {
				r := pades.Validate(c.file, trust(at))
				s := r.Signatures[0]
				if s.Reason != want || s.TimeSource != c.source || !s.SignedAt.Equal(signedAt) {
					t.Errorf("on %s: %+v, want %s by %s", at, s, want, c.source)
				}
				if want.Verdict() == pades.Valid && s.Level != c.level {
					t.Errorf("level %s, want %s", s.Level, c.level)
				}
			}
			if s := pades.Validate(c.file, trust(later)).Signatures[0]; s.Signer != "Nguyễn Văn An" || s.Organisation != "UBND xã An Bình" {
				t.Errorf("signed by %q of %q", s.Signer, s.Organisation)
			}
		})
	}
	said := tool(t, archived, "pdfsig", "-nssdir", trusting(t))
	if !strings.Contains(said, "Signature is Valid.") || !strings.Contains(said, "Certificate is Trusted.") { // it knows no time stamps of documents
		t.Errorf("poppler: %s", said)
	}
	if said := tool(t, archived, "qpdf", "--check"); !strings.Contains(said, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", said)
	}
}

// doc/sign.md lists every reason with its verdict and sentence.
func TestReasonsAreWrittenDown(t *testing.T) {
	doc, err := os.ReadFile("../../../doc/sign.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range pades.Reasons() {
		if line := fmt.Sprintf("| `%s` | %s | %s |", r, r.Verdict(), r.Sentence()); !strings.Contains(string(doc), line) {
			t.Errorf("doc/sign.md lacks the line\n%s", line)
		}
	}
}

func TestNobodyIsTrustedWithoutRoots(t *testing.T) {
	h := newHand(t, "Nguyễn Văn An", keys.rsa())
	wants(t, pades.Validate(h.sign(t, letter(), h.spec(), true), pades.Trust{Now: signedAt}), pades.NotTrusted, pades.NotTrusted)
}

func TestWhatIsNoSignedPDFCannotBeTold(t *testing.T) {
	wants(t, pades.Validate(letter(), trust(signedAt)), pades.NotSigned)
	wants(t, pades.Validate([]byte("hello"), trust(signedAt)), pades.Unreadable)
	wants(t, pades.Validate(nil, trust(signedAt)), pades.Unreadable)
}

// Every byte that a signature covers, one after the other.
func TestOneFlippedByteIsInvalid(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	file := h.sign(t, small(), h.spec(), false)
	wants(t, pades.Validate(file, trust(signedAt)), pades.RevocationUnknown, pades.RevocationUnknown)
	from := bytes.Index(file, []byte("/Contents <00")) // never: it is filled
	if from >= 0 {
		t.Fatal("the signature is empty")
	}
	from = bytes.Index(file, []byte("/Contents <30")) + len("/Contents ")
	to := from + bytes.IndexByte(file[from:], '>') + 1
	for i := range file {
		if i >= from && i < to {
			continue
		}
		for _, bit := range []byte{1, 0x20, 0x80} {
			file[i] ^= bit
			if r := pades.Validate(file, trust(signedAt)); r.Verdict != pades.Invalid {
				t.Errorf("byte %d, %q for %q: %s, %s", i, file[i], file[i]^bit, r.Verdict, r.Reason)
			}
			file[i] ^= bit
		}
	}
}

// small is a file of one empty page.
func small() []byte {
	return build("1.4", map[int]string{1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"})
}

// A text put over the page by a further revision, as an editor would save it.
func TestAppendedTextIsFound(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	file := h.sign(t, letter(), h.spec(), true)
	f, err := object.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(u *object.Update, v object.View){
		"another content of the page": func(u *object.Update, v object.View) {
			page := v.Array(v.Dict(v.Root()["Pages"])["Kids"])[0].(object.Ref)
			d := v.Dict(page)
			d["Contents"] = u.Add(object.Stream{Dict: object.Dict{"Length": 3}, Raw: []byte("q Q")})
			u.Set(page, d)
		},
		"a note on the page": func(u *object.Update, v object.View) {
			page := v.Array(v.Dict(v.Root()["Pages"])["Kids"])[0].(object.Ref)
			d := v.Dict(page)
			d["Annots"] = append(v.Array(d["Annots"]), u.Add(object.Dict{"Type": object.Name("Annot"), "Subtype": object.Name("FreeText")}))
			u.Set(page, d)
		},
		"a look of the signature": func(u *object.Update, v object.View) {
			field := v.Array(v.Dict(v.Root()["AcroForm"])["Fields"])[0].(object.Ref)
			d := v.Dict(field)
			d["Rect"] = object.Array{0, 0, 100, 100}
			u.Set(field, d)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := f.Update()
			if err != nil {
				t.Fatal(err)
			}
			change(u, f.Latest())
			out, _ := u.Bytes()
			wants(t, pades.Validate(out, trust(signedAt)), pades.ChangedAfter, pades.ChangedAfter)
			again := h.sign(t, out, h.spec(), false)
			wants(t, pades.Validate(again, trust(signedAt)), pades.ChangedAfter, pades.ChangedAfter, pades.RevocationUnknown)
		})
	}
	wants(t, pades.Validate(append(bytes.Clone(file), "more"...), trust(signedAt)), pades.ChangedAfter, pades.ChangedAfter)
}

func TestFurtherSignaturesAreNoChange(t *testing.T) {
	file, reasons := letter(), []pades.Reason{pades.RevocationUnknown}
	for _, key := range []crypto.Signer{keys.rsa(), keys.p256(), keys.p384()} {
		h := newHand(t, "An", key)
		s := h.spec()
		s.Look = pades.Look{Page: 1, Box: [4]float64{10, 10, 60, 60}, Image: seal()}
		file, reasons = h.sign(t, file, s, true), append(reasons, pades.RevocationUnknown)
		r := pades.Validate(file, trust(signedAt))
		wants(t, r, reasons...)
		for i, s := range r.Signatures {
			if s.CoversWhole != (i == len(r.Signatures)-1) {
				t.Errorf("signature %d of %d covers the whole file: %v", i+1, len(r.Signatures), s.CoversWhole)
			}
		}
	}
}

func TestCertifiedFilesKeepWhatTheyPermit(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	for _, c := range []struct {
		permit int
		want   pades.Reason
	}{{2, pades.RevocationUnknown}, {3, pades.RevocationUnknown}} {
		s := h.spec()
		s.Certify = c.permit
		file := h.sign(t, h.sign(t, letter(), s, false), h.spec(), false)
		wants(t, pades.Validate(file, trust(signedAt)), c.want, c.want, c.want)
	}
	s := h.spec()
	s.Certify = 1
	file := h.sign(t, letter(), s, true)
	if _, err := pades.Prepare(file, h.spec()); err == nil {
		t.Error("a file that permits nothing was signed")
	}
	archived := stampWhole(t, preserve(t, file, h.proof(t, signedAt)), signedAt)
	wants(t, pades.Validate(archived, trust(signedAt)), pades.Good, pades.Good, pades.Good)
}

func TestRevokedCertificates(t *testing.T) {
	h := newHand(t, "An", keys.p256())
	for _, c := range []struct {
		name    string
		revoked time.Duration // after signing
		stamped bool
		want    pades.Reason
	}{
		{"before signing", -time.Hour, true, pades.Revoked},
		{"after signing", time.Hour, true, pades.Good},
		{"after signing, without time stamp", time.Hour, false, pades.RevokedNoStamp},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := h.proof(t, signedAt.Add(2*time.Hour))
			answer, err := authority().OCSP(h.cert, signedAt.Add(2*time.Hour), signedAt.Add(c.revoked))
			if err != nil {
				t.Fatal(err)
			}
			p.OCSP = [][]byte{answer}
			file := preserve(t, h.sign(t, letter(), h.spec(), c.stamped), p)
			wants(t, pades.Validate(file, trust(signedAt.AddDate(0, 1, 0))), c.want, c.want)
		})
	}
}

func TestCertificatesOfOtherKinds(t *testing.T) {
	for _, c := range []struct {
		name string
		p    trial.Person
		want pades.Reason
	}{
		{"for keys only", trial.Person{Usage: x509.KeyUsageKeyEncipherment}, pades.WrongUse},
		{"expired when signed", trial.Person{From: signedAt.AddDate(0, -2, 0), Until: signedAt.AddDate(0, -1, 0)}, pades.ExpiredThen},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.p.Public = keys.p256().Public()
			cert, err := authority().Issue(c.p)
			if err != nil {
				t.Fatal(err)
			}
			h := hand{keys.p256(), cert}
			wants(t, pades.Validate(h.sign(t, letter(), h.spec(), true), trust(signedAt)), c.want, c.want)
		})
	}
}

func TestAnotherSignatureIsNotPutIn(t *testing.T) {
	h, other := newHand(t, "An", keys.p256()), newHand(t, "Bình", keys.p384())
	f, err := pades.Prepare(letter(), h.spec())
	if err != nil {
		t.Fatal(err)
	}
	value, err := other.key.Sign(nil, f.Digest(), f.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pades.Complete(f, value, nil); err == nil {
		t.Error("a signature by another key was taken")
	}
}

func TestAnArchivesFileStaysOne(t *testing.T) {
	file, err := pdf.Render(context.Background(), pdf.Paper{HTML: "<p>a</p>", Title: "a"})
	if err != nil {
		t.Fatal(err)
	}
	h := newHand(t, "An", keys.p256())
	s := h.spec()
	s.Look = pades.Look{Page: 1, Box: [4]float64{10, 10, 60, 60}, Image: seal(), Lines: []string{"Ủy ban"}}
	out := h.sign(t, file, s, false)
	for _, forbidden := range []string{"/JavaScript", "/Encrypt", "/NeedAppearances", "/Type /Font"} {
		if strings.Contains(string(out[len(file):]), forbidden) {
			t.Errorf("the update brings %s", forbidden)
		}
	}
}
