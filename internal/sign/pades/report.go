package pades

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Verdict is one of three. "Cannot tell" is no softer "invalid": what would be needed to tell is not there.
type Verdict string

// The verdicts.
const (
	Valid      Verdict = "valid"
	Invalid    Verdict = "invalid"
	CannotTell Verdict = "cannot tell"
)

// Reason is a code that programs and pages go by; doc/sign.md lists them all.
type Reason string

// The reasons. Each belongs to one verdict.
const (
	Good Reason = "good"

	BytesChanged   Reason = "bytes-changed"
	SignatureOff   Reason = "signature-mismatch"
	OtherCert      Reason = "other-certificate"
	Malformed      Reason = "malformed"
	RangeOdd       Reason = "range-odd"
	ChangedAfter   Reason = "changed-after-signing"
	NotPermitted   Reason = "not-permitted"
	FieldLocked    Reason = "field-locked"
	Revoked        Reason = "revoked"
	ExpiredThen    Reason = "expired-when-signed"
	Unreadable     Reason = "unreadable"
	TooMuch        Reason = "too-much"
	Encrypted      Reason = "encrypted"
	NotSigned      Reason = "not-signed"
	Removed        Reason = "signature-removed"
	Unsupported    Reason = "unsupported"
	UnknownAlgo    Reason = "algorithm-unknown"
	WeakAlgo       Reason = "algorithm-weak"
	NotTrusted     Reason = "not-trusted"
	WrongUse       Reason = "wrong-use"
	ExpiredNoStamp Reason = "expired-without-time-stamp"
	RevokedNoStamp Reason = "revoked-without-time-stamp"
	StampOff       Reason = "time-stamp-mismatch"
	Ahead          Reason = "not-yet-valid"

	RevocationUnknown Reason = "revocation-not-known"
)

var reasons = map[Reason]struct {
	verdict Verdict
	says    string
}{
	Good: {Valid, "The document is as it was signed, by a certificate that is trusted and was not revoked."},

	BytesChanged: {Invalid, "Bytes that were signed have been changed."},
	SignatureOff: {Invalid, "The signature does not fit the certificate beside it."},
	OtherCert:    {Invalid, "The signature was made for another certificate than the one beside it."},
	Malformed:    {Invalid, "The signature is not built as signatures are."},
	RangeOdd:     {Invalid, "The signature does not cover what stood in the file when it was made."},
	ChangedAfter: {Invalid, "The document was changed after it was signed."},
	NotPermitted: {Invalid, "The document was changed in a way that its first signer did not permit."},
	FieldLocked:  {Invalid, "A field of the form was changed that a signature had locked."},
	Revoked:      {Invalid, "The certificate had been revoked before the signature was made."},
	ExpiredThen:  {Invalid, "The certificate was not valid when the signature was made."},

	Unreadable:     {CannotTell, "The file is not built as PDF files are."},
	TooMuch:        {CannotTell, "The file asks for more work than is done for one file."},
	Encrypted:      {CannotTell, "The file is encrypted."},
	NotSigned:      {CannotTell, "The file carries no signature."},
	Removed:        {CannotTell, "A signature stands in the file that its form does not show any more."},
	Unsupported:    {CannotTell, "The signature is of a kind that is not known here."},
	UnknownAlgo:    {CannotTell, "The signature uses an algorithm that is not known here."},
	WeakAlgo:       {CannotTell, "The signature uses an algorithm that was not strong enough any more."},
	NotTrusted:     {CannotTell, "The certificate does not lead to an authority that is trusted here."},
	WrongUse:       {CannotTell, "The certificate is not one for signing documents."},
	ExpiredNoStamp: {CannotTell, "The certificate has expired, and no trusted time stamp shows that the signature is older."},
	RevokedNoStamp: {CannotTell, "The certificate has been revoked, and no trusted time stamp shows that the signature is older."},
	StampOff:       {CannotTell, "The time stamp beside the signature does not fit it."},
	Ahead:          {CannotTell, "The certificate is not valid yet."},

	RevocationUnknown: {CannotTell, "The document is as it was signed, by a certificate that is trusted; whether it had been revoked, the file does not say."},
}

