package blob

import (
	"bufio"
	"io"
)

// Clean copies r to w without what a picture tells beside the picture: position, camera, owner,
// thumbnail, comments, anything behind its end. How the picture is to be turned, its colour profile
// and the picture itself stay, byte for byte. Other kinds are copied as they are. A picture that is
// not well formed is a fault.Invalid, and w has then received a part of it.
func Clean(w io.Writer, r io.Reader, kind string) error {
	var clean func(*bufio.Writer, *bufio.Reader) error
	switch kind {
	case JPEG:
		clean = cleanJPEG
	case PNG:
		clean = cleanPNG
	default:
		_, err := io.Copy(w, r)
		return err
	}
	out := bufio.NewWriter(w)
	if err := clean(out, bufio.NewReader(r)); err != nil {
		return err
	}
	return out.Flush()
}

// cleans tells whether Clean may write other bytes than it reads.
func cleans(kind string) bool { return kind == JPEG || kind == PNG }

// short makes the end of the file inside a part of it an error about the picture.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return broken(io.ErrUnexpectedEOF)
	}
	return err
}
