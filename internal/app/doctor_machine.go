package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/backup"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// examineSettings looks at what the house is told about itself.
func (c doctorCmd) examineSettings(r *diagnosis) {
	if info, err := os.Stat(c.Key); err != nil {
		r.fault("settings", "Bring the key file back from a backup: second factors and the ledger hang on it.", "the key file: %v", err)
	} else if info.Mode().Perm()&0o077 != 0 {
		r.fault("settings", "chmod 600 "+c.Key, "others on this machine may read the key file (%s)", info.Mode().Perm())
	} else {
		r.ok("settings", "the key file is read by its owner alone")
	}
	if strings.HasPrefix(c.BaseURL, "http://") && !loopback(c.BaseURL) {
		r.fault("settings", "Put a proxy with TLS before the house and set NHASAN_BASE_URL to https://…", "people reach the house at %s, unprotected", c.BaseURL)
	}
	if c.Mail.Host == "" && c.Mail.Folder == "" {
		r.warn("settings", "Set NHASAN_MAIL_HOST and its neighbours.", "no mail server: notices stand in inboxes only")
	}
	if c.Virus == "" {
		r.warn("settings", "Install clamav-daemon and set NHASAN_CLAMD.", "no virus scanner: files are judged by their form alone")
	}
}

func loopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
}

// examineMachine looks at what changes from hour to hour: database, clock, disks, queue, ledger.
func (h *house) examineMachine(ctx context.Context, r *diagnosis) {
	switch err := h.database.Sound(ctx); {
	case errors.Is(err, db.ErrNoChecksums):
		r.warn("database", "Switch them on when the server is next stopped.", "%v", err)
	case err != nil:
		r.fault("database", "Stop the house, copy the file aside, restore from the newest backup.", "%v", err)
	default:
		r.ok("database", "%s, whole", h.database.Engine())
	}
	h.examineClock(ctx, r)
	h.examineDisks(r)
	h.examineQueue(ctx, r)
}

// mostSkew is how far two clocks may stand apart.
const mostSkew = 2 * time.Second

// examineClock compares this machine's clock with the database's, and with what the ledger has already signed: a
// clock that went back would date new events before old ones.
func (h *house) examineClock(ctx context.Context, r *diagnosis) {
	const do = "Set the clock by NTP (timedatectl set-ntp true) on every machine of the house."
	skew, err := h.database.Skew(ctx, h.clock)
	if err != nil {
		r.failed("clock", err)
		return
	}
	s, err := h.ledger.Standing(ctx)
	if err != nil {
		r.failed("clock", err)
		return
	}
	now := h.clock.Now()
	switch {
	case skew.Abs() > mostSkew:
		r.fault("clock", do, "the database's machine is %s apart", skew.Round(time.Millisecond))
	case s.CheckpointAt.After(now.Add(mostSkew)):
		r.fault("clock", do, "the ledger has signed at %s, and here it is %s: this clock went back, or another ran ahead",
			s.CheckpointAt.Format(time.RFC3339), now.Format(time.RFC3339))
	default:
		r.ok("clock", "within %s of the database's, not before the ledger's last signature", mostSkew)
	}
}

// Free room below which disks are warned of.
const (
	warnFree  = 2 << 30
	faultFree = 512 << 20
)

// examineDisks looks at the room left where the house writes.
func (h *house) examineDisks(r *diagnosis) {
	seen := map[string]bool{}
	for _, place := range h.places() {
		free, all, disk, err := room(place)
		if err != nil {
			r.failed("disk", fmt.Errorf("%s: %w", place, err))
			continue
		}
		if seen[disk] {
			continue
		}
		seen[disk] = true
		const do = "Make room or a larger disk; when it is full, nothing is taken in any more."
		switch {
		case free < faultFree:
			r.fault("disk", do, "%s left at %s", sizeWords(free), place)
		case free < warnFree || free < all/20:
			r.warn("disk", do, "%s of %s left at %s", sizeWords(free), sizeWords(all), place)
		default:
			r.ok("disk", "%s of %s left at %s", sizeWords(free), sizeWords(all), place)
		}
	}
}