// Reasons returns all reasons, in the order of their verdicts.
func Reasons() []Reason {
	order := []Verdict{Valid, Invalid, CannotTell}
	return slices.SortedFunc(maps.Keys(reasons), func(a, b Reason) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Verdict()), slices.Index(order, b.Verdict())), cmp.Compare(a, b))
	})
}

// Verdict returns the verdict to which a reason belongs.
func (r Reason) Verdict() Verdict { return reasons[r].verdict }

// Sentence says a reason in English.
func (r Reason) Sentence() string { return reasons[r].says }

// Report is what a file's signatures are worth together: the worst of them counts.
type Report struct {
	Verdict    Verdict     `json:"verdict"`
	Reason     Reason      `json:"reason"`
	Sentence   string      `json:"sentence"`
	Signatures []Signature `json:"signatures"`
}

// Signature is what one signature is worth.
type Signature struct {
	Verdict      Verdict    `json:"verdict"`
	Reason       Reason     `json:"reason"`
	Sentence     string     `json:"sentence"`
	Field        string     `json:"field"`
	Kind         Kind       `json:"kind"`
	Signer       string     `json:"signer"`
	Organisation string     `json:"organisation"`
	Serial       string     `json:"serial"`
	Issuer       string     `json:"issuer"`
	SignedAt     *time.Time `json:"signed_at"`
	TimeSource   TimeSource `json:"time_source"`
	Level        string     `json:"level"` // B-B, B-T, B-LT, B-LTA; CMS for signatures that are not after the baseline
	Revocation   Revocation `json:"revocation"`
	CoversWhole  bool       `json:"covers_whole_file"`

	Certificate []byte `json:"-"` // the signer's, DER; nil when there is none
}

// Kind tells signatures of people from time stamps of the document.
type Kind string

// The kinds.
const (
	BySigner  Kind = "signature"
	TimeStamp Kind = "time-stamp"
)

// TimeSource tells whose word the time of signing is.
type TimeSource string

// The sources.
const (
	ByStamp TimeSource = "rfc3161"
	ByClaim TimeSource = "claimed"
	NoTime  TimeSource = "none"
)

// Revocation tells what the file itself, and Trust.Known, say about the signer's certificate.
type Revocation string

// What it may say.
const (
	NotRevoked Revocation = "good"
	WasRevoked Revocation = "revoked"
	NotKnown   Revocation = "not known"
)

func (s *Signature) conclude(r Reason) {
	s.Reason, s.Verdict, s.Sentence = r, r.Verdict(), r.Sentence()
}

func (r *Report) conclude(reason Reason) {
	r.Reason, r.Verdict, r.Sentence = reason, reason.Verdict(), reason.Sentence()
}

// worst concludes from the signatures: the first invalid one, else the first of which nobody can tell, else the first
// about which something is to be said. A time stamp over the whole of whose revocation nothing is known stands, as one in a signature
// does: the newest in a file can carry no answer that is younger than itself.
func (r *Report) worst() {
	people := slices.ContainsFunc(r.Signatures, func(s Signature) bool { return s.Kind == BySigner })
	aside := func(s Signature) bool { return people && s.Kind == TimeStamp && s.Reason == RevocationUnknown }
	for _, v := range []Verdict{Invalid, CannotTell} {
		for _, s := range r.Signatures {
			if s.Verdict == v && !aside(s) {
				r.conclude(s.Reason)
				return
			}
		}
	}
	for _, s := range r.Signatures {
		if s.Reason != Good && !aside(s) {
			r.conclude(s.Reason)
			return
		}
	}
	r.conclude(Good)
}
