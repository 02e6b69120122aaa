package backup

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// Entry is a line of the list of files.
type Entry struct {
	SHA256       string // in the house
	Size         int64
	StoredSHA256 string // in the backup
	Stored       int64
}

func (e Entry) line() string {
	return fmt.Sprintf("%s %d %s %d\n", e.SHA256, e.Size, e.StoredSHA256, e.Stored)
}

// list reads the lines of files.txt one by one; a house may have millions.
type list struct {
	lines *bufio.Scanner
	file  io.Closer
	last  string
}

func openList(name string) (*list, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &list{lines: bufio.NewScanner(f), file: f}, nil
}

func (l *list) close() { _ = l.file.Close() }

// next returns the next line, io.EOF after the last.
func (l *list) next() (e Entry, err error) {
	if !l.lines.Scan() {
		if err := l.lines.Err(); err != nil {
			return e, err
		}
		return e, io.EOF
	}
	_, err = fmt.Sscanf(l.lines.Text(), "%64s %d %64s %d", &e.SHA256, &e.Size, &e.StoredSHA256, &e.Stored)
	if err != nil || !isHash(e.SHA256) || !isHash(e.StoredSHA256) || e.SHA256 <= l.last || e.Size < 0 || e.Stored < 0 {
		return e, fmt.Errorf("the list of files is damaged at %.80q", l.lines.Text())
	}
	l.last = e.SHA256
	return e, nil
}

func isHash(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 32 && hex.EncodeToString(raw) == s
}

// known walks the list of an older backup beside a walk over the house's files, both in order.
type known struct {
	*list // nil when there is no older one
	at    Entry
	ended bool
}

// find returns the older backup's line about a file. Hashes must be asked for in order.
func (k *known) find(hash string) (Entry, bool, error) {
	for !k.ended && k.at.SHA256 < hash {
		var err error
		if k.list == nil {
			err = io.EOF
		} else {
			k.at, err = k.next()
		}
		if err == io.EOF {
			k.ended = true
		} else if err != nil {
			return Entry{}, false, err
		}
	}
	return k.at, !k.ended && k.at.SHA256 == hash, nil
}
