package pades

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/cms"
)

// Limits on one file's validation.
const (
	maxSignatures = 100
	maxHashed     = 2 << 30 // bytes, over all signatures
)

// Trust says whom to believe.
type Trust struct {
	Roots *x509.CertPool      // authorities of signers and of time stamps; nobody when nil
	Extra []*x509.Certificate // authorities between, known from elsewhere
	Known *Evidence           // what authorities have said to us about certificates, beside what the file carries
	Now   time.Time           // must be given
}

// Validate tells what the signatures of a file are worth. Whatever the file, it ends in a report.
func Validate(file []byte, trust Trust) Report { return newCheck(file, trust).report }

// newCheck looks at a file; pdf stays nil when it cannot be read.
func newCheck(file []byte, trust Trust) *check {
	c := &check{file: file, trust: trust, hashes: maxHashed}
	if trust.Roots == nil {
		c.trust.Roots = x509.NewCertPool()
	}
	c.report.Signatures = []Signature{}
	if len(file) > MaxFile {
		c.report.conclude(TooMuch)
		return c
	}
	f, err := object.Open(file)
	if err != nil {
		c.withoutStructure(reasonOf(err))
		return c
	}
	c.pdf = f
	c.structured()
	return c
}

// check is one validation.
type check struct {
	file   []byte
	pdf    *object.File
	trust  Trust
	hashes int // bytes that may still be hashed
	report Report

	found    []*found
	evidence evidence // the file's own and what is known besides
	own      evidence // the file's own
}

// found is a signature in the making of its report.
type found struct {
	field    signedField
	out      Signature
	hole     [2]int
	end      int // of what it covers
	revision int
	signed   *cms.Signed
	token    *cms.Token // of the signature's value, or the document's time stamp itself
	failed   bool       // concluded; nothing more is asked
	kept     bool       // the file itself carries what is needed to tell that the certificate was not revoked
}

func reasonOf(err error) Reason {
	switch {
	case errors.Is(err, object.ErrTooMuch):
		return TooMuch
	case errors.Is(err, object.ErrEncrypted):
		return Encrypted
	}
	return Unreadable
}

// withoutStructure looks at signatures of a file that cannot be read: that signed bytes have been changed can be said of it.
func (c *check) withoutStructure(otherwise Reason) {
	off := func(s stray) bool { return c.isOff(s.hole, s.ends) }
	if slices.ContainsFunc(c.strays(), off) || c.lostSignatureIsOff() {
		c.report.conclude(BytesChanged)
		return
	}
	c.report.conclude(otherwise)
}

// structured looks at the signatures that the form shows, the oldest first, and for those it does not show.
func (c *check) structured() {
	last := c.pdf.Latest()
	fields := signedFields(last)
	if c.pdf.Err != nil {
		c.withoutStructure(reasonOf(c.pdf.Err))
		return
	}
	if fields.tooMany || len(fields.values) > maxSignatures {
		c.report.conclude(TooMuch)
		return
	}
	for _, v := range fields.values {
		f := &found{field: v}
		c.found = append(c.found, f)
		c.integrity(f)
	}
	slices.SortStableFunc(c.found, func(a, b *found) int { return cmp.Compare(a.end, b.end) })
	c.own = c.readEvidence()
	c.evidence = c.own.and(c.trust.Known)
	c.changes()
	for i := len(c.found) - 1; i >= 0; i-- { // time stamps of the document vouch for what is before them
		c.trusted(c.found[i], c.found[i+1:])
	}
	for _, f := range c.found {
		c.report.Signatures = append(c.report.Signatures, f.out)
	}
	c.together()
}

// together concludes for the file.
func (c *check) together() {
	c.report.worst()
	if len(c.found) == 0 {
		c.report.conclude(NotSigned)
	}
	for _, s := range c.strays() {
		switch {
		case slices.ContainsFunc(c.found, func(f *found) bool { return f.hole == s.hole }):
		case c.isOff(s.hole, s.ends):
			c.report.conclude(BytesChanged)
			return
		case stands(c.report.Reason) || c.report.Reason == NotSigned:
			c.report.conclude(Removed)
		}
	}
	if stands(c.report.Reason) && c.pdf.Err != nil {
		c.report.conclude(reasonOf(c.pdf.Err))
	}
}

// fail concludes for a signature.
func (f *found) fail(r Reason) {
	if !f.failed {
		f.out.conclude(r)
		f.failed = true
	}
}

// integrity asks whether the signature covers what it should, and fits.
func (c *check) integrity(f *found) {
	f.out.Field, f.out.TimeSource, f.out.Revocation, f.out.Kind = f.field.name, NoTime, NotKnown, BySigner
	f.out.Level = "CMS"
	v := c.pdf.Latest()
	sub, _ := v.Resolve(f.field.sig["SubFilter"]).(object.Name)
	if sub == "ETSI.RFC3161" {
		f.out.Kind = TimeStamp
	}
	f.claimed(v)
	if !c.ranged(f) {
		f.fail(RangeOdd)
		return
	}
	f.out.CoversWhole = f.end == len(c.file)
	raw, _ := f.field.sig["Contents"].(object.String)
	switch sub {
	case "ETSI.CAdES.detached", "adbe.pkcs7.detached":
		c.signature(f, raw, sub)
	case "ETSI.RFC3161":
		c.stamp(f, raw)
	default: // that what it covers has been changed may be said all the same
		if _, err := cms.Parse(raw); err == nil {
			c.signature(f, raw, sub)
		}
		f.fail(Unsupported)
	}
}

