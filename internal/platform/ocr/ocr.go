// Package ocr reads printed Vietnamese in pictures, with Tesseract where it is installed. A machine without it says so,
// and what was scanned stays unread.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// ErrMissing is returned where there is no Tesseract, or it has not learnt Vietnamese.
var ErrMissing = errors.New("tesseract with Vietnamese (tesseract-ocr, tesseract-ocr-vie) is not installed")

// pageTime bounds the reading of one page: a page takes seconds.
const pageTime = 2 * time.Minute

// Reader reads pages.
type Reader struct{ program string }

// Find looks for Tesseract on this machine.
func Find(ctx context.Context) (*Reader, error) {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, ErrMissing
	}
	knows, err := exec.CommandContext(ctx, program, "--list-langs").CombinedOutput()
	if err != nil || !strings.Contains(string(knows), "\nvie") {
		return nil, ErrMissing
	}
	return &Reader{program}, nil
}

// Read returns the words of a page, line by line. One thread is used: several pages are read side by side.
func (r *Reader) Read(ctx context.Context, p scan.Picture) ([]scan.Word, error) {
	ctx, stop := context.WithTimeout(ctx, pageTime)
	defer stop()
	// behind everything else: an old PC serves the counter while it reads
	cmd := exec.CommandContext(ctx, "nice", "-n", "10", r.program, "stdin", "stdout", "-l", "vie", "--dpi", strconv.Itoa(max(70, p.DPI())), "tsv")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.Stdin = bytes.NewReader(p.JPEG)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("tesseract: %w: %.300s", err, complaint.String())
	}
	return words(string(out)), nil
}

// words reads Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
func words(table string) []scan.Word {
	var out []scan.Word
	line, was := 0, ""
	for _, row := range strings.Split(table, "\n") {
		cells := strings.Split(strings.TrimRight(row, "\r"), "\t")
		if len(cells) != 12 || cells[0] != "5" {
			continue
		}
		said := text.Clean(cells[11])
		if said == "" {
			continue
		}
		if here := strings.Join(cells[1:5], "."); here != was {
			line, was = line+1, here
		}
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(cells[6+i]) // 0 where it is no number
		}
		sure, _ := strconv.ParseFloat(cells[10], 64)
		out = append(out, scan.Word{Text: said, X: n[0], Y: n[1], W: n[2], H: n[3], Sure: min(1, max(0, sure/100)), Line: line})
	}
	return out
}
