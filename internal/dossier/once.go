package dossier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// once is a program's promise that two requests with one key are one request: a line that drops
// after the work was done must not do it twice.
type once struct{ key, request string }

type onceKey struct{}

// Once marks everything done in ctx as the answer to one request, named by an idempotency key. An
// empty key marks nothing.
func Once(ctx context.Context, key string, request []byte) context.Context {
	if key == "" {
		return ctx
	}
	sum := sha256.Sum256(request)
	return context.WithValue(ctx, onceKey{}, once{key, hex.EncodeToString(sum[:])})
}

// remember writes the answer down in the transaction of the work.
func (s *Service) remember(ctx context.Context, tx *db.Tx, d *Dossier) error {
	o, ok := ctx.Value(onceKey{}).(once)
	if !ok {
		return nil
	}
	return store{tx}.addAnswer(ctx, &answerRow{AccountID: actor.Of(ctx).AccountID, Key: o.key, Request: o.request,
		DossierID: d.ID, At: s.Clock.Now()})
}

// Answered returns the dossier of an earlier request with the same key, nil when there was none. The
// same key with another request is refused.
func (s *Service) Answered(ctx context.Context) (*Dossier, error) {
	o, ok := ctx.Value(onceKey{}).(once)
	if !ok {
		return nil, nil
	}
	st := store{s.DB.Read()}
	row, err := st.answer(ctx, actor.Of(ctx).AccountID, o.key)
	if err != nil || row == nil {
		return nil, err
	}
	if row.Request != o.request {
		return nil, fault.New(fault.Invalid, "dossier.key-used")
	}
	return st.byID(ctx, row.DossierID)
}
