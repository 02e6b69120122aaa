package dossier

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// String writes a cursor for an address; the zero cursor is the empty string.
func (c Cursor) String() string {
	if c.ID == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.TrimRight(c.SortAt.UTC().Format(time.RFC3339Nano)+" "+c.ID+" "+c.Word, " ")))
}

// ParseCursor reads what String wrote.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	at, rest, ok := strings.Cut(string(raw), " ")
	key, word, _ := strings.Cut(rest, " ")
	sortAt, terr := time.Parse(time.RFC3339Nano, at)
	if err != nil || terr != nil || !ok || !id.Valid(key) {
		return Cursor{}, fault.New(fault.Invalid, "dossier.bad-cursor")
	}
	return Cursor{SortAt: sortAt, ID: key, Word: word}, nil
}
