package key

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Cards reaches cards, tokens and boxes by their PKCS#11 library, through OpenSC's pkcs11-tool: a library of a vendor in
// this process would need C, and could bring it down.
type Cards struct {
	Module string // the vendor's library
	Tool   string // "pkcs11-tool" when empty
}

// Card is one key on a card.
type Card struct {
	cards Cards
	id    string // of the object, hexadecimal
	chain []*x509.Certificate

	mu  sync.Mutex
	pin string
}

// List returns the keys that have a certificate for persons; nobody needs to type a PIN for that. No card is ErrAway.
func (c Cards) List(ctx context.Context) ([]*Card, error) {
	out, err := c.run(ctx, "", "--list-objects", "--type", "cert")
	if err != nil {
		return nil, err
	}
	var all []*x509.Certificate
	var cards []*Card
	for _, id := range objectIDs(out) {
		cert, err := c.certificate(ctx, id)
		if err != nil {
			return nil, err
		}
		if all = append(all, cert); !cert.IsCA {
			cards = append(cards, &Card{cards: c, id: id, chain: []*x509.Certificate{cert}})
		}
	}
	for _, k := range cards {
		k.chain = above(k.chain, all)
	}
	return cards, nil
}

// objectIDs reads the keys of objects out of what the tool lists.
func objectIDs(listed []byte) []string {
	var out []string
	for line := range strings.Lines(string(listed)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "ID" && !slices.Contains(out, strings.TrimSpace(value)) {
			out = append(out, strings.TrimSpace(value))
		}
	}
	return out
}

func (c Cards) certificate(ctx context.Context, id string) (*x509.Certificate, error) {
	raw, err := c.through(ctx, "", nil, "--read-object", "--type", "cert", "--id", id)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, fmt.Errorf("certificate %s of the card: %w", id, err)
	}
	return cert, nil
}

// above adds to a certificate those that issued it, as far as they are known.
func above(chain, known []*x509.Certificate) []*x509.Certificate {
	for len(chain) < 6 {
		last := chain[len(chain)-1]
		i := slices.IndexFunc(known, func(c *x509.Certificate) bool {
			return c.IsCA && !slices.ContainsFunc(chain, c.Equal) && last.CheckSignatureFrom(c) == nil
		})
		if i < 0 {
			return chain
		}
		chain = append(chain, known[i])
	}
	return chain
}

// Unlock gives the PIN with which the next signatures are made; empty forgets it.
func (k *Card) Unlock(pin string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pin = pin
}

// Chain returns the certificates of the key.
func (k *Card) Chain(context.Context) ([]*x509.Certificate, error) { return k.chain, nil }

// Sign has the card sign a digest. A wrong PIN is ErrPIN, said once: the card counts, and nobody here tries again.
func (k *Card) Sign(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	k.mu.Lock()
	pin := k.pin
	k.mu.Unlock()
	if pin == "" {
		return nil, ErrPIN
	}
	switch k.chain[0].PublicKey.(type) {
	case *rsa.PublicKey:
		info, err := digestInfo(hash, digest)
		if err != nil {
			return nil, err
		}
		return k.cards.through(ctx, pin, info, "--sign", "--mechanism", "RSA-PKCS", "--id", k.id)
	case *ecdsa.PublicKey:
		return k.cards.through(ctx, pin, digest, "--sign", "--mechanism", "ECDSA", "--signature-format", "openssl", "--id", k.id)
	}
	return nil, fmt.Errorf("a card with a key of %T", k.chain[0].PublicKey)
}

var hashNames = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

// digestInfo is what RSASSA-PKCS1-v1_5 signs (RFC 8017, 9.2).
func digestInfo(hash crypto.Hash, digest []byte) ([]byte, error) {
	name, ok := hashNames[hash]
	if !ok || len(digest) != hash.Size() {
		return nil, fmt.Errorf("no digest of %v", hash)
	}
	type algorithm struct {
		Name asn1.ObjectIdentifier
		Null asn1.RawValue
	}
	return asn1.Marshal(struct {
		Algorithm algorithm
		Digest    []byte
	}{algorithm{name, asn1.NullRawValue}, digest})
}

// through has the tool read a file and write one, both for our eyes only, and returns what it wrote.
func (c Cards) through(ctx context.Context, pin string, in []byte, args ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "nhasan-card-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	to := filepath.Join(dir, "out")
	if in != nil {
		from := filepath.Join(dir, "in")
		if err := os.WriteFile(from, in, 0o600); err != nil {
			return nil, err
		}
		args = append(args, "--input-file", from)
	}
	if _, err := c.run(ctx, pin, append(args, "--output-file", to)...); err != nil {
		return nil, err
	}
	return os.ReadFile(to)
}

// run calls the tool. The PIN goes through its environment, never its command line, which others on the machine can read.
func (c Cards) run(ctx context.Context, pin string, args ...string) ([]byte, error) {
	tool := c.Tool
	if tool == "" {
		tool = "pkcs11-tool"
	}
	args = append([]string{"--module", c.Module}, args...)
	if pin != "" {
		args = append(args, "--login", "--pin", "env:NHASAN_PIN")
	}
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Env = append(os.Environ(), "NHASAN_PIN="+pin, "LC_ALL=C")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	switch {
	case err == nil:
		return out.Bytes(), nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("%w: OpenSC (pkcs11-tool) is not installed", ErrAway)
	case bytes.Contains(said.Bytes(), []byte("CKR_PIN_")):
		return nil, ErrPIN
	case bytes.Contains(said.Bytes(), []byte("No slot")), bytes.Contains(said.Bytes(), []byte("CKR_TOKEN_NOT_PRESENT")), bytes.Contains(said.Bytes(), []byte("Failed to load")):
		return nil, fmt.Errorf("%w: %s", ErrAway, firstLine(said.Bytes()))
	}
	return nil, fmt.Errorf("the card: %w: %s", err, firstLine(said.Bytes()))
}

func firstLine(raw []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(raw)), "\n")
	return line
}
