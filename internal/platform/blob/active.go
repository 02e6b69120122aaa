package blob

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// What a PDF may not hold: what runs, starts a program, or brings further files along. Each is a name of ISO 32000-1
// that is too long to come about by chance in packed bytes.
var active = map[string]bool{"JavaScript": true, "Launch": true, "EmbeddedFile": true, "EmbeddedFiles": true, "RichMedia": true}

var (
	pdfName     = regexp.MustCompile(`/[A-Za-z#0-9]{6,45}`)
	escape      = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	streamBegin = regexp.MustCompile(`stream\r?\n`)
)

const (
	mostUnpacked = 64 << 20 // bytes of packed objects that are looked into, all together
	headOfStream = 1 << 10  // bytes before a stream in which its kind stands
)

// checkActive refuses a PDF that can do something. Names stand in the open or in packed object streams, which are
// unpacked; those of an encrypted file cannot be looked into and pass.
func checkActive(r io.Reader, size int64, kind string) error {
	if kind != PDF {
		return nil
	}
	raw := make([]byte, size) // at most the limit of an upload
	if _, err := io.ReadFull(r, raw); err != nil {
		return err
	}
	if names(raw) || packedNames(raw) {
		return fault.New(fault.Invalid, "blob.pdf-active")
	}
	return nil
}

func names(raw []byte) bool {
	for _, name := range pdfName.FindAll(raw, -1) {
		plain := escape.ReplaceAllStringFunc(string(name[1:]), func(hex string) string {
			n, _ := strconv.ParseUint(hex[1:], 16, 8)
			return string(rune(n))
		})
		if active[plain] {
			return true
		}
	}
	return false
}

func packedNames(raw []byte) bool {
	left := int64(mostUnpacked)
	for _, at := range streamBegin.FindAllIndex(raw, -1) {
		head := raw[max(0, at[0]-headOfStream):at[0]]
		if i := bytes.LastIndex(head, []byte(" obj")); i >= 0 {
			head = head[i:]
		}
		if !strings.Contains(string(head), "/ObjStm") {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(raw[at[1]:]))
		if err != nil {
			continue
		}
		plain, _ := io.ReadAll(io.LimitReader(z, left+1)) // what is broken behind is no matter: readers stop there too
		if left -= int64(len(plain)); left < 0 || names(plain) {
			return true // so much of it is no paper
		}
	}
	return false
}
