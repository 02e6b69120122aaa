package ledger

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"github.com/digitorus/timestamp"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Anchor has the newest checkpoint time-stamped (RFC 3161) once a day, where an authority is set: whatever
// the house does later, that checkpoint existed then.
func (l *Ledger) Anchor(ctx context.Context) error {
	if l.TSA == "" {
		return nil
	}
	st := store{l.DB.Read()}
	last, err := st.anchor(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	now := l.Clock.Now()
	c, err := st.newest(ctx)
	if fault.Is(err, fault.NotFound) || c.Size == last.Size || now.Sub(last.At) < 24*time.Hour {
		return nil
	}
	if err != nil {
		return err
	}
	token, err := stamp(ctx, l.TSA, []byte(c.Note))
	if err != nil {
		return fmt.Errorf("time stamp of the ledger: %w", err)
	}
	return l.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.addAnchor(ctx, anchorRow{Size: c.Size, At: now, Token: token})
	})
}

// stamp asks an authority for the time stamp of a text, and checks that it is of that text.
func stamp(ctx context.Context, authority string, text []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	query, err := (&timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: sum[:], Certificates: true, Nonce: nonce}).Marshal()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, authority, bytes.NewReader(query))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err == nil && res.StatusCode != http.StatusOK {
		err = errors.New(res.Status)
	}
	if err != nil {
		return nil, err
	}
	t, err := timestamp.ParseResponse(body)
	switch {
	case err != nil:
		return nil, err
	case !bytes.Equal(t.HashedMessage, sum[:]):
		return nil, errors.New("it is of another text")
	case t.Nonce == nil || t.Nonce.Cmp(nonce) != 0:
		return nil, errors.New("it answers another question")
	}
	return t.RawToken, nil
}

// serveAnchor answers with the newest time stamp.
func (l *Ledger) serveAnchor(w http.ResponseWriter, r *http.Request) error {
	a, err := store{l.DB.Read()}.anchor(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "no-cache", "application/timestamp-reply", a.Token)
}

// serveAnchored answers with the checkpoint that it is of.
func (l *Ledger) serveAnchored(w http.ResponseWriter, r *http.Request) error {
	st := store{l.DB.Read()}
	a, err := st.anchor(r.Context())
	if err != nil {
		return err
	}
	c, err := st.checkpoint(r.Context(), a.Size)
	if err != nil {
		return err
	}
	return plain(w, "no-cache", "text/plain; charset=utf-8", []byte(c.Note))
}