// claimed takes the signer's own words.
func (f *found) claimed(v object.View) {
	f.out.Signer = object.Words(v.Resolve(f.field.sig["Name"]))
	if at, ok := dateOf(object.Words(v.Resolve(f.field.sig["M"]))); ok {
		f.out.SignedAt, f.out.TimeSource = &at, ByClaim
	}
}

// ranged reads the range: everything but a hole that holds the signature and nothing else, up to the end of a revision.
func (c *check) ranged(f *found) bool {
	v := c.pdf.Latest()
	var n [4]int
	list := v.Array(f.field.sig["ByteRange"])
	if len(list) != 4 {
		return false
	}
	for i := range n {
		m, ok := list[i].(int)
		if !ok {
			return false
		}
		n[i] = m
	}
	h, ok := holeOf(c.file, n)
	if !ok {
		return false
	}
	f.hole, f.end = h, n[2]+n[3]
	said, _ := f.field.sig["Contents"].(object.String)
	inHole, ok := unhex(c.file[h[0]+1 : h[1]-1])
	if place := v.Place(f.field.value.N); place < 0 || place > h[0] || !ok || !bytes.Equal(said, inHole) {
		return false
	}
	for i, r := range c.pdf.Revisions {
		last := i == len(c.pdf.Revisions)-1
		if f.end >= r.EOF && (f.end <= r.End || last) && r.Start < f.end {
			f.revision = i
			return true
		}
	}
	return false
}

// holeOf checks the numbers of a range, and that brackets stand around its hole.
func holeOf(file []byte, n [4]int) ([2]int, bool) {
	from, to := n[1], n[2]
	if n[0] != 0 || from < 1 || to < from+2 || to > len(file) || n[3] < 0 || n[3] > len(file)-to || to-from > 2*cms.MaxSize {
		return [2]int{}, false
	}
	return [2]int{from, to}, file[from] == '<' && file[to-1] == '>'
}

// signature checks a signature of a person.
func (c *check) signature(f *found, raw []byte, sub object.Name) {
	s, err := cms.Parse(raw)
	if err != nil {
		f.fail(reasonOfCMS(err))
		return
	}
	f.signed = s
	if s.Cert != nil {
		f.named(s.Cert)
	}
	if s.Content != nil {
		f.fail(Unsupported)
		return
	}
	if f.out.TimeSource == NoTime && !s.SigningTime.IsZero() {
		at := s.SigningTime.UTC()
		f.out.SignedAt, f.out.TimeSource = &at, ByClaim
	}
	if sub == "ETSI.CAdES.detached" && s.Bound {
		f.out.Level = "B-B"
	}
	digest, ok := c.digest(f, s)
	if !ok {
		f.fail(TooMuch)
		return
	}
	if err := s.Verify(digest); err != nil {
		f.fail(reasonOfCMS(err))
	}
}

// digest hashes what a signature covers.
func (c *check) digest(f *found, s *cms.Signed) ([]byte, bool) {
	if c.hashes -= f.end; c.hashes < 0 {
		return nil, false
	}
	h := s.Hash.New()
	h.Write(c.file[:f.hole[0]])
	h.Write(c.file[f.hole[1]:f.end])
	return h.Sum(nil), true
}

// stamp checks a time stamp of the document.
func (c *check) stamp(f *found, raw []byte) {
	t, err := cms.ParseToken(raw)
	if err != nil {
		f.fail(reasonOfCMS(err))
		return
	}
	f.token, f.signed = t, t.Signed
	f.named(t.Cert)
	if c.hashes -= f.end; c.hashes < 0 {
		f.fail(TooMuch)
		return
	}
	if !bytes.Equal(t.Of(c.file[:f.hole[0]], c.file[f.hole[1]:f.end]), t.Imprint) {
		f.fail(BytesChanged)
		return
	}
	f.out.SignedAt, f.out.TimeSource = &t.At, ByStamp
}

func (f *found) named(cert *x509.Certificate) {
	f.out.Certificate = cert.Raw
	f.out.Signer, f.out.Issuer, f.out.Serial = cert.Subject.CommonName, cert.Issuer.CommonName, cert.SerialNumber.Text(16)
	if o := cert.Subject.Organization; len(o) > 0 {
		f.out.Organisation = o[0]
	}
}

func reasonOfCMS(err error) Reason {
	switch {
	case errors.Is(err, cms.ErrDigest):
		return BytesChanged
	case errors.Is(err, cms.ErrBinding):
		return OtherCert
	case errors.Is(err, cms.ErrAlgorithm):
		return UnknownAlgo
	case errors.Is(err, cms.ErrSignature):
		return SignatureOff
	}
	return Malformed
}
