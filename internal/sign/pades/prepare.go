package pades

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/cms"
)

// MaxFile is how large a file may be, in bytes, to be signed or looked at.
const MaxFile = 256 << 20

// room is how many bytes of signed data fit into a signature: a chain of four certificates and a time stamp
// with its own take about 12 kB.
const room = 24 << 10

// Spec says how a file is to be signed.
type Spec struct {
	Cert  *x509.Certificate
	Chain []*x509.Certificate // those above Cert
	Hash  crypto.Hash         // SHA-256 when zero
	At    time.Time           // when the signer says they sign

	Field    string // name of the field, an empty one of the file or a new one; the next of Signature1, Signature2, … when empty
	Brought  bool   // without a name: the first empty field that the file brings, where there is one, in its place and with its lock
	Followed bool   // others will sign after it: a field whose lock forbids that is refused
	Name     string // of the signer or the agency
	Reason   string
	Location string
	Look     Look // nothing is seen when its Page is zero

	// Certify, for the first signature only: what later hands may do (DocMDP). 1 nothing, 2 fill in and sign, 3 comment too.
	Certify int
}

// Frozen is a file that waits for its signature. It may wait for days.
type Frozen struct {
	File       []byte      `json:"file"`  // with zeros in place of the signature
	Hole       [2]int      `json:"hole"`  // where the signature's brackets begin and end
	Hash       crypto.Hash `json:"hash"`  // digest of the signature
	Chain      [][]byte    `json:"chain"` // certificates in DER, the signer's first
	Attributes []byte      `json:"attributes"`
}

// Digest returns the digest of the attributes: what a key signs.
func (f *Frozen) Digest() []byte {
	h := f.Hash.New()
	h.Write(f.Attributes)
	return h.Sum(nil)
}

// Errors of Prepare and Complete that callers tell apart.
var (
	ErrCertified = errors.New("the file is certified and may not be signed any more")
	ErrCloses    = errors.New("the field lets nobody sign after it")
	ErrOpen      = errors.New("the lock of the field leaves others open to be filled in afterwards")
	ErrLarge     = errors.New("the file is too large to be signed")
	ErrOther     = errors.New("the signature is not by this certificate over this file")
)

// Prepare freezes a file with a place for a signature.
func Prepare(file []byte, s Spec) (*Frozen, error) {
	if s.Cert == nil {
		return nil, errors.New("signing a pdf: no certificate")
	}
	if s.Hash == 0 {
		s.Hash = crypto.SHA256
	}
	out, err := freeze(file, &s, signatureOf)
	if err != nil {
		return nil, fmt.Errorf("signing a pdf: %w", err)
	}
	digest := out.covered(s.Hash)
	if out.Attributes, err = cms.Attributes(s.Cert, s.Hash, digest); err != nil {
		return nil, fmt.Errorf("signing a pdf: %w", err)
	}
	out.Hash = s.Hash
	out.Chain = append(out.Chain, s.Cert.Raw)
	for _, c := range s.Chain {
		out.Chain = append(out.Chain, c.Raw)
	}
	return out, nil
}

// subFilter is the encoding of signatures that are made here.
const subFilter object.Name = "ETSI.CAdES.detached"

// signatureOf is what a signature says, without its value.
func signatureOf(s Spec) object.Dict {
	sig := object.Dict{
		"Type": object.Name("Sig"), "Filter": object.Name("Adobe.PPKLite"), "SubFilter": subFilter,
		"M": object.String(s.At.In(clock.Zone).Format("D:20060102150405-07'00'")),
	}
	for k, v := range map[object.Name]string{"Name": s.Name, "Reason": s.Reason, "Location": s.Location} {
		if v != "" {
			sig[k] = object.Text(v)
		}
	}
	return sig
}

// freeze writes the update with the field and a hole in it. What the field asks of the signature is settled in s.
func freeze(file []byte, s *Spec, says func(Spec) object.Dict) (*Frozen, error) {
	if len(file) > MaxFile {
		return nil, ErrLarge
	}
	f, err := object.Open(file)
	if err != nil {
		return nil, err
	}
	u, err := f.Update()
	if err != nil {
		return nil, err
	}
	form := &form{view: f.Latest(), update: u}
	ref, err := form.addField(s, says)
	if err != nil {
		return nil, err
	}
	if f.Err != nil {
		return nil, f.Err
	}
	out, places := u.Bytes()
	return cut(out, places[ref])
}

const emptyRange = "[0                                ]" // three numbers of ten digits fit

// cut fills in the range of bytes around the hole in the signature that begins at an offset.
func cut(file []byte, at int) (*Frozen, error) {
	r := at + bytes.Index(file[at:], []byte(emptyRange))
	from := at + bytes.Index(file[at:], []byte("/Contents <")) + len("/Contents ")
	to := from + 2*room + 2
	text := fmt.Sprintf("[0 %d %d %d", from, to, len(file)-to)
	if len(text) >= len(emptyRange) {
		return nil, ErrLarge
	}
	copy(file[r:], text)
	return &Frozen{File: file, Hole: [2]int{from, to}}, nil
}

// covered returns the digest of everything but the hole.
func (f *Frozen) covered(hash crypto.Hash) []byte {
	h := hash.New()
	h.Write(f.File[:f.Hole[0]])
	h.Write(f.File[f.Hole[1]:])
	return h.Sum(nil)
}

// Certs returns the certificates of the signer, their own first.
func (f *Frozen) Certs() []*x509.Certificate {
	var out []*x509.Certificate
	for _, raw := range f.Chain {
		if c, err := x509.ParseCertificate(raw); err == nil {
			out = append(out, c)
		}
	}
	return out
}