// places are the folders of this machine in which the house writes.
func (h *house) places() (out []string) {
	if path := h.database.Path(); path != "" {
		out = append(out, filepath.Dir(path))
	}
	if !strings.Contains(h.Files, "://") {
		out = append(out, h.Files)
	}
	return append(out, os.TempDir())
}

// examineQueue looks at work that waits, and at the ledger's.
func (h *house) examineQueue(ctx context.Context, r *diagnosis) {
	now := h.clock.Now()
	q, err := h.queue.Standing(ctx)
	if err != nil {
		r.failed("queue", err)
	} else {
		switch wait := now.Sub(q.Oldest); {
		case q.Waiting > 0 && wait > 10*time.Minute:
			r.fault("queue", "Is nhasan serve running? Its log says what it does.", "%d messages wait, the oldest since %s", q.Waiting, wait.Round(time.Minute))
		case q.GivenUp > 0:
			r.warn("queue", "See /quan-tri/may-chu: try again, or drop them.", "%d messages were given up", q.GivenUp)
		default:
			r.ok("queue", "%d waiting, %d to be tried again", q.Waiting, q.Failing)
		}
	}
	s, err := h.ledger.Standing(ctx)
	if err != nil {
		r.failed("sequencer", err)
		return
	}
	if wait := now.Sub(s.WaitingSince); s.Waiting > 0 && wait > 10*time.Minute {
		r.fault("sequencer", "Is nhasan serve running? Its log says what it does.", "%d facts wait for the ledger, the oldest since %s", s.Waiting, wait.Round(time.Minute))
		return
	}
	r.ok("sequencer", "%d leaves, %d waiting", s.Size, s.Waiting)
}

// examineBackups looks at the age of the newest backup.
func examineBackups(dir string, now time.Time, r *diagnosis) {
	const do = "Run nhasan backup every night; see doc/operate.md."
	if dir == "" {
		r.warn("backup", do, "NHASAN_BACKUP_TO is not set: it is not known whether there is any")
		return
	}
	last, err := backup.Newest(dir)
	switch age := now.Sub(last); {
	case err != nil:
		r.failed("backup", err)
	case last.IsZero():
		r.fault("backup", do, "there is none in %s", dir)
	case age > 7*24*time.Hour:
		r.fault("backup", do, "the newest is of %s", last.Format(time.DateOnly))
	case age > 26*time.Hour:
		r.warn("backup", do, "the newest is %s old", age.Round(time.Hour))
	default:
		r.ok("backup", "the newest is of %s", last.Format(time.RFC3339))
	}
}

// examineCertificate looks at what a browser would be shown at an https address. Nil roots are the machine's.
func examineCertificate(ctx context.Context, check, address string, now time.Time, roots *x509.CertPool, r *diagnosis) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return
	}
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "443")
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := (&tls.Dialer{Config: &tls.Config{ServerName: u.Hostname(), RootCAs: roots}}).DialContext(ctx, "tcp", host)
	if err != nil {
		r.fault(check, "A browser would not open it either: mend the certificate, the proxy or the line.", "%v", err)
		return
	}
	defer conn.Close()
	left := conn.(*tls.Conn).ConnectionState().PeerCertificates[0].NotAfter.Sub(now)
	switch days := int(left / (24 * time.Hour)); {
	case days < 3:
		r.fault(check, "Renew it today.", "the certificate of %s ends in %d days", u.Hostname(), days)
	case days < 21:
		r.warn(check, "Renew it; certbot does by itself a month before.", "the certificate of %s ends in %d days", u.Hostname(), days)
	default:
		r.ok(check, "the certificate of %s holds for %d more days", u.Hostname(), days)
	}
}
