package reader

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Ledger is a ledger whose checkpoint has been checked. Its entries have not: Walk does that.
type Ledger struct {
	Stand             // as the newest checkpoint has it
	Signed   string   // the checkpoint
	Older    []Stand  // other checkpoints of it that Walk must come by
	Cosigned []Cosign // signatures of witnesses, the oldest first
	source   Source
}

// Stand is how a ledger stood at some moment.
type Stand struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	From   string // where this checkpoint was found, for messages
}

// Cosign is a witness's statement that it saw a ledger stand so, at its own time.
type Cosign struct {
	Witness string
	Size    int64
	At      time.Time
}

// Trust is what the person who checks brings along.
type Trust struct {
	Key       string            // of the ledger; empty takes the one it shows, which proves less
	Witnesses []string          // keys of witnesses whose signatures are wanted
	Older     map[string]string // checkpoints seen before, by where they were kept
	TSA       *x509.CertPool    // whose time stamps are trusted; nil wants none
}

// Open fetches the newest checkpoint and checks who signed it. A finding says what the signatures do
// not prove; an error, that there is no ledger to speak of.
func Open(ctx context.Context, src Source, trust Trust) (*Ledger, []Finding, error) {
	raw, err := src.Get(ctx, "checkpoint")
	if err != nil {
		return nil, nil, err
	}
	ours, err := verifier(ctx, src, trust.Key)
	if err != nil {
		return nil, nil, err
	}
	l := &Ledger{Signed: string(raw), source: src}
	if l.Stand, err = l.stand("checkpoint", raw, ours); err != nil {
		return nil, nil, err
	}
	var found []Finding
	if len(trust.Witnesses) > 0 {
		missing, err := l.witnesses(ctx, ours, trust.Witnesses)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, missing...)
	}
	if trust.TSA != nil {
		missing, err := l.anchored(ctx, ours, trust)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, missing...)
	}
	for from, text := range trust.Older {
		s, err := l.stand(from, []byte(text), ours)
		switch {
		case err != nil:
			return nil, nil, err
		case s.Size > l.Size:
			found = append(found, Finding{Kind: Forked, Index: l.Size, Says: fmt.Sprintf("%s knows %d entries, the ledger shows %d: entries were removed, or it is shown twice", from, s.Size, l.Size)})
			continue
		}
		l.Older = append(l.Older, s)
	}
	return l, found, nil
}

func verifier(ctx context.Context, src Source, key string) (note.Verifier, error) {
	if key == "" {
		raw, err := src.Get(ctx, "key")
		if err != nil {
			return nil, fmt.Errorf("the ledger's key is not known: %w", err)
		}
		key = strings.TrimSpace(string(raw))
	}
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("the ledger's key %q: %w", key, err)
	}
	return v, nil
}

// stand reads a signed checkpoint.
func (l *Ledger) stand(from string, raw []byte, ours note.Verifier) (Stand, error) {
	n, err := note.Open(raw, note.VerifierList(ours))
	if err != nil {
		return Stand{}, fmt.Errorf("%s: %w", from, err)
	}
	s, err := ParseStand(n.Text)
	s.From = from
	if err != nil {
		return s, fmt.Errorf("%s: %w", from, err)
	}
	if s.Origin != ours.Name() {
		return s, fmt.Errorf("%s is of %q and signed by %q", from, s.Origin, ours.Name())
	}
	return s, nil
}

// ParseStand reads the text of a checkpoint: name, size, root.
func ParseStand(text string) (s Stand, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return s, fmt.Errorf("%q is no checkpoint", text)
	}
	s.Origin = lines[0]
	if s.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || s.Size < 0 || strconv.FormatInt(s.Size, 10) != lines[1] {
		return s, fmt.Errorf("%q is no size of a ledger", lines[1])
	}
	s.Root, err = tlog.ParseHash(lines[2])
	return s, err
}

// witnesses wants the signature of each witness below the newest checkpoint that any has signed: it comes
// some moments after the newest.
func (l *Ledger) witnesses(ctx context.Context, ours note.Verifier, keys []string) (missing []Finding, err error) {
	raw, err := l.source.Get(ctx, "checkpoint.witnessed")
	if errors.Is(err, ErrNotThere) {
		return []Finding{{Kind: WitnessMissing, Index: -1, Says: "no witness has signed any checkpoint"}}, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := l.stand("checkpoint.witnessed", raw, ours)
	if err != nil {
		return nil, err
	}
	if s.Size > l.Size {
		return []Finding{{Kind: Forked, Index: l.Size, Says: fmt.Sprintf("witnesses have signed %d entries, the ledger shows %d", s.Size, l.Size)}}, nil
	}
	l.Older = append(l.Older, s)
	for _, key := range keys {
		c, err := cosigned(raw, ours, key)
		if err != nil {
			missing = append(missing, Finding{Kind: WitnessMissing, Index: -1, Says: err.Error()})
			continue
		}
		c.Size = s.Size
		l.Cosigned = append(l.Cosigned, c)
	}
	return missing, nil
}

// cosigned finds the signature of a witness below a checkpoint.
func cosigned(raw []byte, ours note.Verifier, key string) (Cosign, error) {
	v, err := f_note.NewVerifierForCosignatureV1(key)
	if err != nil {
		return Cosign{}, fmt.Errorf("key of a witness %q: %w", key, err)
	}
	n, err := note.Open(raw, note.VerifierList(ours, v))
	if err != nil {
		return Cosign{}, err
	}
	for _, s := range n.Sigs {
		if s.Name == v.Name() && s.Hash == v.KeyHash() {
			at, err := f_note.CoSigV1Timestamp(s)
			return Cosign{Witness: s.Name, At: at}, err
		}
	}
	return Cosign{}, fmt.Errorf("%s has not signed this checkpoint", v.Name())
}
