package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tool runs one of poppler's programs on a file and returns what it printed.
func tool(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	cmd := exec.Command(program, append(args, path)...)
	if program == "pdftotext" {
		cmd.Args = append(cmd.Args, "-")
	}
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("%s is missing: install poppler-utils, as make test does", program)
	}
	if err != nil || complaints.Len() > 0 {
		t.Errorf("%s: %v %s", program, err, &complaints)
	}
	return string(out)
}

func render(t *testing.T, p Paper) []byte {
	t.Helper()
	if p.Title == "" {
		p.Title = "Phiếu"
	}
	file, err := Render(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

const sentence = "Ủy ban nhân dân huyện Lạc Thủy đã tiếp nhận hồ sơ của bà Quách Thị Ngữ, xóm Đồng Bưởi"

func TestVietnameseIsReadAsItWasWritten(t *testing.T) {
	file := render(t, Paper{HTML: "<p>" + sentence + ", <b>đặng ỡ Ộ ẵ</b> <i>quỳnh ử Ữ</i>.</p>", Size: A5})
	got := strings.Join(strings.Fields(tool(t, file, "pdftotext")), " ")
	if want := sentence + ", đặng ỡ Ộ ẵ quỳnh ử Ữ."; got != want {
		t.Errorf("the paper reads %q\nwant             %q", got, want)
	}
}

func TestDecomposedLettersAreComposed(t *testing.T) {
	file := render(t, Paper{HTML: "<p>Ho\u0300a Bi\u0300nh, hu\u031B\u0303u</p>"})
	if got := strings.TrimSpace(tool(t, file, "pdftotext")); got != "Hòa Bình, hữu" {
		t.Errorf("the paper reads %+q", got)
	}
}

func TestTheFileSaysWhatItIs(t *testing.T) {
	at := time.Date(2023, 9, 15, 8, 30, 0, 0, time.FixedZone("", 7*3600))
	file := render(t, Paper{
		HTML: "<p>x</p>", Title: "Giấy tiếp nhận (hồ sơ) \\ hẹn", Author: "Ủy ban nhân dân xã Phú Nghĩa", At: at,
	})
	info := tool(t, file, "pdfinfo", "-rawdates")
	for _, want := range []string{
		"Title:           Giấy tiếp nhận (hồ sơ) \\ hẹn\n", "Author:          Ủy ban nhân dân xã Phú Nghĩa\n",
		"CreationDate:    D:20230915083000+07'00'\n", "Tagged:          yes", "Page size:       595.28 x 841.89 pts (A4)",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	meta := tool(t, file, "pdfinfo", "-meta")
	for _, want := range []string{"Giấy tiếp nhận (hồ sơ)", "<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "vi-VN"} {
		if !strings.Contains(meta, want) {
			t.Errorf("the metadata do not say %q:\n%s", want, meta)
		}
	}
}

func TestEveryFontIsInTheFile(t *testing.T) {
	long := strings.Repeat("<p>Một <b>hai</b> <i>ba</i></p>", 60)
	fonts := strings.Split(strings.TrimSpace(tool(t, render(t, Paper{HTML: long}), "pdffonts")), "\n")[2:]
	if len(fonts) < 3 {
		t.Errorf("fonts: %q, want regular, bold and italic", fonts)
	}
	for _, line := range fonts {
		if f := strings.Fields(line); !strings.Contains(f[0], "+LiberationSerif") || f[len(f)-5] != "yes" {
			t.Errorf("not embedded: %s", line)
		}
	}
}

func TestThePaperHasItsSize(t *testing.T) {
	for size, want := range map[Size]string{
		A4: "595.28 x 841.89", A5: "419.53 x 595.28", A5Landscape: "595.28 x 419.53",
	} {
		if info := tool(t, render(t, Paper{HTML: "<p>x</p>", Size: size}), "pdfinfo"); !strings.Contains(info, want) {
			t.Errorf("size %v: want %s in\n%s", size, want, info)
		}
	}
}

func TestThePaperMaySetItsMargins(t *testing.T) {
	lines := strings.Repeat("<p>dòng</p>", 10)
	wide := render(t, Paper{HTML: "<style>@page{margin:200mm 20mm 20mm 20mm}</style>" + lines})
	if pageCount(render(t, Paper{HTML: lines})) != 1 || pageCount(wide) < 2 {
		t.Error("@page in the paper's own style is not heeded")
	}
}

func TestPagesAreCountedInEachPart(t *testing.T) {
	part := func(name string) string {
		var b strings.Builder
		for i := range 50 {
			fmt.Fprintf(&b, "<p>%s dòng %d.</p>", name, i)
		}
		return b.String()
	}
	file := render(t, Paper{HTML: part("Một") + Part + "<p>Hai</p>" + Part + part("Ba")})
	var tops []string
	for page := range strings.SplitSeq(strings.TrimSuffix(tool(t, file, "pdftotext"), "\f"), "\f") {
		first, _, _ := strings.Cut(strings.TrimSpace(page), "\n")
		tops = append(tops, first)
	}
	got := strings.Join(tops, " | ")
	if want := "Một dòng 0. | 2 | 3 | Hai | Ba dòng 0. | 2 | 3"; got != want {
		t.Errorf("the pages begin %s\nwant            %s", got, want)
	}
}

func TestAPaperMayCountItsPagesInItsOwnWords(t *testing.T) {
	rows := strings.Repeat("<tr><td>dòng</td></tr>", 100)
	file := render(t, Paper{Size: A4Landscape, Counted: "Trang %d/%d", HTML: "<table><thead><tr><th>Đầu bảng</th></tr></thead><tbody>" + rows + "</tbody></table>"})
	pages := strings.Split(strings.TrimSuffix(tool(t, file, "pdftotext"), "\f"), "\f")
	for i, page := range pages {
		for _, want := range []string{"Đầu bảng", fmt.Sprintf("Trang %d/%d", i+1, len(pages))} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d of %d does not say %q:\n%s", i+1, len(pages), want, page)
			}
		}
	}
	if len(pages) < 3 {
		t.Errorf("%d pages, want at least 3", len(pages))
	}
}

func TestNothingIsLostAtTheEndOfAPage(t *testing.T) {
	code, err := QR("x")
	if err != nil {
		t.Fatal(err)
	}
	for name, markup := range map[string]string{
		"row":   `<div style="display:flex"><div><p>ĐẦU</p><p>GIỮA</p></div><div><img alt="" width="60" height="60" src="` + DataURI(code) + `"></div><p>CUỐI</p></div>`,
		"block": `<div style="margin-top:5mm"><p>ĐẦU</p><div style="display:flex"><p>GIỮA</p><p style="height:60pt">CUỐI</p></div></div>`,
		"table": `<table><tr><td>ĐẦU<br>GIỮA<br>CUỐI</td></tr></table>`,
	} {
		for lines := 38; lines < 48; lines++ {
			file := render(t, Paper{HTML: "<style>p{margin:0}</style>" + strings.Repeat("<p>dòng</p>", lines) + markup})
			var page, whole int
			for text := range strings.SplitSeq(tool(t, file, "pdftotext"), "\f") {
				page += strings.Count(text, "ĐẦU")
				whole += strings.Count(text, "GIỮA") * strings.Count(text, "CUỐI")
			}
			if page != 1 || whole != 1 {
				t.Errorf("%s after %d lines: not whole on one page", name, lines)
			}
			// The margin is 20 mm; the engine lets the last line hang into it by less than its half.
			if low := lowest(t, file); low > 842-56+8 {
				t.Errorf("%s after %d lines: printed down to %.0f, into the margin", name, lines, low)
			}
		}
	}
}

// lowest returns how far down a page words are printed, in points.
func lowest(t *testing.T, file []byte) float64 {
	t.Helper()
	low := 0.0
	for _, m := range regexp.MustCompile(`yMax="([0-9.]+)"`).FindAllStringSubmatch(tool(t, file, "pdftotext", "-bbox"), -1) {
		y, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		low = max(low, y)
	}
	return low
}

func TestNothingIsPlacedOutOfTheFlow(t *testing.T) {
	_, err := Render(t.Context(), Paper{Title: "x", HTML: `<p style="position:absolute;top:1mm;left:1mm">x</p>`})
	if !errors.Is(err, errFixed) {
		t.Errorf("a paper that would print over itself gave %v", err)
	}
}

func TestNothingIsFetched(t *testing.T) {
	for name, markup := range map[string]string{
		"picture":    `<img src="http://127.0.0.1:9/x.png" alt="">`,
		"style":      `<link rel="stylesheet" href="https://127.0.0.1:9/x.css">`,
		"font":       `<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/x.ttf)}</style>`,
		"background": `<div style="background-image:url(http://127.0.0.1:9/x.png)">x</div>`,
		"a file":     `<img src="/etc/hostname" alt="">`,
		"way out":    `<img src="../../go.mod" alt="">`,
	} {
		_, err := Render(t.Context(), Paper{Title: "x", HTML: markup})
		if err == nil || !strings.Contains(err.Error(), "laying out") {
			t.Errorf("%s: a paper that asks for it gave %v", name, err)
		}
	}
}

func TestARunawayPaperIsStopped(t *testing.T) {
	if _, err := Render(t.Context(), Paper{Title: "x", HTML: strings.Repeat("<div>", 500)}); err == nil {
		t.Error("500 nested elements were laid out")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Render(ctx, Paper{Title: "x", HTML: "<p>x</p>"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who had gone got %v", err)
	}
}

func TestWhatTheFontsLackIsShownAsABox(t *testing.T) {
	file := render(t, Paper{HTML: "<p>Xin chào 😀漢\u200b!</p>"})
	if got := strings.TrimSpace(tool(t, file, "pdftotext")); got != "Xin chào □□!" {
		t.Errorf("the paper reads %q", got)
	}
}

func TestTheFontsAgreeOnTheirLetters(t *testing.T) {
	for _, r := range "aáàảãạăắằẳẵặâấầẩẫậđeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ–—“”…□" {
		if !glyphs()[r] {
			t.Errorf("the font lacks %c", r)
		}
	}
}

func TestTheSamePaperGivesTheSameBytes(t *testing.T) {
	p := Paper{HTML: "<p>" + sentence + "</p>" + Part + "<p>Liên 2</p>", Title: "Phiếu", At: time.Unix(1_700_000_000, 0).UTC()}
	if !bytes.Equal(render(t, p), render(t, p)) {
		t.Error("two prints of the same paper differ")
	}
}
