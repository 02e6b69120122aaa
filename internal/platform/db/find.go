package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Rows of a SQLite table are found by their rowid, which VACUUM gives out anew where a table has no INTEGER PRIMARY KEY: a
// house's file is never vacuumed, and copied page by page.

// findable writes what lets the words of a column be found quickly: a full-text index beside the table on SQLite, kept
// by triggers, and one over the column on PostgreSQL. The column holds what text.Indexed wrote; all but letters and digits parts words.
func findable(engine, table, column string) string {
	if engine == "postgres" {
		return fmt.Sprintf("CREATE INDEX %[1]s_find ON %[1]s USING gin (to_tsvector('simple', %[2]s));\n", table, wordsOf(column))
	}
	index := table + "_find"
	put := func(row string) string {
		return fmt.Sprintf("INSERT INTO %[1]s (rowid, %[2]s) VALUES (%[3]s.rowid, %[3]s.%[2]s);", index, column, row)
	}
	take := fmt.Sprintf("INSERT INTO %[1]s (%[1]s, rowid, %[2]s) VALUES ('delete', old.rowid, old.%[2]s);", index, column)
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE VIRTUAL TABLE %[1]s USING fts5 (%[2]s, content='%[3]s', tokenize='unicode61', detail='none', columnsize=0);\n", index, column, table)
	for _, t := range []struct{ name, when, do string }{
		{"put", "AFTER INSERT ON " + table, put("new")},
		{"taken", "AFTER DELETE ON " + table, take},
		{"changed", fmt.Sprintf("AFTER UPDATE OF %s ON %s WHEN old.%[1]s <> new.%[1]s", column, table), take + " " + put("new")},
	} {
		fmt.Fprintf(&b, "-- +goose StatementBegin\nCREATE TRIGGER %s_%s %s BEGIN %s END;\n-- +goose StatementEnd\n", index, t.name, t.when, t.do)
	}
	fmt.Fprintf(&b, "INSERT INTO %[1]s (%[1]s) VALUES ('rebuild');\n", index)
	return b.String()
}

// wordsOf is a column with nothing but words in it, as PostgreSQL is to read it: its parser would take a code for the
// name of a computer.
func wordsOf(column string) string {
	return "regexp_replace(" + column + ", '[^[:alnum:]]+', ' ', 'g')"
}

// Matching narrows a query to rows of a findable table that hold all words of a text, in any order, the last one perhaps
// begun only. Words count as text.Sought says. A text without a word narrows nothing.
func Matching(sel *bun.SelectQuery, table, column, typed string) *bun.SelectQuery {
	words := text.Sought(typed)
	if len(words) == 0 {
		return sel
	}
	if sel.Dialect().Name() == dialect.PG {
		return sel.Where("to_tsvector('simple', "+wordsOf("?")+") @@ to_tsquery('simple', ?)", bun.Ident(column), asked(words, "%s", ":*", " | ", " & "))
	}
	return sel.Where("?.rowid IN (?)", bun.Ident(table), found(sel, table, words))
}

// MatchingMany is Matching for words that many rows hold: SQLite looks at the rows in the order in which the rest of the
// query brings them, and not at all that hold the words.
func MatchingMany(sel *bun.SelectQuery, table, column, typed string) *bun.SelectQuery {
	words := text.Sought(typed)
	if len(words) == 0 || sel.Dialect().Name() == dialect.PG {
		return Matching(sel, table, column, typed)
	}
	return sel.Where("+?.rowid IN (?)", bun.Ident(table), found(sel, table, words))
}

// MatchingFew is Matching where at most so many rows hold the words, and tells whether: else it leaves the query as it is.
// The index is asked once only. PostgreSQL knows by itself how many there are, and is not asked.
func MatchingFew(ctx context.Context, q bun.IDB, sel *bun.SelectQuery, table, column, typed string, most int) (bool, error) {
	words := text.Sought(typed)
	if len(words) == 0 {
		return false, nil
	}
	if q.Dialect().Name() == dialect.PG {
		Matching(sel, table, column, typed)
		return true, nil
	}
	rows, known, err := byOthers(ctx, q, table, column, words)
	if err == nil && !known {
		err = found(q.NewSelect(), table, words).Limit(int64(most+1)).Scan(ctx, &rows)
	}
	if err != nil || len(rows) > most {
		return false, err
	}
	if len(rows) == 0 {
		sel.Where("1 = 0")
	} else {
		sel.Where("?.rowid IN (?)", bun.Ident(table), bun.List(rows))
	}
	return true, nil
}

// fewOthers is how many rows are looked at for their last word.
const fewOthers = 1000

// byOthers finds the rows that hold words by all but the last, and looks for that in the rows themselves: SQLite gathers all
// rows of a word that may be begun only, but takes whole words row by row. It knows nothing where there are no others, or
// where many rows hold them.
func byOthers(ctx context.Context, q bun.IDB, table, column string, words [][]string) (rows []int64, known bool, err error) {
	others := words[:len(words)-1]
	if len(others) == 0 {
		return nil, false, nil
	}
	if err := match(q.NewSelect(), table, asked(others, `"%s"`, "", " OR ", " AND ")).Limit(fewOthers+1).Scan(ctx, &rows); err != nil || len(rows) > fewOthers {
		return nil, false, err
	}
	if len(rows) == 0 {
		return nil, true, nil
	}
	var some []struct {
		Row   int64  `bun:"row_no"`
		Words string `bun:"words"`
	}
	err = q.NewSelect().TableExpr("?", bun.Ident(table)).ColumnExpr("rowid AS row_no, ? AS words", bun.Ident(column)).Where("rowid IN (?)", bun.List(rows)).Scan(ctx, &some)
	rows = rows[:0]
	for _, r := range some {
		if text.Holds(r.Words, words) {
			rows = append(rows, r.Row)
		}
	}
	return rows, true, err
}

// Few tells whether a query brings at most so many rows; it is not followed further.
func Few(ctx context.Context, q bun.IDB, sel *bun.SelectQuery, most int) (bool, error) {
	var n int
	err := q.NewRaw("SELECT count(*) FROM (SELECT 1 AS one FROM (?) AS found LIMIT ?) AS few", sel, most+1).Scan(ctx, &n)
	return n <= most, err
}

// found are the rows of SQLite's index that hold the words.
func found(sel *bun.SelectQuery, table string, words [][]string) *bun.SelectQuery {
	return match(sel, table, asked(words, `"%s"`, "*", " OR ", " AND "))
}

func match(sel *bun.SelectQuery, table, question string) *bun.SelectQuery {
	index := bun.Ident(table + "_find")
	return sel.NewSelect().TableExpr("?", index).ColumnExpr("rowid").Where("? MATCH ?", index, question)
}

// asked writes words in the language of an engine's index. They are letters and digits and nothing else, and need no escape.
func asked(words [][]string, quoted, begun, or, and string) string {
	each := make([]string, len(words))
	for i, ways := range words {
		some := make([]string, len(ways))
		for j, way := range ways {
			if some[j] = fmt.Sprintf(quoted, way); i == len(words)-1 {
				some[j] += begun
			}
		}
		each[i] = "(" + strings.Join(some, or) + ")"
	}
	return strings.Join(each, and)
}
