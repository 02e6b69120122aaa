package sign

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// answers has the authority of the house answer about its certificates.
func (h *house) answers() (*trial.Responder, *httptest.Server) {
	h.t.Helper()
	r := &trial.Responder{Now: h.clock.Now}
	server := httptest.NewServer(r)
	h.t.Cleanup(server.Close)
	near, err := trial.NewWith(h.clock.Now(), server.URL)
	h.no(err)
	h.near = near
	r.For(near)
	h.Authorities = HTTPAuthorities{Client: server.Client()}
	return r, server
}

// reason is what the first signature of a batch's file is worth now.
func (h *house) reason(b *Batch) pades.Reason {
	h.t.Helper()
	trust, err := h.Trust(tam)
	h.no(err)
	return pades.Validate(h.content(h.again(tam, b).Requests[0].Signed), trust).Signatures[0].Reason
}

func TestASignatureIsValidOnceItsAuthorityHasSaidSo(t *testing.T) {
	onBoth(t, func(h *house) {
		r, server := h.answers()
		h.enters(tam)
		b := h.prepared(tam, 1)
		h.no(h.SignWith(tam, b, password))
		if got := h.reason(b); got != pades.Good {
			t.Errorf("after the authority was asked: %s", got)
		}
		h.clock.Advance(8 * 24 * time.Hour) // what it said is old
		if got := h.reason(b); got != pades.RevocationUnknown {
			t.Errorf("with an old answer: %s", got)
		}
		h.no(h.Ask(tam))
		if got := h.reason(b); got != pades.Good {
			t.Errorf("asked again: %s", got)
		}
		k, err := h.MyKey(tam)
		h.no(err)
		r.Revoke(k.Chain[0], h.clock.Now())
		h.clock.Advance(7 * 24 * time.Hour)
		_, err = h.Prepare(tam, "test", h.asks(1))
		wants(t, "signing with a revoked certificate", err, "sign.revoked")
		if got := h.reason(b); got != pades.RevokedNoStamp {
			t.Errorf("revoked, and nobody stamped the time: %s", got)
		}
		server.Close()
		if _, err := h.Prepare(tam, "test", h.asks(1)); err == nil {
			t.Error("what was known is forgotten when the authority is away")
		}
	})
}

func TestAnAuthorityThatIsAwayStopsNobody(t *testing.T) {
	onBoth(t, func(h *house) {
		_, server := h.answers()
		server.Close()
		h.enters(tam)
		b := h.prepared(tam, 1)
		h.no(h.SignWith(tam, b, password))
		if got := h.reason(b); got != pades.RevocationUnknown {
			t.Errorf("%s", got)
		}
		if err := h.Ask(tam); err == nil {
			t.Error("nobody hears that the authority is away")
		}
	})
}

func TestAStampedFileCarriesAllThatIsNeeded(t *testing.T) {
	onBoth(t, func(h *house) {
		h.answers()
		h.Stamper = h.stamper()
		h.enters(tam)
		b := h.prepared(tam, 1)
		h.no(h.SignWith(tam, b, password))
		raw := h.content(h.again(tam, b).Requests[0].Signed)
		h.accepted(raw)
		h.clock.Advance(300 * 24 * time.Hour)
		trust, err := h.Trust(tam)
		h.no(err)
		trust.Known = nil // somebody elsewhere, a year later, without a network
		s := pades.Validate(raw, trust).Signatures
		if len(s) != 1 || s[0].Reason != pades.Good || s[0].Level != "B-LT" || !s[0].CoversWhole {
			t.Errorf("%+v", s)
		}
	})
}
