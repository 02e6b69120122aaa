package sign

import (
	"bytes"
	"context"
	"crypto"
	"fmt"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// lasting are files of somebody's batch, the last to be signed in them.
func (h *house) lasting(who context.Context, n int) *Batch {
	h.t.Helper()
	asks := h.asks(n)
	for i := range asks {
		asks[i].Last = true
	}
	b, err := h.Prepare(who, "test", asks)
	h.no(err)
	return b
}

// used has the subjects of a batch move by it.
func (h *house) used(b *Batch) {
	h.t.Helper()
	h.no(h.DB.Transact(tam, func(ctx context.Context, tx *db.Tx) error { return h.Use(ctx, tx, b.Requests...) }))
}

func (h *house) ending(want int64) {
	h.t.Helper()
	if n, err := h.Ending(tam); n != want || err != nil {
		h.t.Errorf("%d files end soon, want %d (%v)", n, want, err)
	}
}

// The last signature of a file is followed by all that is needed to tell what it is worth, and a time stamp over the whole: decades
// later, without a network, when the signer's certificate has long ended.
func TestTheLastSignatureIsMadeToLast(t *testing.T) {
	onBoth(t, func(h *house) {
		h.answers()
		h.Stamper, h.Lasting = h.stamper(), true
		h.enters(tam)
		b := h.lasting(tam, 1)
		h.no(h.SignWith(tam, b, password))
		raw := h.content(h.again(tam, b).Requests[0].Signed)
		h.accepted(raw)
		h.used(b)
		h.ending(0)
		h.clock.Advance(10 * 365 * 24 * time.Hour)
		trust, err := h.Trust(tam)
		h.no(err)
		trust.Known = nil
		got := pades.Validate(raw, trust)
		s := got.Signatures
		if len(s) != 2 || got.Reason != pades.Good || s[0].Level != "B-LTA" || s[0].Signer != "Đinh Văn Tâm" || s[1].Kind != pades.TimeStamp || !s[1].CoversWhole {
			t.Errorf("%+v", got)
		}
		h.clock.Advance(5*365*24*time.Hour - renewWithin + 7*24*time.Hour) // the authority's certificate is for fifteen years
		h.ending(1)
	})
}

// A file that will be signed again, or a house that does not ask for it, gets no time stamp over the whole.
func TestOnlyTheLastSignatureIsMadeToLast(t *testing.T) {
	onBoth(t, func(h *house) {
		h.answers()
		h.Stamper = h.stamper()
		h.enters(tam)
		for name, c := range map[string]struct{ last, lasting bool }{"not the last": {false, true}, "not asked for": {true, false}} {
			h.Lasting = c.lasting
			b := h.prepared(tam, 1)
			if c.last {
				b = h.lasting(tam, 1)
			}
			h.no(h.SignWith(tam, b, password))
			h.used(b)
			trust, err := h.Trust(tam)
			h.no(err)
			trust.Now = trust.Now.Add(time.Minute)
			if s := pades.Validate(h.content(b.Requests[0].Signed), trust).Signatures; len(s) != 1 || s[0].Level != "B-LT" || !s[0].CoversWhole {
				t.Errorf("%s: %+v", name, s)
			}
		}
		h.ending(0)
	})
}

// tired stamps a few times and is away then.
type tired struct {
	*stamper
	left int
}

func (s *tired) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	if s.left--; s.left < 0 {
		return nil, fmt.Errorf("nobody answers any more")
	}
	return s.stamper.Stamp(ctx, hash, digest)
}

// Nobody signs again because the time stamp over the whole could not be had: the file stays as it was signed, and is counted.
func TestWithoutAStampOverTheWholeTheSignatureStands(t *testing.T) {
	onBoth(t, func(h *house) {
		h.answers()
		h.enters(tam)
		h.Lasting = true
		away := &tired{h.stamper(), 1} // the first signature gets its own
		h.Stamper = away
		b := h.lasting(tam, 2)
		wants(t, "the second file", h.SignWith(tam, b, password), "sign.stamper-away")
		h.states(tam, b, Signed, Asked)
		away.left = 1
		h.no(h.SignWith(tam, b, password))
		h.states(tam, b, Signed)
		if away.left != 0 {
			t.Errorf("the service was asked %d times more for the rest of the batch", -away.left)
		}
		h.used(b)
		trust, err := h.Trust(tam)
		h.no(err)
		trust.Now = trust.Now.Add(time.Minute)
		if s := pades.Validate(h.content(b.Requests[0].Signed), trust).Signatures; len(s) != 1 || s[0].Level != "B-LT" {
			t.Errorf("%+v", s)
		}
		h.ending(2)
	})
}

// A time stamp about whose certificate nobody says anything would make the file worth less than it is.
func TestAStampOfWhichNothingIsKnownIsNotPutOver(t *testing.T) {
	onBoth(t, func(h *house) {
		_, server := h.answers()
		h.enters(tam)
		h.no(h.Ask(tam)) // about the signer
		server.Close()
		h.Stamper, h.Lasting = h.stamper(), true
		b := h.lasting(tam, 1)
		h.no(h.SignWith(tam, b, password))
		h.used(b)
		raw := h.content(b.Requests[0].Signed)
		trust, err := h.Trust(tam)
		h.no(err)
		trust.Now = trust.Now.Add(time.Minute)
		if s := pades.Validate(raw, trust).Signatures; len(s) != 1 || s[0].Level != "B-LT" || bytes.Contains(raw, []byte("DocTimeStamp")) {
			t.Errorf("%+v", s)
		}
		h.ending(1)
	})
}
