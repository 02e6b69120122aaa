package result

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Converter turns files of a word processor into PDF/A-2b with LibreOffice, where that is installed.
type Converter struct {
	Command string        // "soffice" when empty
	Limit   time.Duration // for one file; a minute when 0
}

// ErrNoOffice says that the machine has no LibreOffice.
var ErrNoOffice = errors.New("LibreOffice (libreoffice-writer-nogui) is not installed")

// asPDF are the settings of the conversion. PDF/UA is not asked for beside: LibreOffice then writes
// neither.
const asPDF = `pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}`

func (c Converter) program() (string, error) {
	name := c.Command
	if name == "" {
		name = "soffice"
	}
	program, err := exec.LookPath(name)
	if err != nil {
		return "", ErrNoOffice
	}
	return program, nil
}

// Installed tells whether the machine can convert.
func (c Converter) Installed() bool {
	_, err := c.program()
	return err == nil
}

// turn lets one file through at a time: each conversion takes a whole office into memory.
var turn = make(chan struct{}, 1)

// PDF converts a file in a folder and with a profile of its own, which are gone afterwards. The program
// gets nothing of our environment but the path.
func (c Converter) PDF(ctx context.Context, docx []byte) ([]byte, error) {
	program, err := c.program()
	if err != nil {
		return nil, err
	}
	limit := c.Limit
	if limit == 0 {
		limit = time.Minute
	}
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "result-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "result.docx")
	if err := os.WriteFile(source, docx, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", asPDF, "--outdir", dir, source)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("soffice: %w: %.300s", errors.Join(err, ctx.Err()), said.String())
	}
	raw, err := os.ReadFile(filepath.Join(dir, "result.pdf"))
	if err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
		return nil, fmt.Errorf("soffice made no PDF: %w: %.300s", err, said.String())
	}
	return raw, nil
}
