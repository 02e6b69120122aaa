package blob

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// A ZIP file ends with a record that tells where its list of names begins; the list says whether the
// archive is a Word or an Excel document. Only the list is read, and nothing is unpacked.
const (
	endSize   = 22              // of the end record without its comment
	endSearch = 1<<16 + endSize // a comment has at most 65,535 bytes
	maxList   = 1 << 20         // a document of an office has some dozens of parts, not thousands
	entrySize = 46              // of one entry without its name
)

// maxUnfolded guards the readers' machines: an office document of a person has some megabytes unpacked.
const maxUnfolded = 256 << 20

// checkArchive refuses an office document that unfolds beyond measure, or whose parts have names that lead out of it.
// The sizes are those that the list declares: what unpacks it believes them or stops at them.
func checkArchive(f io.ReaderAt, size int64, kind string) error {
	if kind != DOCX && kind != XLSX {
		return nil
	}
	list, unfolded := nameList(f, size), int64(0)
	for len(list) >= entrySize && bytes.HasPrefix(list, []byte("PK\x01\x02")) {
		name := int(binary.LittleEndian.Uint16(list[28:]))
		next := entrySize + name + int(binary.LittleEndian.Uint16(list[30:])) + int(binary.LittleEndian.Uint16(list[32:]))
		unfolded += int64(binary.LittleEndian.Uint32(list[24:]))
		if called := string(list[entrySize : entrySize+name]); strings.HasPrefix(called, "/") || strings.Contains(called, "..") || strings.ContainsAny(called, "\\:\x00") {
			return fault.New(fault.Invalid, "blob.type-not-allowed")
		}
		list = list[next:]
	}
	if unfolded > maxUnfolded {
		return fault.New(fault.Invalid, "blob.unfolds", "mb", maxUnfolded>>20)
	}
	return nil
}

// officeKind tells which document a ZIP archive is, "" for any other archive and for documents that
// carry macros.
func officeKind(f io.ReaderAt, size int64) string {
	kind := ""
	for _, name := range listed(f, size) {
		switch string(name) {
		case "word/document.xml":
			kind = DOCX
		case "xl/workbook.xml":
			kind = XLSX
		case "word/vbaProject.bin", "xl/vbaProject.bin":
			return ""
		}
	}
	return kind
}

// listed returns the names in the archive, nil when it cannot be read.
func listed(f io.ReaderAt, size int64) [][]byte {
	list := nameList(f, size)
	var names [][]byte
	for len(list) >= entrySize && bytes.HasPrefix(list, []byte("PK\x01\x02")) {
		name := int(binary.LittleEndian.Uint16(list[28:]))
		next := entrySize + name + int(binary.LittleEndian.Uint16(list[30:])) +
			int(binary.LittleEndian.Uint16(list[32:]))
		if next > len(list) {
			return nil
		}
		names = append(names, list[entrySize:entrySize+name])
		list = list[next:]
	}
	return names
}

func nameList(f io.ReaderAt, size int64) []byte {
	tail := readAt(f, max(0, size-endSearch), min(size, endSearch))
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endSize {
		return nil
	}
	length := int64(binary.LittleEndian.Uint32(tail[at+12:]))
	offset := int64(binary.LittleEndian.Uint32(tail[at+16:]))
	if length > maxList || offset+length > size {
		return nil
	}
	return readAt(f, offset, length)
}

// wordClass stands in the root of the compound file that a .doc is: Word.Document.8.
var wordClass = []byte{6, 9, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}

// oldWord returns DOC when the compound file f was made by Word, "" otherwise.
func oldWord(f io.ReaderAt) string {
	head := readAt(f, 0, 512)
	if len(head) < 512 {
		return ""
	}
	sector := int64(512)
	if binary.LittleEndian.Uint16(head[26:]) == 4 {
		sector = 4096
	}
	root := (1 + int64(binary.LittleEndian.Uint32(head[48:]))) * sector
	if bytes.Equal(readAt(f, root+80, 16), wordClass) {
		return DOC
	}
	return ""
}

// readAt returns n bytes at offset, nil when they are not all there.
func readAt(f io.ReaderAt, offset, n int64) []byte {
	b := make([]byte, n)
	if got, _ := f.ReadAt(b, offset); int64(got) < n {
		return nil
	}
	return b
}
