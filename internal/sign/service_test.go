package sign

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

func TestAKeyIsOfWhoeverEntersIt(t *testing.T) {
	onBoth(t, func(h *house) {
		now := h.clock.Now()
		own, _ := h.keyFile(trial.Person{Name: "Đinh Văn Tâm"})
		add := func(who context.Context, raw []byte, pass string) error {
			_, err := h.AddFile(who, raw, pass, nil)
			return err
		}
		wants(t, "nobody is trusted yet", add(tam, own, password), "sign.not-trusted")
		wants(t, "an officer decides whom the house trusts", h.AddRoot(tam, h.near.PEM()), "fault.forbidden")
		wants(t, "no certificate", h.AddRoot(admin, []byte("x")), "sign.no-certificate")
		h.no(h.AddRoot(admin, h.near.PEM()))
		h.no(h.AddRoot(admin, h.near.PEM()))
		roots, err := h.Roots(admin)
		h.no(err)
		if len(roots) != 1 {
			t.Fatalf("%d authorities are trusted, want 1", len(roots))
		}
		wants(t, "a wrong password", add(tam, own, "x"), "sign.password-wrong")
		wants(t, "no key file", add(tam, []byte("x"), "x"), "sign.file-unreadable")
		wants(t, "another's", add(lien, own, password), "sign.other-name")
		ended, _ := h.keyFile(trial.Person{Name: "Đinh Văn Tâm", From: now.AddDate(-2, 0, 0), Until: now.Add(-time.Hour)})
		wants(t, "ended", add(tam, ended, password), "sign.not-valid-now")
		wants(t, "a picture that is none", func() error { _, err := h.AddFile(tam, own, password, []byte("x")); return err }(), "sign.picture-unreadable")
		h.no(add(tam, own, password))
		k, err := h.MyKey(tam)
		h.no(err)
		if k == nil || k.Name() != "Đinh Văn Tâm" || k.Kind != File {
			t.Fatalf("the key is %+v", k)
		}
		h.no(h.EndRoot(admin, roots[0].ID))
		h.no(h.EndKey(tam))
		if k, err := h.MyKey(tam); k != nil || err != nil {
			t.Errorf("the key is still there: %v %v", k, err)
		}
		_, err = h.Prepare(tam, "test", h.asks(1))
		wants(t, "signing without a key", err, "sign.no-key")
	})
}

func TestAFileIsSignedInTwoSteps(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 3)
		_, err := h.Batch(lien, b.ID)
		wants(t, "another's batch", err, "sign.batch-not-found")
		wants(t, "a wrong password", h.SignWith(tam, b, "x"), "sign.password-wrong")
		h.states(tam, b, Asked)
		h.no(h.SignWith(tam, h.again(tam, b), password))
		h.states(tam, b, Signed)
		trust, err := h.Trust(tam)
		h.no(err)
		for _, r := range h.again(tam, b).Requests {
			raw := h.content(r.Signed)
			if was := h.content(r.Content); !bytes.HasPrefix(raw, was) {
				t.Error("the signed file does not begin with the one that was asked")
			}
			report := pades.Validate(raw, trust)
			if s := report.Signatures; len(s) != 1 || s[0].Reason != pades.RevocationUnknown || s[0].Signer != "Đinh Văn Tâm" || !s[0].CoversWhole {
				t.Errorf("%+v", report)
			}
			h.accepted(raw)
			if kept, err := h.Blobs.Has(tam, refOf(r.frozen)); kept || err != nil {
				t.Errorf("what was frozen is still there: %v", err)
			}
		}
	})
}

func refOf(c Content) blob.Ref { return blob.Ref{SHA256: c.SHA256, Size: c.Size, Type: blob.PDF} }

func (h *house) content(c Content) []byte {
	h.t.Helper()
	r, err := h.Blobs.Open(context.Background(), refOf(c))
	h.no(err)
	defer r.Close()
	raw, err := io.ReadAll(r)
	h.no(err)
	return raw
}

// accepted fails unless others' programs take the file as well.
func (h *house) accepted(raw []byte) {
	h.t.Helper()
	name := filepath.Join(h.t.TempDir(), "a.pdf")
	h.no(os.WriteFile(name, raw, 0o600))
	for _, cmd := range [][]string{{"qpdf", "--check", name}, {"pdfsig", "-nocert", name}} {
		out, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput()
		if err != nil || cmd[0] == "pdfsig" && !bytes.Contains(out, []byte("Signature is Valid")) {
			h.t.Errorf("%s: %v\n%s", cmd[0], err, out)
		}
	}
}

