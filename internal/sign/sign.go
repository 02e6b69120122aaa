package sign

import (
	"crypto"
	"crypto/x509"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Kind is where a key lies.
type Kind string

// The kinds.
const (
	File Kind = "file" // PKCS#12, kept here under its own password
	Card Kind = "card" // on a card at the signer's PC, reached through the token helper

	Remote Kind = "remote" // kept by a provider, who signs when the person types a PIN or a code
	Plugin Kind = "plugin" // on a card too, but the signing program on the PC signs whole files by itself
)

// Kinds in the order in which they are offered.
var Kinds = []Kind{Card, Plugin, Remote, File}

// Key is somebody's key with its certificates.
type Key struct {
	ID      string
	Holder  string // "person/…", or "unit/…" of an agency's seal
	Kind    Kind
	Chain   []*x509.Certificate // its own first
	Picture []byte              // PNG of the signature by hand or of the seal, empty when there is none
	AddedAt time.Time
	EndedAt time.Time // zero while it is in use

	secret []byte // PKCS#12, or the name of the key at its provider
}

// Name is the name in the certificate.
func (k *Key) Name() string { return k.Chain[0].Subject.CommonName }

// Issuer is the authority that issued the certificate.
func (k *Key) Issuer() string { return k.Chain[0].Issuer.CommonName }

// Until is the last instant of the certificate.
func (k *Key) Until() time.Time { return k.Chain[0].NotAfter }

// Root is an authority that is trusted here.
type Root struct {
	ID      string
	Cert    *x509.Certificate
	AddedAt time.Time
	AddedBy string
}

// Content is a file of the store.
type Content struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Name   string `json:"name"`
}

// Ask is a file that is to be signed.
type Ask struct {
	Subject string // "dossier/…"
	Seen    int    // version of the subject that the signer saw
	Title   string // what the signer reads beside it
	Content Content
	Reason  string // stands in the signature
	Place   string // a key of the places of signatures: "result", "seal"
	Seal    *Stamp // of an agency's seal: what stands beside it
	Carried []byte // JSON that whoever asked wants back with the signature; nobody signs it
	Last    bool   // no signature will follow: the file is made to last
}

// Stamp is what stands beside an agency's seal: the number and the day that the file gets with it, and how a stranger checks
// them.
type Stamp struct {
	Number string     `json:"number"`
	On     clock.Date `json:"on"`
	Agency string     `json:"agency"`
	Code   string     `json:"code,omitempty"`   // by which the paper is looked up; none when it is entered nowhere
	Square string     `json:"square,omitempty"` // text of the square; none without a code
}

// State is how far a request has come.
type State string

// The states of a request.
const (
	Asked   State = "asked"   // frozen, waits for its signature
	Signed  State = "signed"  // the signature is in the file
	Used    State = "used"    // the subject has moved by it
	Refused State = "refused" // nothing came of it; Why says why
)

// Request is one file that somebody is asked to sign.
type Request struct {
	ID string
	Ask
	State  State
	Digest []byte // what the key signs; none when a whole file comes back
	Hash   crypto.Hash
	Signed Content // from state Signed on
	Why    string  // of state Refused, or why what came back was not taken; in the signer's language

	lastsUntil time.Time // of state Signed; zero when the file was not to last
	frozen     Content
	hole       [2]int
	attributes []byte
}

// Whole tells whether the signer's program signs the file by itself and a whole file comes back. What is frozen is then the
// file as it lies.
func (r *Request) Whole() bool { return r.hole == [2]int{} }

// Batch is what somebody signs with one confirmation.
type Batch struct {
	ID       string
	PersonID string
	KeyID    string
	Purpose  string // "dossier.approve": who asked, and what for
	At       time.Time
	Requests []*Request

	notLasting error // why the files that are signed now get no time stamp over the whole
}

// Open tells whether something of the batch still waits for its signature.
func (b *Batch) Open() bool {
	for _, r := range b.Requests {
		if r.State == Asked {
			return true
		}
	}
	return false
}

// ExpiresAt is when what was frozen is thrown away.
func (b *Batch) ExpiresAt() time.Time { return b.At.Add(kept) }

// kept is how long a batch waits; a signature says when it was asked for, and a day later it would say yesterday.
const kept = 12 * time.Hour
