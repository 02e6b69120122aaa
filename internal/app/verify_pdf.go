package app

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/pades/xmlreport"
)

// verifyPDFCmd needs neither a database nor a network: what the file does not carry is not asked for.
type verifyPDFCmd struct {
	File  string   `arg:"" type:"existingfile" help:"The PDF."`
	Trust []string `sep:"none" type:"existingfile" help:"Certificates (PEM) of authorities that you trust, of signers and of time stamps; once for each file. Without any, nobody is trusted."`
	AsOf  string   `name:"as-of" help:"Instant of the question, 2023-08-10T09:00; else now."`
	JSON  bool     `name:"json" help:"Print the report as JSON."`
	XML   bool     `name:"xml" help:"Print the report as XML after ETSI TS 119 102-2."`
}

// Run prints the report, and ends with status 1 unless the verdict is valid.
func (c verifyPDFCmd) Run(s std) error {
	if c.JSON && c.XML {
		return usageError{errors.New("--json and --xml are two reports: choose one")}
	}
	trust, err := c.trust()
	if err != nil {
		return err
	}
	raw, err := readUpTo(c.File, pades.MaxFile)
	if err != nil {
		return err
	}
	report := pades.Validate(raw, trust)
	if c.XML {
		out, err := xmlreport.Write(raw, report, trust.Now)
		if err == nil {
			_, err = s.out.Write(out)
		}
		if err != nil {
			return err
		}
	} else if err := c.print(s.out, report); err != nil {
		return err
	}
	if report.Verdict != pades.Valid {
		return fmt.Errorf("%s: %s", report.Verdict, report.Reason)
	}
	return nil
}

func (c verifyPDFCmd) trust() (pades.Trust, error) {
	t := pades.Trust{Roots: x509.NewCertPool(), Now: clock.System{}.Now()}
	for _, name := range c.Trust {
		raw, err := os.ReadFile(name)
		if err != nil {
			return t, err
		}
		if !t.Roots.AppendCertsFromPEM(raw) {
			return t, usageError{fmt.Errorf("%s holds no certificate", name)}
		}
	}
	if c.AsOf != "" {
		at, err := instant(c.AsOf)
		if err != nil {
			return t, usageError{err}
		}
		t.Now = at
	}
	return t, nil
}

// readUpTo reads a file, and one byte more than most if it is larger.
func readUpTo(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

func (c verifyPDFCmd) print(w io.Writer, r pades.Report) error {
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	fmt.Fprintf(w, "%s  %s\n", strings.ToUpper(string(r.Verdict)), r.Sentence)
	for i, s := range r.Signatures {
		printSignature(w, i+1, s)
	}
	return nil
}

func printSignature(w io.Writer, n int, s pades.Signature) {
	fmt.Fprintf(w, "\n%d. %s  %s\n", n, strings.ToUpper(string(s.Verdict)), s.Sentence)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "   %-14s %s\n", label, printableText(text))
		}
	}
	line("signer", s.Signer)
	line("organisation", s.Organisation)
	line("issued by", s.Issuer)
	if s.SignedAt != nil {
		source := "by a time stamp"
		if s.TimeSource == pades.ByClaim {
			source = "as the signer says"
		}
		line("signed at", s.SignedAt.In(clock.Zone).Format("2006-01-02 15:04:05 -07:00")+", "+source)
	}
	line("level", s.Level)
	line("revocation", string(s.Revocation))
	whole := "no, something was appended"
	if s.CoversWhole {
		whole = "yes"
	}
	line("whole file", whole)
	line("reason", string(s.Reason))
}

// printableText keeps what a file says from steering a terminal.
func printableText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, s)
}
