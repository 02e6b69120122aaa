// Command ocr measures what the house adds to the reading of a scanned page: Tesseract alone on a picture of an A4 page
// at 300 dpi, as a file, against the house's reader on the same picture, turn and turn about.
//
//	go run ./bench/ocr
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/bench/machine"
	"github.com/nha-san/nhasan/internal/platform/ocr"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

func main() {
	n := flag.Int("n", 15, "how often each reads the page")
	flag.Parse()
	if err := run(context.Background(), *n); err != nil {
		fmt.Fprintln(os.Stderr, "bench/ocr:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n int) error {
	reader, err := ocr.Find(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "nhasan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file, err := scanned(ctx, dir)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	page, err := scan.Take(raw)
	if err != nil {
		return err
	}
	fmt.Printf("machine: %s; a page of %d × %d pixels, %d KB\n", machine.Name(), page.Width, page.Height, len(raw)/1024)
	var alone, house []time.Duration
	words := 0
	read := map[bool]func() error{
		false: func() error { return tesseract(ctx, file) },
		true:  func() error { found, err := reader.Read(ctx, page); words = len(found); return err },
	}
	for i := range n {
		for _, ours := range []bool{i%2 == 0, i%2 != 0} { // whoever comes second finds a warmer machine
			began := time.Now()
			if err := read[ours](); err != nil {
				return err
			}
			if took := time.Since(began); ours {
				house = append(house, took)
			} else {
				alone = append(alone, took)
			}
		}
	}
	slices.Sort(alone)
	slices.Sort(house)
	a, h := alone[n/2], house[n/2]
	fmt.Printf("tesseract alone: median %s (%s to %s)\n", round(a), round(alone[0]), round(alone[n-1]))
	fmt.Printf("the house: median %s (%s to %s), %d words\n", round(h), round(house[0]), round(house[n-1]), words)
	fmt.Printf("ratio of medians %.3f, of the quickest %.3f; wanted 1.2\n", float64(h)/float64(a), float64(house[0])/float64(alone[0]))
	return nil
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// tesseract reads the file with no house about it: the same words asked for, the same single thread, as text.
func tesseract(ctx context.Context, file string) error {
	cmd := exec.CommandContext(ctx, "tesseract", file, "stdout", "-l", "vie", "--dpi", "300")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := cmd.Output()
	if err == nil && !strings.Contains(string(out), "khai sinh") {
		err = fmt.Errorf("tesseract reads %.200q", out)
	}
	return err
}

// scanned makes a full page and takes its picture at 300 dpi.
func scanned(ctx context.Context, dir string) (string, error) {
	raw, err := pdf.Render(ctx, pdf.Paper{Title: "Giấy khai sinh", HTML: page})
	if err != nil {
		return "", err
	}
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "page")
	if err := os.WriteFile(in, raw, 0o600); err != nil {
		return "", err
	}
	said, err := exec.CommandContext(ctx, "pdftoppm", "-r", "300", "-jpeg", "-gray", "-singlefile", in, out).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("pdftoppm: %w: %.200s", err, said)
	}
	return out + ".jpg", nil
}

var page = `<h1>Giấy khai sinh (bản sao)</h1><p>Số: 112/2019</p><p>Họ, chữ đệm, tên: Bùi Thị Lan</p>` +
	strings.Repeat(`<p>Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014; xét đề nghị của công chức Tư pháp - Hộ tịch, Ủy ban nhân dân xã Phú Nghĩa, `+
		`huyện Lạc Thủy, tỉnh Hòa Bình cấp giấy khai sinh cho trẻ em sinh tại Trung tâm Y tế huyện, nơi cư trú thôn Đồng Phú.</p>`, 9)
