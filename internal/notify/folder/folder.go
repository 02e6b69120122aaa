// Package folder is a way out of the house that ends in a folder: each letter becomes a file. Mail
// programs open those of the channel e-mail. Demonstrations use it, and offices that have no gateway yet.
package folder

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Folder is a channel that writes files.
type Folder struct{ channel, dir, from string }

// New returns the channel of that name which writes into dir; from is the sender's address.
func New(channel, dir, from string) *Folder { return &Folder{channel, dir, from} }

// Name is the channel's.
func (f *Folder) Name() string { return f.channel }

// Send writes the letter to a file named by time and id; the same letter twice is the same file.
func (f *Folder) Send(_ context.Context, l notify.Letter) (string, error) {
	if !id.Valid(l.ID) {
		return "", notify.Refused(errors.New("a letter without an id"))
	}
	if strings.TrimSpace(l.To) == "" || strings.ContainsAny(l.To, "\r\n") {
		return "", notify.Refused(fmt.Errorf("no address: %q", l.To))
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", err
	}
	name := l.At.UTC().Format("20060102-150405") + "-" + l.ID + f.ending()
	part := filepath.Join(f.dir, "."+name)
	if err := os.WriteFile(part, f.write(l), 0o600); err != nil {
		return "", err
	}
	return name, os.Rename(part, filepath.Join(f.dir, name))
}

func (f *Folder) ending() string {
	if f.channel == notify.Email {
		return ".eml"
	}
	return ".txt"
}

func (f *Folder) write(l notify.Letter) []byte {
	var b strings.Builder
	head := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, strings.NewReplacer("\r", " ", "\n", " ").Replace(value))
		}
	}
	head("Date", l.At.Format(time.RFC1123Z))
	head("From", f.from)
	head("To", l.To)
	if f.channel == notify.Email {
		head("Subject", mime.QEncoding.Encode("utf-8", l.Subject))
		head("Message-ID", "<"+l.ID+"@"+domainOf(f.from)+">")
		head("Content-Language", string(l.Lang))
		head("Auto-Submitted", "auto-generated")
		head("MIME-Version", "1.0")
		head("Content-Type", "text/plain; charset=utf-8")
		head("Content-Transfer-Encoding", "8bit")
		b.WriteString("\r\n" + strings.ReplaceAll(l.Text, "\n", "\r\n"))
		return []byte(b.String())
	}
	head("Link", l.Link)
	b.WriteString("\r\n" + l.Short + "\r\n")
	return []byte(b.String())
}

func domainOf(address string) string {
	_, domain, ok := strings.Cut(strings.Trim(address, "<>"), "@")
	if !ok {
		return "localhost"
	}
	return domain
}
