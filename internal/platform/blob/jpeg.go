package blob

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// JPEG markers, ITU-T T.81 table B.1.
const (
	mTEM   = 0x01
	mRST0  = 0xD0
	mRST7  = 0xD7
	mSOI   = 0xD8
	mEOI   = 0xD9
	mSOS   = 0xDA
	mAPP0  = 0xE0
	mAPP1  = 0xE1
	mAPP2  = 0xE2
	mAPP14 = 0xEE
	mAPP15 = 0xEF
	mCOM   = 0xFE
)

var (
	exifName  = []byte("Exif\x00\x00")
	jfifName  = []byte("JFIF\x00")
	iccName   = []byte("ICC_PROFILE\x00")
	adobeName = []byte("Adobe")
)

// cleanJPEG copies the first picture of a JPEG file. Further pictures behind it (previews, the
// video of a moving photograph) are left out together with what they tell.
func cleanJPEG(out *bufio.Writer, in *bufio.Reader) error {
	head := make([]byte, 2)
	if _, err := io.ReadFull(in, head); err != nil || head[0] != 0xFF || head[1] != mSOI {
		return broken(errors.New("jpeg: no beginning"))
	}
	out.Write(head) // a bufio.Writer keeps its error until Flush
	seenExif := false
	marker, err := nextMarker(in)
	for ; err == nil && marker != mEOI; marker, err = following(out, in, marker) {
		if bare(marker) {
			continue
		}
		var part []byte
		if part, err = segment(in); err != nil {
			break
		}
		keep := kept(marker, part, &seenExif)
		if keep == nil {
			continue
		}
		out.Write([]byte{0xFF, marker})
		out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(keep)+2)))
		out.Write(keep)
	}
	if err != nil {
		return short(err)
	}
	out.Write([]byte{0xFF, mEOI})
	return nil
}

// kept returns what stays of a segment, nil for nothing.
func kept(marker byte, part []byte, seenExif *bool) []byte {
	switch {
	case marker == mAPP0 && bytes.HasPrefix(part, jfifName) && len(part) >= 14:
		return append(part[:12:12], 0, 0) // without its thumbnail
	case marker == mAPP1 && bytes.HasPrefix(part, exifName) && !*seenExif:
		*seenExif = true
		if o := orientation(part[len(exifName):]); o != upright {
			return append(bytes.Clone(exifName), turned(o)...)
		}
		return nil
	case marker == mAPP2 && bytes.HasPrefix(part, iccName):
		return part
	case marker == mAPP14 && bytes.HasPrefix(part, adobeName): // says which colours these are
		return part
	case marker >= mAPP0 && marker <= mAPP15, marker == mCOM:
		return nil
	}
	return part
}

// following copies the picture data that comes after a scan's head, and finds the next marker.
func following(out *bufio.Writer, in *bufio.Reader, marker byte) (byte, error) {
	if marker != mSOS {
		return nextMarker(in)
	}
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != 0xFF {
			out.WriteByte(b)
			continue
		}
		next, err := afterFF(in)
		if err != nil {
			return 0, err
		}
		if next != 0 && (next < mRST0 || next > mRST7) {
			return next, nil
		}
		out.Write([]byte{0xFF, next}) // a byte of data, or a restart inside of it
	}
}

// nextMarker skips to the next marker, as every reader of pictures does.
func nextMarker(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != 0xFF {
			continue
		}
		if marker, err := afterFF(in); err != nil || marker != 0 {
			return marker, err
		}
	}
}

// afterFF returns the byte after one or more 0xFF.
func afterFF(in *bufio.Reader) (byte, error) {
	for {
		if b, err := in.ReadByte(); err != nil || b != 0xFF {
			return b, err
		}
	}
}

// bare tells whether a marker stands alone, without a segment; outside a scan they mean nothing.
func bare(marker byte) bool {
	return marker == mTEM || (marker >= mRST0 && marker <= mSOI)
}

func segment(in *bufio.Reader) ([]byte, error) {
	var size [2]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(size[:])) - len(size)
	if n < 0 {
		return nil, broken(errors.New("jpeg: segment shorter than its own length"))
	}
	part := make([]byte, n)
	_, err := io.ReadFull(in, part)
	return part, err
}
