package xmlreport

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/pades"
)

var now = time.Date(2026, 11, 27, 9, 0, 0, 0, time.FixedZone("", 7*3600))

// Every reason has its indication, and none is told as a better one than it is.
func TestEveryReasonHasItsIndication(t *testing.T) {
	for _, r := range pades.Reasons() {
		sub, known := subs[r]
		if !known {
			t.Errorf("%s has no indication", r)
		}
		if (sub == "") != (r.Verdict() == pades.Valid) {
			t.Errorf("%s is %s, with the sub-indication %q", r, r.Verdict(), sub)
		}
		if s := statusOf(r); !strings.HasPrefix(s.Main, "urn:etsi:019102:mainindication:") {
			t.Errorf("%s becomes %q", r, s.Main)
		}
	}
	if len(subs) != len(pades.Reasons()) {
		t.Errorf("%d indications for %d reasons", len(subs), len(pades.Reasons()))
	}
}

// fileDigest is printf file | sha256sum | xxd -r -p | base64.
const fileDigest = "O5w1jzbwoxtq0+FPMJx88ZiskkboMW+c5UPVsZrAK4A="

func TestTheReportOfAFile(t *testing.T) {
	at := now.Add(-time.Hour)
	raw, err := Write([]byte("file"), pades.Report{Verdict: pades.Invalid, Reason: pades.Revoked, Signatures: []pades.Signature{
		{Reason: pades.Good, Field: "Sig1", Signer: "Đinh Văn Tâm & con", SignedAt: &at, TimeSource: pades.ByStamp, Level: "B-LT", Certificate: []byte("cert 1")},
		{Reason: pades.Revoked, Field: "Sig2", Signer: "UBND", SignedAt: &at, TimeSource: pades.ByClaim, Level: "B-B", Certificate: []byte("cert 1")},
	}}, now)
	if err != nil {
		t.Fatal(err)
	}
	got := string(raw)
	for _, want := range []string{`<ValidationReport xmlns="http://uri.etsi.org/19102/v1.2.1#"`, "mainindication:total-passed", "mainindication:total-failed", "subindication:REVOKED<",
		"Đinh Văn Tâm &amp; con", "<POETime>2026-11-27T01:00:00Z</POETime>", "poetype:provided", "poetype:validation", "<DAIdentifier>Sig2</DAIdentifier>", `VOReference="C-1"`,
		"<ds:DigestValue>" + fileDigest + "</ds:DigestValue>"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %s:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "<ValidationObject "); n != 1 {
		t.Errorf("one certificate stands in it %d times", n)
	}
	order := []string{"SignatureIdentifier", "ValidationTimeInfo", "SignersDocument", "SignatureAttributes", "SignerInformation", "SignatureValidationProcess", "SignatureValidationStatus"}
	last := -1
	for _, name := range order { // as the schema has them
		here := strings.Index(got, "<"+name)
		if here < last {
			t.Errorf("%s stands before what must come first", name)
		}
		last = here
	}
	wellFormed(t, raw)
}

func TestAFileWithoutSignaturesHasAReportToo(t *testing.T) {
	raw, err := Write([]byte("file"), pades.Report{Verdict: pades.CannotTell, Reason: pades.NotSigned}, now)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`indeterminate</MainIndication>\s*<SubIndication>urn:etsi:019102:subindication:SIGNED_DATA_NOT_FOUND`).Match(raw) {
		t.Errorf("it says\n%s", raw)
	}
	wellFormed(t, raw)
}

func wellFormed(t *testing.T, raw []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
