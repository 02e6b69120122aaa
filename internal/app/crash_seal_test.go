package app

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"io"
	"slices"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// crashPassword opens the accounts of the officers and the seal.
const crashPassword = "nha-san-lac-thuy-2023"

// laySeal gives Hưng Thi a seal: its results are numbered in sealed files.
func (v *victim) laySeal(ctx context.Context, d *demonstration) {
	v.t.Helper()
	no := func(err error) {
		v.t.Helper()
		if err != nil {
			v.t.Fatal(err)
		}
	}
	u, err := d.house.org.ByCode(ctx, org.Commune, "05404", clock.DateOf(d.clock.Now()))
	no(err)
	near, err := trial.New(d.clock.Now())
	no(err)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	no(err)
	cert, err := near.Issue(trial.Person{Name: u.Authority(), Public: private.Public()})
	no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, crashPassword)
	no(err)
	keeper := testkit.AsAt(ctx, "/", sign.CanTrust, sign.CanKeepSeal)
	no(d.house.sign.AddRoot(keeper, near.PEM()))
	_, err = d.house.sign.AddSeal(keeper, u, raw, crashPassword, nil)
	no(err)
	v.sealed = crashOffice{unit: u.ID, login: "hung-thi", seal: true, name: u.Authority()}
}

// sealing wants a paper of the office with the seal to be one sealed file, in which its number stands, and no other.
func (v *victim) sealing(d *demonstration, p *archive.Paper) {
	if len(p.Files) != 1 {
		v.t.Errorf("paper %s of %s has %d files, not the sealed one", p.Number, p.Office.Name, len(p.Files))
		return
	}
	f := p.Files[0]
	r, err := d.house.blobs.Open(v.t.Context(), blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	if err != nil {
		v.t.Errorf("the sealed file of paper %s: %v", p.Number, err)
		return
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		v.t.Fatal(err)
	}
	trust, err := d.house.sign.Trust(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	got := pades.Validate(raw, trust)
	if len(got.Signatures) != 1 || got.Reason != pades.RevocationUnknown || got.Signatures[0].Signer != v.sealed.name || !got.Signatures[0].CoversWhole {
		v.t.Errorf("paper %s is not sealed once by %s: %+v", p.Number, v.sealed.name, got)
	}
	if said := object.Append(nil, object.Text("Ban hành số "+p.Number)); !bytes.Contains(raw, said) {
		v.t.Errorf("paper %s stands in a file that was sealed for another number", p.Number)
	}
}

// sealedOnce wants as many seals used as papers of the office, none of them of the same file.
func (v *victim) sealedOnce(d *demonstration, papers int) {
	var files []string
	err := d.house.database.Read().NewRaw("SELECT f.sha256 FROM archive_file f JOIN archive_paper p ON p.id = f.paper_id WHERE p.unit_id = ?", v.sealed.unit).
		Scan(v.t.Context(), &files)
	if err != nil {
		v.t.Fatal(err)
	}
	slices.Sort(files)
	if once := slices.Compact(slices.Clone(files)); len(once) != papers || len(files) != papers {
		v.t.Errorf("%d sealed files, %d of them different, for %d papers", len(files), len(once), papers)
	}
	var used int
	if err := d.house.database.Read().NewRaw("SELECT count(*) FROM sign_request WHERE state = 'used'").Scan(v.t.Context(), &used); err != nil {
		v.t.Fatal(err)
	}
	if used != papers {
		v.t.Errorf("%d seals were used for %d papers", used, papers)
	}
}
