// Package id makes the keys of records: UUIDv7, as text, in order of their making.
package id

import "github.com/google/uuid"

// New returns a new key.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid tells whether s has the form of a key.
func Valid(s string) bool {
	u, err := uuid.Parse(s)
	return err == nil && u.String() == s
}
