package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/audit/ledger/witness"
)

// witnessCmd signs the ledgers of other houses: a province those of its communes, a newspaper that of
// its town. It needs a folder and an address, and no database.
type witnessCmd struct {
	Dir  string   `env:"NHASAN_WITNESS_DIR" default:"nhasan-witness" help:"Folder of its key and of what it has signed."`
	Addr string   `env:"NHASAN_WITNESS_ADDR" default:"127.0.0.1:8095" help:"Address to listen on."`
	Name string   `env:"NHASAN_WITNESS_NAME" default:"witness.localhost" help:"Name under which it signs, such as nhan-chung.hoabinh.gov.vn; used when the key is made."`
	Log  []string `name:"ledger" env:"NHASAN_WITNESS_LEDGERS" help:"Key of a ledger to watch, as …/so-cai/key shows it; once for each."`
}

// Run makes the key at the first start, prints it, and serves.
func (c witnessCmd) Run(ctx context.Context, io std) error {
	skey, vkey, err := witnessKey(c.Dir, c.Name)
	if err != nil {
		return err
	}
	w, err := witness.New(skey, c.Log, witness.Folder(filepath.Join(c.Dir, "signed")))
	if err != nil {
		return usageError{err}
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	fmt.Fprintf(io.out, "Watching %d ledgers. Houses that ask this witness are started with\n  --witness %q\n", len(c.Log), vkey+" http://"+ln.Addr().String())
	srv := &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second}
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = srv.Shutdown(stop)
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// witnessKey reads the key of a witness, and makes it at the first start. The file holds both halves, the
// one that signs first.
func witnessKey(dir, name string) (skey, vkey string, err error) {
	file := filepath.Join(dir, "key")
	raw, err := os.ReadFile(file)
	if err == nil {
		skey, vkey, ok := strings.Cut(strings.TrimSpace(string(raw)), "\n")
		if !ok {
			return "", "", fmt.Errorf("%s does not hold the two keys of a witness", file)
		}
		return skey, vkey, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", err
	}
	seed := make([]byte, 32)
	_, _ = rand.Read(seed)
	if skey, vkey, err = ledger.KeyPair(seed, name); err != nil {
		return "", "", err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", "", err
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n", skey, vkey)
	return skey, vkey, errors.Join(err, f.Sync(), f.Close())
}
