package insight_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

const (
	copiesOfOriginals = "chung-thuc-ban-sao-tu-ban-chinh-giay-to-van-ban-do-co-quan-to-chuc-co-cap-xa"
	keyPassword       = "mật khẩu của tệp"
)

// signs gives the desk signatures and a register, the commune a seal and its chair a key.
func (h *house) signs() (chair context.Context) {
	h.t.Helper()
	key, err := offline.KeyOf([]byte("test"))
	h.no(err)
	h.desk.Sign = sign.New(sign.Needs{DB: h.db, Clock: h.clock, Trail: h.desk.Trail, Blobs: h.desk.Blobs})
	h.desk.Archive = archive.New(archive.Needs{DB: h.db, Clock: h.clock, Trail: h.desk.Trail, Blobs: h.desk.Blobs, Key: key,
		PersonalNo: func(context.Context, string) (string, error) { return "", nil }})
	chair = actor.With(context.Background(), actor.Actor{Kind: actor.Officer, AccountID: "account-chair", PersonID: "person-chair", Name: "Bùi Văn Chủ",
		UnitID: h.commune.ID, UnitPath: h.commune.Path, UnitName: h.commune.FullName, Posts: []actor.Post{{Role: "leader", UnitID: h.commune.ID, UnitPath: h.commune.Path}},
		Grants: []actor.Grant{{Right: dossier.CanView, Path: h.commune.Path}, {Right: dossier.CanApprove, Path: h.commune.Path}}})
	keeper := testkit.AsAt(context.Background(), "/", sign.CanTrust, sign.CanKeepSeal)
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	h.no(err)
	_, err = h.desk.Sign.AddFile(chair, h.keyOf(keeper, actor.Of(chair).Name, own), keyPassword, nil)
	h.no(err)
	seal, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	_, err = h.desk.Sign.AddSeal(keeper, h.commune, h.keyOf(keeper, h.commune.Authority(), seal), keyPassword, nil)
	h.no(err)
	return chair
}

// keyOf is a key in a file, of an authority that is trusted from now on.
func (h *house) keyOf(keeper context.Context, name string, private crypto.Signer) []byte {
	h.t.Helper()
	near, err := trial.New(h.clock.Now())
	h.no(err)
	h.no(h.desk.Sign.AddRoot(keeper, near.PEM()))
	cert, err := near.Issue(trial.Person{Name: name, Public: private.Public()})
	h.no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, keyPassword)
	h.no(err)
	return raw
}

// copyAsked is a dossier for a certified copy, just received.
func (h *house) copyAsked() *dossier.Dossier {
	h.t.Helper()
	p, err := h.desk.Catalog.Find(system(), copiesOfOriginals)
	h.no(err)
	v, err := h.desk.Catalog.Current(system(), p.ID, clock.DateOf(h.clock.Now()))
	h.no(err)
	k, _ := v.Case("")
	front := h.at(h.commune, dossier.CanReceive, dossier.CanView)
	dr, err := h.desk.Start(front, p.ID, k.Key, h.commune.ID)
	h.no(err)
	_, err = h.desk.Save(front, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner = dossier.Party{Name: "Bùi Thị Lan", PersonalNo: "017195001234"}
		dr.Submitter = dr.Owner
		return nil
	})
	h.no(err)
	d, err := h.desk.TakeIn(front, dr.ID)
	h.no(err)
	*h.feed = append(*h.feed, d.ID)
	return d
}

// copied certifies a copy as a file: made of a scan, signed by the chair, numbered and sealed.
func (h *house) copied(chair context.Context, d *dossier.Dossier) {
	h.t.Helper()
	var sheet bytes.Buffer
	h.no(jpeg.Encode(&sheet, image.NewGray(image.Rect(0, 0, 827, 1169)), nil))
	f, err := h.desk.Store(system(), "bang.jpg", &sheet)
	h.no(err)
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.MakeCopy(ctx, at, dossier.Scanned{Original: dossier.Original{Name: "Bằng tốt nghiệp", Issuer: "Sở Giáo dục", Pages: 1}, Files: []dossier.File{f}})
	})
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.HandOver(ctx, at, "")
	})
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.Propose(ctx, at, dossier.Proposal{Text: "Bản sao được chứng thực"})
	})
	b, _, err := h.desk.AskApproval(chair, dossier.At{ID: d.ID})
	h.no(err)
	h.no(h.desk.Sign.SignWith(chair, b, keyPassword))
	_, err = h.desk.Approved(chair, b)
	h.no(err)
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.NumberSealed(ctx, at, dossier.Numbering{Password: keyPassword})
	})
}

func TestElectronicCertifiedCopiesAreCountedOfThoseThatWereCertified(t *testing.T) {
	onBoth(t, func(h *house) {
		h.given(h.received(h.submitted())) // of another procedure
		chair := h.signs()
		h.finished(h.copyAsked()) // on paper
		h.copied(chair, h.copyAsked())
		h.copyAsked() // still open
		h.no(h.CatchUp(system()))
		d, err := h.Digital(h.leader(), h.august())
		h.no(err)
		if got := d.Now.Flagged; got.Certifying != 2 || got.ElectronicCopies != 1 || got.Done != 3 {
			t.Errorf("of three finished two certified copies, one of them as a file; the board says %+v", got)
		}
		for c, want := range map[insight.Column]int{insight.Certifying: 2, insight.ElectronicCopies: 1} {
			if l, err := h.List(h.leader(), h.august(), c, insight.Start); err != nil || l.Count != want {
				t.Errorf("behind %s stand %d dossiers, want %d (%v)", c, l.Count, want, err)
			}
		}
		h.recountedAlike(d.Now)
		query := "?ky=2023-08&don-vi=" + h.district.ID
		if page := h.get("/so-lieu/so-hoa" + query).Body.String(); !strings.Contains(page, "bản sao chứng thực điện tử") || !strings.Contains(page, "cot=electronic-copies") {
			t.Error("the page does not say how many electronic copies there are")
		}
		if csv := h.get("/so-lieu/so-hoa" + query + "&dang=csv").Body.String(); !strings.Contains(csv, "giải quyết xong,1,2,50%") || !strings.Contains(csv, "bản sao chứng thực điện tử") {
			t.Errorf("as a list for programs:\n%s", csv)
		}
		h.forge("UPDATE insight_fact SET electronic_copy = TRUE")
		if c, err := h.Compare(system()); err != nil || c.Differ == 0 {
			t.Errorf("the night did not find a copy that somebody typed: %+v, %v", c.Report, err)
		}
	})
}

// recountedAlike holds what was heard against what the events say, and against what is made of them from nothing.
func (h *house) recountedAlike(heard count.Figures) {
	h.t.Helper()
	if c, err := h.Compare(system()); err != nil || c.Differ != 0 {
		h.t.Errorf("counted anew it differs: %+v, %v", c.Report, err)
	}
	h.no(h.Recount(system()))
	if d, err := h.Digital(h.leader(), h.august()); err != nil || d.Now != heard {
		h.t.Errorf("made from nothing %+v, heard %+v (%v)", d.Now, heard, err)
	}
}
