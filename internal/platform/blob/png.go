package blob

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
)

const pngBegin = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that make the picture and its colours. All others that a reader may skip
// are left out: words, times, previews, animation.
var pngKept = []string{
	"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "hIST", "sBIT", "sPLT", "pHYs",
	"cHRM", "gAMA", "iCCP", "sRGB", "cICP", "mDCV", "cLLI",
}

// maxExif is the largest Exif chunk that is looked into; larger ones are left out unread.
const maxExif = 1 << 16

// cleanPNG copies a PNG up to its end, chunk by chunk; each kept chunk's sum is checked.
func cleanPNG(out *bufio.Writer, in *bufio.Reader) error {
	begin := make([]byte, len(pngBegin))
	if _, err := io.ReadFull(in, begin); err != nil || string(begin) != pngBegin {
		return broken(errors.New("png: no beginning"))
	}
	out.Write(begin) // a bufio.Writer keeps its error until Flush
	for {
		head := make([]byte, 8)
		if _, err := io.ReadFull(in, head); err != nil {
			return short(err)
		}
		if err := pngChunk(out, in, head); err != nil {
			return short(err)
		}
		if string(head[4:]) == "IEND" {
			return nil
		}
	}
}

// pngChunk passes or drops the chunk whose length and name are in head.
func pngChunk(out *bufio.Writer, in *bufio.Reader, head []byte) error {
	n, name := int64(binary.BigEndian.Uint32(head)), string(head[4:])
	switch {
	case slices.Contains(pngKept, name):
		return pngCopy(out, in, head)
	case name[0] >= 'A' && name[0] <= 'Z':
		return broken(fmt.Errorf("png: chunk %q cannot be skipped", name))
	case name == "eXIf" && n <= maxExif:
		return pngTurned(out, in, n)
	}
	_, err := io.CopyN(io.Discard, in, n+crc32.Size)
	return err
}

func pngCopy(out *bufio.Writer, in *bufio.Reader, head []byte) error {
	sum := crc32.NewIEEE()
	sum.Write(head[4:])
	out.Write(head)
	if _, err := io.CopyN(io.MultiWriter(out, sum), in, int64(binary.BigEndian.Uint32(head))); err != nil {
		return err
	}
	want := make([]byte, crc32.Size)
	if _, err := io.ReadFull(in, want); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(want) != sum.Sum32() {
		return broken(fmt.Errorf("png: chunk %q is damaged", head[4:]))
	}
	out.Write(want)
	return nil
}

// pngTurned keeps of an Exif chunk of n bytes only how to turn the picture.
func pngTurned(out *bufio.Writer, in *bufio.Reader, n int64) error {
	exif := make([]byte, n+crc32.Size)
	if _, err := io.ReadFull(in, exif); err != nil {
		return err
	}
	o := orientation(exif[:n])
	if o == upright {
		return nil
	}
	chunk := append([]byte("eXIf"), turned(o)...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)))
	out.Write(chunk)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)))
	return nil
}