func TestASignatureOfAnotherHandMovesNothing(t *testing.T) {
	onBoth(t, func(h *house) {
		private := h.enters(tam)
		b := h.prepared(tam, 2)
		other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		h.no(err)
		first, second := b.Requests[0], b.Requests[1]
		foreign, err := other.Sign(rand.Reader, first.Digest, first.Hash)
		h.no(err)
		swapped, err := private.Sign(rand.Reader, second.Digest, second.Hash)
		h.no(err)
		for what, value := range map[string][]byte{"of another key": foreign, "over another file": swapped, "no signature": []byte("x")} {
			wants(t, what, h.Complete(tam, h.again(tam, b), map[string][]byte{first.ID: value}), "sign.not-yours")
			h.states(tam, b, Asked)
		}
		good, err := private.Sign(rand.Reader, first.Digest, first.Hash)
		h.no(err)
		if err := h.Complete(tam, h.again(tam, b), map[string][]byte{first.ID: good, second.ID: foreign}); err == nil {
			t.Error("a signature of another hand was taken")
		}
		h.states(tam, b, Signed, Asked) // the good one counts
	})
}

func TestASignedFileIsUsedOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 1)
		use := func(b *Batch) error {
			return h.DB.Transact(tam, func(ctx context.Context, tx *db.Tx) error { return h.Use(ctx, tx, b.Requests...) })
		}
		wants(t, "before it is signed", use(h.again(tam, b)), "sign.changed")
		h.no(h.SignWith(tam, b, password))
		twice := h.again(tam, b)
		h.no(use(h.again(tam, b)))
		wants(t, "a second time", use(twice), "sign.changed")
		h.states(tam, b, Used)
	})
}

func TestWrongPasswordsAreNotTriedForEver(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 1)
		for range mostMisses + 1 {
			wants(t, "no password", h.SignWith(tam, b, ""), "sign.password-missing")
		}
		for range mostMisses {
			wants(t, "a wrong password", h.SignWith(tam, b, "x"), "sign.password-wrong")
		}
		wants(t, "the right one after them", h.SignWith(tam, b, password), "sign.too-many-misses")
		h.clock.Advance(missWindow + time.Second)
		h.no(h.SignWith(tam, b, password))
	})
}

func TestAStampIsWaitedForAndNothingIsLost(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 1)
		s := h.stamper()
		s.away, h.Stamper = true, s
		wants(t, "nobody stamps", h.SignWith(tam, b, password), "sign.stamper-away")
		h.states(tam, b, Asked)
		s.away = false
		h.no(h.SignWith(tam, h.again(tam, b), password))
		h.clock.Advance(time.Minute)
		trust, err := h.Trust(tam)
		h.no(err)
		report := pades.Validate(h.content(h.again(tam, b).Requests[0].Signed), trust)
		if s := report.Signatures; len(s) != 1 || s[0].Level != "B-T" || s[0].TimeSource != pades.ByStamp {
			t.Errorf("%+v", report)
		}
	})
}

func TestWhatNobodySignsIsSweptAway(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 1)
		h.no(h.Sweep(tam))
		h.states(tam, b, Asked)
		h.clock.Advance(kept + time.Minute)
		_, err := h.Batch(tam, b.ID)
		wants(t, "a batch of yesterday", err, "sign.batch-not-found")
		h.no(h.Sweep(tam))
		h.states(tam, b, Refused)
		if left, err := h.Blobs.Has(tam, refOf(b.Requests[0].frozen)); left || err != nil {
			t.Errorf("what was frozen is still there: %v", err)
		}
	})
}

func TestStoredSignaturesAreLookedAtAgain(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		b := h.prepared(tam, 2)
		h.no(h.SignWith(tam, b, password))
		unsound := func(want int64) {
			t.Helper()
			h.no(h.CheckAgain(tam))
			if n, err := h.Unsound(tam); n != want || err != nil {
				t.Errorf("%d files are unsound, want %d: %v", n, want, err)
			}
		}
		unsound(0)
		h.no(h.Blobs.Drop(tam, refOf(h.again(tam, b).Requests[0].Signed)))
		unsound(1)
		keys := []string{b.Requests[0].ID, b.Requests[1].ID, "none"}
		if all, err := h.Verdicts(tam, keys); err != nil || len(all) != 2 || all[keys[0]] != pades.Invalid || all[keys[1]] == pades.Invalid {
			t.Errorf("the night found %v, %v", all, err)
		}
	})
}
