package dossier

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// Slips of the desk are signed by whoever receives, many at once: at a counter with forty people nobody types a password
// for each. Who takes a slip home before has it with the stamp of the office; who looks at it later has it signed.
// law: circular-01-2018/forms circular-03-2025/forms

// forSlips is what slips are signed for.
const forSlips = "slip"

// Slips wait this long for a signature, and so many are signed at once.
const (
	slipsWait = 7 * 24 * time.Hour
	slipsMost = sign.MostAsks
)

// deskForms are the papers that the desk itself signs.
var deskForms = []string{"01", "02", "03"}

// Unsigned lists slips of the last days that were given out where whoever acts receives and that nobody has signed yet,
// the oldest first.
func (s *Service) Unsigned(ctx context.Context) ([]Slip, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanReceive) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanReceive)
	}
	return store{s.DB.Read()}.unsigned(ctx, a.Scope(CanReceive), s.Clock.Now().Add(-slipsWait), slipsMost)
}

// AskSlips freezes the slips that wait for whoever acts to sign.
func (s *Service) AskSlips(ctx context.Context) (*sign.Batch, error) {
	all, err := s.Unsigned(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Conflict, "dossier.slips.none")
	}
	if signs, err := s.Signs(ctx); err != nil || !signs {
		return nil, fault.New(fault.Conflict, "sign.no-key").Because(err)
	}
	var asks []sign.Ask
	for _, sl := range all {
		d, err := store{s.DB.Read()}.byID(ctx, sl.DossierID)
		if err != nil {
			return nil, err
		}
		if s.mayReadPapers(ctx, d) != nil { // restricted ones are for those whose work they are
			continue
		}
		var data slipData
		if err := json.Unmarshal([]byte(sl.Data), &data); err != nil {
			return nil, fault.New(fault.NotFound, "dossier.slip-damaged").Because(err)
		}
		raw, err := data.print(ctx, d.Secret)
		if err != nil {
			return nil, err
		}
		ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return nil, err
		}
		asks = append(asks, sign.Ask{Subject: slipSubject + sl.ID, Seen: sl.Seq, Title: d.Code + " · " + text.T(ctx, "dossier.slip."+sl.Form, "number", sl.Number), Place: "slip",
			Content: sign.Content{SHA256: ref.SHA256, Size: ref.Size, Name: "phieu-" + sl.Form + "-" + d.Code + ".pdf"}, Reason: text.In(text.Vi, "dossier.slips.reason", "code", d.Code)})
	}
	return s.Sign.Prepare(ctx, forSlips, asks)
}

const slipSubject = "slip/"

// TakeSlips keeps the signed slips of a batch. One that somebody else has signed meanwhile stays as they signed it.
func (s *Service) TakeSlips(ctx context.Context, b *sign.Batch) (done int, err error) {
	for _, r := range b.Requests {
		if r.State != sign.Signed {
			continue
		}
		err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			sl, err := store{tx}.slip(ctx, strings.TrimPrefix(r.Subject, slipSubject))
			if err != nil {
				return err
			}
			first, err := store{tx}.signSlip(ctx, sl.ID, r, actor.Of(ctx).Name, s.Clock.Now())
			if err != nil {
				return err
			}
			if !first {
				return fault.New(fault.Conflict, "dossier.slips.signed-already")
			}
			if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.sign-slip", Subject: (&Dossier{ID: sl.DossierID}).Subject(), Data: map[string]any{"slip": sl.Number, "request": r.ID}}); err != nil {
				return err
			}
			return s.Sign.Use(ctx, tx, r)
		})
		if f := fault.As(err); f != nil {
			err = s.Sign.Refuse(ctx, text.TMap(ctx, f.Key, f.Args), r)
		} else if err == nil {
			done++
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// signedSlip is a slip as it was signed, nil while nobody has.
func (s *Service) signedSlip(ctx context.Context, slipID string) ([]byte, error) {
	ref, err := store{s.DB.Read()}.signedSlip(ctx, slipID)
	if err != nil || ref == nil {
		return nil, err
	}
	return s.wholeFile(ctx, File{SHA256: ref.SHA256, Size: ref.Size, Type: blob.PDF})
}
