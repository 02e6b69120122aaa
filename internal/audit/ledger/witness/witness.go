// Package witness is another house's part in a ledger: it signs a checkpoint when what it signed before
// is the beginning of it, and never two that differ. A ledger that is shown in two versions to two people
// cannot have the signature of one witness below both. It speaks the protocol of C2SP tlog-witness.
//
//	witness.go   what is signed and what is not
//	serve.go     over HTTP
//	keep.go      what was signed, in a folder
package witness

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
)

// Witness signs the checkpoints of some ledgers.
type Witness struct {
	mu     sync.Mutex
	signer *f_note.Signer
	logs   map[string]note.Verifier // by the ledger's name
	kept   Keep
}

// Keep remembers the last checkpoint that was signed of each ledger. Put must have it on disk when it
// returns.
type Keep interface {
	Last(origin string) (string, error) // "" when none was
	Put(origin, checkpoint string) error
}

// New returns a witness that signs with a key in the form of package note and knows the ledgers with
// these keys.
func New(skey string, logs []string, kept Keep) (*Witness, error) {
	signer, err := f_note.NewSignerForCosignatureV1(skey)
	if err != nil {
		return nil, fmt.Errorf("key of the witness: %w", err)
	}
	w := &Witness{signer: signer, logs: map[string]note.Verifier{}, kept: kept}
	for _, key := range logs {
		v, err := note.NewVerifier(key)
		if err != nil {
			return nil, fmt.Errorf("key of a ledger %q: %w", key, err)
		}
		w.logs[v.Name()] = v
	}
	return w, nil
}

// Why a checkpoint is not signed.
var (
	ErrUnknown      = errors.New("a ledger that this witness does not know")
	ErrSignature    = errors.New("the ledger itself has not signed this")
	ErrAsked        = errors.New("the request cannot be read")
	ErrInconsistent = errors.New("what was signed before is not the beginning of this")
)

// Behind says that the witness has signed another size than the ledger thinks.
type Behind struct{ Size int64 }

func (b Behind) Error() string { return fmt.Sprintf("this witness has signed %d entries", b.Size) }

// Sign answers a request: "old <size>", the proof one hash a line, an empty line, the signed checkpoint.
// It returns the line to be put below the checkpoint.
func (w *Witness) Sign(request []byte) (line string, err error) {
	old, proof, signed, err := parse(request)
	if err != nil {
		return "", err
	}
	origin, _, _ := bytes.Cut(signed, []byte("\n"))
	log, ok := w.logs[string(origin)]
	if !ok {
		return "", ErrUnknown
	}
	n, err := note.Open(signed, note.VerifierList(log))
	if err != nil {
		return "", ErrSignature
	}
	now, err := reader.ParseStand(n.Text)
	if err != nil || now.Origin != log.Name() {
		return "", ErrSignature
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.follows(now, old, proof); err != nil {
		return "", err
	}
	if err := w.kept.Put(now.Origin, n.Text); err != nil { // before it is signed: a witness never forgets what it said
		return "", err
	}
	return w.line(n)
}

// follows tells whether a stand continues the one that was signed last.
func (w *Witness) follows(now reader.Stand, old int64, proof tlog.TreeProof) error {
	text, err := w.kept.Last(now.Origin)
	if err != nil {
		return err
	}
	var last reader.Stand
	if text != "" {
		if last, err = reader.ParseStand(text); err != nil {
			return err
		}
	}
	switch {
	case old > now.Size:
		return ErrAsked
	case old != last.Size:
		return Behind{last.Size}
	case old == now.Size && old > 0 && now.Root != last.Root:
		return ErrInconsistent
	case old == 0 || old == now.Size:
		if len(proof) > 0 {
			return ErrAsked
		}
		return nil
	}
	if tlog.CheckTree(proof, now.Size, now.Root, old, last.Root) != nil {
		return ErrInconsistent
	}
	return nil
}

func (w *Witness) line(n *note.Note) (string, error) {
	signed, err := note.Sign(&note.Note{Text: n.Text}, w.signer)
	if err != nil {
		return "", err
	}
	_, lines, _ := strings.Cut(string(signed), "\n\n")
	return lines, nil
}

// parse takes a request apart.
func parse(request []byte) (old int64, proof tlog.TreeProof, signed []byte, err error) {
	head, signed, ok := bytes.Cut(request, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	size, isOld := strings.CutPrefix(lines[0], "old ")
	if old, err = strconv.ParseInt(size, 10, 64); err != nil || !ok || !isOld || old < 0 || len(lines) > 64 {
		return 0, nil, nil, ErrAsked
	}
	for _, l := range lines[1:] {
		h, err := tlog.ParseHash(l)
		if err != nil {
			return 0, nil, nil, ErrAsked
		}
		proof = append(proof, h)
	}
	return old, proof, signed, nil
}
