package db

import (
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// IsAway tells whether err says that the database cannot be reached, breaks off, or has its hands full: nothing is wrong
// with what was asked, and it may be asked again.
func IsAway(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// Connection exceptions, too many connections, shutting down or starting up, no answer in time, standing still
		// for each other (PostgreSQL, appendix A).
		return strings.HasPrefix(pg.Code, "08") || pg.Code == "53300" || strings.HasPrefix(pg.Code, "57P") ||
			pg.Code == "57014" || pg.Code == "40P01" || pg.Code == "40001"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xFF == sqlitelib.SQLITE_BUSY || lite.Code()&0xFF == sqlitelib.SQLITE_LOCKED
	}
	var refused *pgconn.ConnectError
	var cut *net.OpError
	return errors.As(err, &refused) || errors.As(err, &cut) || errors.Is(err, driver.ErrBadConn) || pgconn.Timeout(err) ||
		errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)
}

// CannotWrite tells whether err says that the database has no room, or stands on a disk that may only be read.
func CannotWrite(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "53100" || pg.Code == "25006" || pg.Code == "58030"
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	switch lite.Code() & 0xFF {
	case sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_CANTOPEN:
		return true
	}
	return false
}
