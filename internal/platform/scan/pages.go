package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// ErrNoPoppler is returned where scanned PDFs cannot be taken apart: the package poppler-utils is not installed.
var ErrNoPoppler = errors.New("pdftoppm of poppler-utils is not installed")

// mostOfPDF bounds the pages of one scanned PDF, and the time to take one apart.
const (
	mostOfPDF = 1000
	pdfTime   = 20 * time.Minute
)

// Signed tells whether somebody signed a PDF and answers for its pages as they are.
func Signed(pdf []byte) bool { return bytes.Contains(pdf, []byte("/ByteRange")) }

// PagesDPI is the resolution of the pictures that Pages makes.
const PagesDPI = 200

// Pages calls do with each page of a scanned PDF as a picture of 200 dpi, in their order.
func Pages(ctx context.Context, pdf []byte, do func(Picture) error) error {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		return ErrNoPoppler
	}
	dir, err := os.MkdirTemp("", "scan-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, pdfTime)
	defer stop()
	cmd := exec.CommandContext(ctx, program, "-r", strconv.Itoa(PagesDPI), "-jpeg", "-l", strconv.Itoa(mostOfPDF), in, filepath.Join(dir, "page"))
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pdftoppm: %w: %.200s", err, said)
	}
	names, err := filepath.Glob(filepath.Join(dir, "page-*.jpg"))
	if err != nil {
		return err
	}
	slices.Sort(names) // pdftoppm writes numbers with leading zeros
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		p, err := Take(raw)
		if err != nil {
			return err
		}
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}
