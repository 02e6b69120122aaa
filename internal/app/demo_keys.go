package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/sign/trial"
)

// keysFolder is where the stage's keys lie, for whoever wants to try signing.
const keysFolder = "chu-ky-so"

// The chairman who may sign, and the files of the folder.
const (
	signerLogin = "chutich.phu-nghia"
	rootFile    = "ca-goc.pem"
	sealFile    = "con-dau.phu-nghia.p12"
)

// keys lays an authority of the stage's own beside the house, a key of the chairman and the seal of his commune, under the
// password of all. Nobody trusts that authority until the administrator says so.
func (d *demonstration) keys(ctx context.Context, dir string, start time.Time) error {
	officers, err := d.officers(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(officers, func(o player) bool { return o.login == signerLogin })
	if i < 0 {
		return fmt.Errorf("the demonstration has no %s", signerLogin)
	}
	unit, err := d.house.org.Unit(ctx, officers[i].post.UnitID)
	if err != nil {
		return err
	}
	near, err := trial.New(start)
	if err != nil {
		return err
	}
	dir = filepath.Join(dir, keysFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, rootFile), near.PEM(), 0o600); err != nil {
		return err
	}
	for file, p := range map[string]trial.Person{
		signerLogin + ".p12": {Name: officers[i].name, Organisation: unit.Authority()},
		sealFile:             {Name: unit.Authority()},
	} {
		if err := d.key(filepath.Join(dir, file), near, p); err != nil {
			return err
		}
	}
	return nil
}

// key writes a key with its certificate into a file.
func (d *demonstration) key(file string, near *trial.Authority, p trial.Person) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	p.Public = private.Public()
	cert, err := near.Issue(p)
	if err != nil {
		return err
	}
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, d.cast.Password)
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}
