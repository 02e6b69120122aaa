package dossier_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

var certificate = dossier.Paper{Key: "p2", Name: "Giấy chứng sinh", Form: "electronic"}

func sumOf(raw []byte) string { sum := sha256.Sum256(raw); return hex.EncodeToString(sum[:]) }

// begun is an empty draft of Lan with a file announced.
func (h *house) begun(raw []byte) (*dossier.DraftWork, *dossier.Part) {
	h.t.Helper()
	dr, err := h.Start(lan, h.birth.ID, "", h.commune.ID)
	h.no(err)
	p, err := h.Begin(lan, dr.ID, certificate, "chung-sinh.pdf", int64(len(raw)), sumOf(raw))
	h.no(err)
	return dr, p
}

func (h *house) refuses(err error, kind fault.Kind, key string) {
	h.t.Helper()
	if f := fault.As(err); f == nil || f.Kind != kind || f.Key != key {
		h.t.Fatalf("came back with %v, want %s %s", err, kind, key)
	}
}

func TestAFileComesInPiecesOverALineThatDrops(t *testing.T) {
	onBoth(t, func(h *house) {
		raw := file(t, "giay-to-mau.pdf")
		dr, p := h.begun(raw)
		half := int64(len(raw) / 2)
		_, err := h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(raw[:half]))
		h.no(err)
		cut := io.MultiReader(bytes.NewReader(raw[half:half+10]), iotest.ErrReader(io.ErrUnexpectedEOF))
		_, err = h.AddPiece(lan, dr.ID, p.ID, half, cut)
		h.refuses(err, fault.Unavailable, "blob.piece-cut")
		again, err := h.Begin(lan, dr.ID, certificate, "other-name.pdf", int64(len(raw)), sumOf(raw)) // after a reload
		h.no(err)
		if again.ID != p.ID || again.Have != half {
			t.Fatalf("gone on with %s at %d, want %s at %d", again.ID, again.Have, p.ID, half)
		}
		_, err = h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(raw[:half])) // its answer was lost
		h.refuses(err, fault.Conflict, "dossier.part-offset")
		_, err = h.Finish(lan, dr.ID, p.ID)
		h.refuses(err, fault.Conflict, "dossier.part-offset")
		_, err = h.AddPiece(lan, dr.ID, p.ID, half, bytes.NewReader(raw[half:]))
		h.no(err)
		for range 2 { // the first answer was lost
			done, err := h.Finish(lan, dr.ID, p.ID)
			h.no(err)
			if done.File == nil || done.File.SHA256 != sumOf(raw) || done.File.At.IsZero() {
				t.Fatalf("finished as %+v", done.File)
			}
		}
		saved, err := h.Draft(lan, dr.ID)
		h.no(err)
		if len(saved.Papers) != 1 || len(saved.Papers[0].Files) != 1 {
			t.Fatalf("the draft holds %+v, want one file", saved.Papers)
		}
		_, r, err := h.OpenDraftFile(lan, dr.ID, sumOf(raw))
		h.no(err)
		defer r.Close()
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, raw) {
			t.Fatalf("%d bytes came back, %v", len(got), err)
		}
	})
}

func TestWhatCannotBecomeAFileIsRefusedAndThrownAway(t *testing.T) {
	onBoth(t, func(h *house) {
		raw := file(t, "giay-to-mau.pdf")
		dr, p := h.begun(raw)
		_, err := h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(append([]byte("x"), raw[1:]...)))
		h.no(err)
		_, err = h.Finish(lan, dr.ID, p.ID)
		h.refuses(err, fault.Invalid, "dossier.part-damaged")
		_, err = h.Part(lan, dr.ID, p.ID)
		h.refuses(err, fault.NotFound, "dossier.part-not-found")

		words := []byte("chỉ là chữ")
		p, err = h.Begin(lan, dr.ID, certificate, "thu.pdf", int64(len(words)), "")
		h.no(err)
		_, err = h.AddPiece(an, dr.ID, p.ID, 0, bytes.NewReader(words))
		h.refuses(err, fault.NotFound, "dossier.draft-not-found")
		_, err = h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(append(words, '!')))
		h.refuses(err, fault.Invalid, "blob.piece-size")
		_, err = h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(words))
		h.no(err)
		_, err = h.Finish(lan, dr.ID, p.ID)
		h.refuses(err, fault.Invalid, "blob.type-not-allowed")

		_, err = h.Begin(lan, dr.ID, certificate, "x", h.MaxFile+1, "")
		h.refuses(err, fault.Invalid, "blob.too-large")
		_, err = h.Begin(lan, dr.ID, certificate, "x", 1, "zz")
		h.refuses(err, fault.Invalid, "dossier.part-sum")
	})
}

func TestLeavingsAreSweptAndDossiersAreNot(t *testing.T) {
	onBoth(t, func(h *house) {
		raw := file(t, "giay-to-mau.pdf")
		dr, p := h.begun(raw)
		_, err := h.AddPiece(lan, dr.ID, p.ID, 0, bytes.NewReader(raw[:100]))
		h.no(err)
		h.clock.Advance(4 * 24 * time.Hour)
		h.no(h.Sweep(context.Background()))
		if open, err := h.Parts(lan, dr.ID); err != nil || len(open) > 0 {
			t.Fatalf("after four days %v are under way, %v", open, err)
		}
		_, err = h.Attach(lan, dr.ID, certificate, "a.pdf", bytes.NewReader(raw))
		h.no(err)
		sent, err := h.Submit(lan, h.draft(lan).ID) // the same bytes, in a dossier
		h.no(err)
		h.no(h.DropDraft(lan, dr.ID))
		_, err = h.Draft(lan, dr.ID)
		h.refuses(err, fault.NotFound, "dossier.draft-not-found")
		h.no(h.Restore(lan, dr.ID))
		h.refuses(h.Restore(an, dr.ID), fault.NotFound, "dossier.draft-not-found")
		lone := append(bytes.Clone(raw), '\n')
		_, err = h.Attach(lan, dr.ID, certificate, "b.pdf", bytes.NewReader(lone))
		h.no(err)
		dr, err = h.Draft(lan, dr.ID)
		h.no(err)
		if dr.Expiring(h.clock.Now()) {
			t.Error("a fresh draft is said to expire")
		}
		h.clock.Advance(80 * 24 * time.Hour)
		if !dr.Expiring(h.clock.Now()) {
			t.Error("nobody is told of a draft that goes in ten days")
		}
		h.clock.Advance(11 * 24 * time.Hour)
		h.no(h.Sweep(context.Background()))
		h.refuses(h.Restore(lan, dr.ID), fault.NotFound, "dossier.draft-not-found")
		h.clock.Advance(8 * 24 * time.Hour)
		h.no(h.Sweep(context.Background()))
		for sum, want := range map[string]bool{sumOf(lone): false, sumOf(raw): true} {
			if has, err := h.Blobs.Has(context.Background(), blob.Ref{SHA256: sum}); err != nil || has != want {
				t.Errorf("%s of dossier %s is kept: %v (%v), want %v", sum[:8], sent.Code, has, err, want)
			}
		}
	})
}
