package db

import (
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"
	"github.com/uptrace/bun/schema"
)

// Like takes their meaning from the signs of LIKE in what somebody typed, or in a path; the pattern is used with
// ESCAPE '!'.
func Like(s string) string { return signs.Replace(s) }

var signs = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// Begins is the condition that a column begins with a path, which ends with a slash. SQLite compares bytes, and is spared
// matching patterns row by row; PostgreSQL may compare letters as a language does, and matches.
func Begins(sel *bun.SelectQuery, column, path string) (condition string, args []any) {
	if end, ok := strings.CutSuffix(path, "/"); ok && sel.Dialect().Name() == dialect.SQLite {
		return "(? >= ? AND ? < ?)", []any{bun.Ident(column), path, bun.Ident(column), end + "0"} // what follows a slash
	}
	return "(? LIKE ? ESCAPE '!')", []any{bun.Ident(column), Like(path) + "%"}
}

// KeysFirst tells whether a query with many alternatives is better asked for the keys of each from an index of its own
// first: SQLite otherwise walks through everything in the order of the list. PostgreSQL finds the better way itself.
func KeysFirst(q interface{ Dialect() schema.Dialect }) bool {
	return q.Dialect().Name() == dialect.SQLite
}
