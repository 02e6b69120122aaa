package dossier

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// A seal on a card signs at the clerk's PC, and some at a provider on the provider's page: the files are frozen with the number that
// comes next, they are signed on a page of their own, and only then the number is taken.

// sealedNumbering is what goes with the files meanwhile.
type sealedNumbering struct {
	Numbering
	Next     string     // the number that stands in the files
	IssuedOn clock.Date // as does the day
	Code     string
}

// AskNumbering freezes the files of a result for a seal that takes a page of its own, with the number that it would get now; nil where the agency has
// no such seal, or the result no PDF, and NumberSealed does it all.
func (s *Service) AskNumbering(ctx context.Context, at At, n Numbering) (*sign.Batch, error) {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	seal, err := s.SealOf(ctx, d)
	if err != nil || seal == nil || !seal.OnPageOfItsOwn() {
		return nil, err
	}
	d, f, err := s.wouldNumber(ctx, at, n)
	if err != nil || !signable(d) {
		return nil, err
	}
	b, _, err := s.freezeSeal(ctx, d, f, func(code string) ([]byte, error) {
		return json.Marshal(sealedNumbering{n, f.Number, f.IssuedOn, code})
	})
	return b, err
}

// TakeNumbered takes the numbers of the results whose files are sealed. One that went to another result meanwhile is a
// fault.Conflict, and its files are put aside: they say a wrong number.
func (s *Service) TakeNumbered(ctx context.Context, b *sign.Batch) (done int, err error) {
	if b.Purpose != forNumber {
		return 0, fault.New(fault.NotFound, "fault.not-found")
	}
	for _, rs := range bySubject(b) {
		var n sealedNumbering
		if err := json.Unmarshal(rs[0].Carried, &n); err != nil {
			return done, err
		}
		at := At{ID: strings.TrimPrefix(rs[0].Subject, subjectPrefix), Seen: rs[0].Seen}
		_, err := s.numberSealed(ctx, at, n.Numbering, Facts{Number: n.Next, IssuedOn: n.IssuedOn}, b, n.Code)
		if errors.Is(err, errTaken) {
			err = fault.New(fault.Conflict, "dossier.seal.taken", "number", n.Next)
		}
		if f := fault.As(err); f != nil {
			return done, errors.Join(err, s.Sign.Refuse(ctx, text.TMap(ctx, f.Key, f.Args), rs...))
		}
		if err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}
