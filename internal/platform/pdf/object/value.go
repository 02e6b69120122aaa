package object

import "errors"

// The kinds of error; each error of this package is one of them.
var (
	ErrBroken    = errors.New("the PDF is broken")
	ErrTooMuch   = errors.New("the PDF asks for too much")
	ErrEncrypted = errors.New("the PDF is encrypted")
)

// An object is nil, a bool, an int, a float64, or one of these.
type (
	// Name stands without its slash, #-escapes resolved.
	Name string
	// String holds the bytes that it stands for, whichever way it is written.
	String []byte
	// Array holds objects.
	Array []any
	// Dict holds objects; a key that stands in it twice is an error.
	Dict map[Name]any
	// Ref points to an object.
	Ref struct{ N, Gen int }
	// Stream is a dictionary with bytes, still packed.
	Stream struct {
		Dict Dict
		Raw  []byte
	}
	// Raw is written as it stands; nothing that was read has this kind.
	Raw string
)
