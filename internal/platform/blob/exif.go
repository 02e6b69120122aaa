package blob

import (
	"bytes"
	"encoding/binary"
)

const (
	tagOrientation = 0x0112
	upright        = 1
)

// orientation reads how a picture is to be turned (1 to 8; 1 is upright) from an Exif block, which
// is the beginning of a TIFF file. What cannot be read counts as upright.
func orientation(tiff []byte) byte {
	var order binary.ByteOrder = binary.BigEndian
	if len(tiff) < 8 {
		return upright
	}
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return upright
		}
		if order.Uint16(entries) == tagOrientation {
			return turn(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return upright
}

func turn(v uint16) byte {
	if v < 1 || v > 8 {
		return upright
	}
	return byte(v)
}

// turned is the smallest Exif block, which says nothing but how to turn the picture.
func turned(orientation byte) []byte {
	return []byte{
		'M', 'M', 0, '*', 0, 0, 0, 8, // big endian; the first list follows
		0, 1, // one entry
		0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // one short
		0, 0, 0, 0, // no further list
	}
}

// Orientation tells how a JPEG or PNG is to be turned to stand upright: 1 to 8 as Exif counts, 1 when it says nothing.
func Orientation(picture []byte) byte {
	head := picture[:min(len(picture), 1<<16)]
	if at := bytes.Index(head, exifName); at >= 0 {
		return orientation(head[at+len(exifName):])
	}
	if at := bytes.Index(head, []byte("eXIf")); at >= 0 {
		return orientation(head[at+4:])
	}
	return upright
}
