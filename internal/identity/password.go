package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

const (
	saltBytes, keyBytes = 16, 32
	passwordMost        = 200 // letters; longer input is an attack on the hashing
	differentLetters    = 5   // a password of fewer is a row of the same key
)

// phcForm is the PHC string of argon2id: parameters, salt and hash stand together, so that
// stronger parameters can be introduced while old passwords still work.
const phcForm = "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s"

type hashCost struct {
	kib, rounds uint32
	threads     uint8
}

// hasher hashes passwords, at most so many at a time: each takes megabytes and a processor.
type hasher struct {
	cost  hashCost
	slots chan struct{}
}

func newHasher(s Settings) *hasher {
	return &hasher{
		cost:  hashCost{uint32(s.HashMemory), uint32(s.HashRounds), uint8(s.HashThreads)},
		slots: make(chan struct{}, s.HashAtOnce),
	}
}

// hash returns the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	key, err := h.key(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf(phcForm, argon2.Version, h.cost.kib, h.cost.rounds, h.cost.threads,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// check tells whether password is the one that was hashed, and whether it was hashed with other
// parameters than today's and should be hashed again. An empty phc takes as long and is never right,
// so that an unknown login answers no faster than a known one.
func (h *hasher) check(ctx context.Context, phc, password string) (right, stale bool, err error) {
	cost, salt, want, err := h.parse(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, cost != h.cost, nil
}

func (h *hasher) key(ctx context.Context, password string, salt []byte, c hashCost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "fault.unavailable").Because(ctx.Err())
	}
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, c.rounds, c.kib, c.threads, keyBytes), nil
}

func (h *hasher) parse(phc string) (c hashCost, salt, key []byte, err error) {
	if phc == "" {
		return h.cost, make([]byte, saltBytes), nil, nil
	}
	var version int
	head, tail, _ := strings.Cut(strings.TrimPrefix(phc, "$argon2id$"), "$")
	params, tail, _ := strings.Cut(tail, "$")
	salt64, key64, _ := strings.Cut(tail, "$")
	if _, err = fmt.Sscanf(head+" "+params, "v=%d m=%d,t=%d,p=%d", &version, &c.kib, &c.rounds, &c.threads); err != nil {
		return c, nil, nil, fmt.Errorf("a stored password hash has another form: %w", err)
	}
	if version != argon2.Version || c.rounds == 0 || c.threads == 0 {
		return c, nil, nil, fmt.Errorf("a stored password hash is argon2 version %d, t=%d, p=%d", version, c.rounds, c.threads)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(salt64); err == nil {
		key, err = base64.RawStdEncoding.DecodeString(key64)
	}
	if err == nil && len(key) != keyBytes {
		err = fmt.Errorf("a stored password hash holds %d bytes", len(key))
	}
	return c, salt, key, err
}

// checkPassword is the rule for a new password: long enough for whether a code is asked too, not a
// row of the same keys, not the login, not of the sort that is tried first. Length beats signs, and there is no rule about signs.
func checkPassword(s Settings, password, login string, withCode bool) *fault.Field {
	least := s.PasswordAlone
	if withCode {
		least = s.PasswordWithCode
	}
	letters := map[rune]bool{}
	for _, r := range password {
		letters[r] = true
	}
	wrong := func(key string, args ...any) *fault.Field {
		return &fault.Field{Key: key, Args: fault.Args(args...)}
	}
	switch n := utf8.RuneCountInString(norm.NFC.String(password)); {
	case n < least:
		return wrong("identity.password.short", "n", least)
	case n > passwordMost:
		return wrong("identity.password.long", "n", passwordMost)
	case len(letters) < differentLetters:
		return wrong("identity.password.same-letters", "n", differentLetters)
	case login != "" && strings.Contains(text.Fold(password), text.Fold(login)):
		return wrong("identity.password.holds-login")
	case weak(password):
		return wrong("identity.password.weak")
	}
	return nil
}
