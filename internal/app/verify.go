package app

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/insight/recount"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// verifyCmd checks what houses publish.
type verifyCmd struct {
	Ledger verifyLedgerCmd `cmd:"" help:"Check a public ledger and count its figures again."`
	Opened verifyOpenedCmd `cmd:"" help:"Check the file with which a citizen proves what happened to their dossier."`
	QR     verifyQRCmd     `cmd:"" name:"qr" help:"Check the square on an issued paper, without a network."`
	PDF    verifyPDFCmd    `cmd:"" name:"pdf" help:"Tell what the signatures in a PDF are worth: valid, invalid, or it cannot be told."`
	SIP    verifySIPCmd    `cmd:"" name:"sip" help:"Check a package of papers for an archive: every file listed, every digest."`
}

// verifyLedgerCmd is what an inspector runs on their own computer.
type verifyLedgerCmd struct {
	Source  string   `arg:"" help:"Address of the ledger, such as https://motcua.example.vn/so-cai, or a folder with a copy of it."`
	Key     string   `help:"Key of the ledger as you got it from somewhere else; else the one it shows itself is taken, which proves less."`
	Witness []string `sep:"none" help:"Key of a witness whose signature is wanted; once for each."`
	Since   []string `sep:"none" type:"existingfile" help:"File with a checkpoint that you kept from before: the ledger must continue it; once for each."`
	TSA     string   `name:"tsa" type:"existingfile" help:"Certificates (PEM) of the time-stamp authority whose stamp is wanted."`
	Save    string   `help:"Folder to keep a copy of the ledger in."`
	AsOf    string   `name:"as-of" help:"Instant of the question, 2023-08-10T09:00; else the last thing that happened."`
	figuresFlags
}

// checked is a ledger after all checks.
type checked struct {
	ledger   *reader.Ledger
	book     *recount.Book
	findings []reader.Finding
	asOf     time.Time
}

// Run checks, prints, and ends with status 1 when anything does not hold.
func (c verifyLedgerCmd) Run(ctx context.Context, io std) error {
	done, err := c.check(ctx)
	if err != nil {
		return err
	}
	if err := c.print(ctx, io, done); err != nil {
		return err
	}
	if n := len(done.findings); n > 0 {
		return fmt.Errorf("%d things do not hold", n)
	}
	return nil
}

func (c verifyLedgerCmd) check(ctx context.Context) (*checked, error) {
	src := reader.Lies(c.Source)
	if c.Save != "" {
		src = reader.Kept{Source: src, Folder: c.Save}
	}
	trust := reader.Trust{Key: c.Key, Witnesses: c.Witness, Older: map[string]string{}}
	if c.TSA != "" {
		raw, err := os.ReadFile(c.TSA)
		if err != nil {
			return nil, err
		}
		if trust.TSA = x509.NewCertPool(); !trust.TSA.AppendCertsFromPEM(raw) {
			return nil, usageError{fmt.Errorf("%s holds no certificate", c.TSA)}
		}
	}
	for _, name := range c.Since {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		trust.Older[name] = string(raw)
	}
	l, found, err := reader.Open(ctx, src, trust)
	if err != nil {
		return nil, err
	}
	book := recount.NewBook(l.Cosigned)
	more, err := l.Walk(ctx, recount.Read, book.Take)
	if err != nil {
		more = append(more, reader.Finding{Kind: reader.Unreadable, Index: -1, Says: err.Error()})
	}
	out := &checked{ledger: l, book: book, findings: append(append(found, more...), book.Findings()...), asOf: book.Latest()}
	if c.AsOf != "" {
		out.asOf, err = instant(c.AsOf)
		if err != nil {
			return nil, usageError{err}
		}
	}
	return out, nil
}

// instant reads 2023-08-10T09:00 in the country's time.
func instant(s string) (time.Time, error) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(form, s, clock.Zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--as-of %q is not written like 2023-08-10T09:00", s)
}
