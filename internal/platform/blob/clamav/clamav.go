// Package clamav asks a ClamAV daemon about a file before it is kept. It speaks clamd's INSTREAM: the file goes over
// the socket in pieces, each with its length before it, and a piece of length nought ends it.
package clamav

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

const (
	piece    = 64 << 10
	patience = 2 * time.Minute // for a whole file, of which the largest has 20 MB
	longest  = 1 << 10         // of an answer
)

// Scanner asks one daemon.
type Scanner struct{ network, address string }

// New returns a scanner at "unix:/run/clamav/clamd.ctl" or "tcp:127.0.0.1:3310".
func New(address string) (*Scanner, error) {
	network, at, ok := strings.Cut(address, ":")
	if !ok || at == "" || (network != "unix" && network != "tcp") {
		return nil, fmt.Errorf("scanner %q is not like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310", address)
	}
	return &Scanner{network, at}, nil
}

// Scan reads r and returns nil for a clean file. One in which something was found is a fault.Invalid; when the daemon
// cannot be asked or does not answer, that is a fault.Unavailable: what was not looked at is not taken in.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) error {
	answer, err := s.ask(ctx, r)
	switch {
	case err != nil:
		return fault.New(fault.Unavailable, "blob.scan-unavailable").Because(err)
	case strings.HasSuffix(answer, " FOUND"):
		return fault.New(fault.Invalid, "blob.harmful").Because(errors.New(answer))
	case answer != "stream: OK":
		return fault.New(fault.Unavailable, "blob.scan-unavailable").Because(fmt.Errorf("clamd: %q", answer))
	}
	return nil
}

func (s *Scanner) ask(ctx context.Context, r io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	line, err := new(net.Dialer).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", err
	}
	defer line.Close()
	defer context.AfterFunc(ctx, func() { _ = line.SetDeadline(time.Unix(1, 0)) })()
	sent := send(line, r)
	answer, err := bufio.NewReader(io.LimitReader(line, longest)).ReadString(0)
	if err != nil { // a daemon that refuses a file answers before it has all of it, and hangs up
		return "", errors.Join(sent, err)
	}
	return strings.TrimRight(answer, "\x00\n"), nil
}

func send(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	buf := make([]byte, 4+piece)
	for {
		n, err := io.ReadFull(r, buf[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n))
			if _, werr := w.Write(buf[:4+n]); werr != nil {
				return werr
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			_, err = w.Write(make([]byte, 4))
			return err
		}
		if err != nil {
			return err
		}
	}
}
