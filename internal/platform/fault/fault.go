// Package fault is the one error type that people see: a kind, a message key and what to put
// into the message. Anything else that rises is a defect or a broken machine and reads as such.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of answer an error needs.
type Kind string

// The six kinds.
const (
	Invalid     Kind = "invalid"     // what was sent cannot be accepted; Fields says where
	NotFound    Kind = "not-found"   // it does not exist, or must not be known to
	SignIn      Kind = "sign-in"     // nobody is signed in
	Forbidden   Kind = "forbidden"   // somebody is, without the right
	Conflict    Kind = "conflict"    // the state of things does not allow it (any more)
	Unavailable Kind = "unavailable" // too much, too often, or something outside is away: try later
)

// Field is one thing wrong with one field of a form.
type Field struct {
	Name string         // the name of the form's field
	Key  string         // message key
	Args map[string]any // what to put into the message
}

// Error is a refusal that a person can act on.
type Error struct {
	Kind   Kind
	Key    string
	Args   map[string]any
	Fields []Field
	Cause  error // for the log, never for the page
}

// New returns an Error; args are names and values in turn.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: Args(args...)}
}

// Because adds the cause, for the log.
func (e *Error) Because(err error) *Error { e.Cause = err; return e }

// OnFields makes an Invalid error out of the fields that are wrong; nil when none is.
func OnFields(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "fault.check-fields", Fields: fields}
}

// Args pairs names and values.
func Args(args ...any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}

func (e *Error) Error() string {
	s := fmt.Sprintf("%s: %s", e.Kind, e.Key)
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	for _, f := range e.Fields {
		s += fmt.Sprintf(" [%s: %s]", f.Name, f.Key)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Cause }

// As returns the Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Is tells whether err is a fault of that kind.
func Is(err error, kind Kind) bool {
	e := As(err)
	return e != nil && e.Kind == kind
}
