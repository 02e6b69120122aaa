package backup

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"filippo.io/age"
)

// Recipients reads public keys as NewKey prints them.
func Recipients(keys []string) ([]age.Recipient, error) {
	out := make([]age.Recipient, len(keys))
	for i, k := range keys {
		r, err := age.ParseX25519Recipient(k)
		if err != nil {
			return nil, fmt.Errorf("%q is no public key like age1…", k)
		}
		out[i] = r
	}
	return out, nil
}

// Identities reads private keys from a file that NewKey's halves were written to; no file is no key.
func Identities(file string) ([]age.Identity, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ids, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fmt.Errorf("%s holds no private key of backups", file) // never what it holds
	}
	return ids, nil
}

// NewKey makes a pair of keys: the public one seals, the private one opens.
func NewKey() (public, private string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	return id.Recipient().String(), id.String(), nil
}

// meter counts and hashes what passes.
type meter struct {
	n   int64
	sum hash.Hash
}

func newMeter() *meter { return &meter{sum: sha256.New()} }

// Write takes note of p.
func (m *meter) Write(p []byte) (int, error) {
	m.n += int64(len(p))
	return m.sum.Write(p)
}

func (m *meter) hex() string { return hex.EncodeToString(m.sum.Sum(nil)) }

// put writes a new file, sealed to the recipients if there are any, brings it to the disk and reads it
// back. When anything fails no file is left.
func put(name string, to []age.Recipient, write func(io.Writer) error) (p Part, err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return p, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(name)
		}
	}()
	outer, inner := newMeter(), newMeter()
	buffer := bufio.NewWriterSize(f, 256<<10)
	err = through(io.MultiWriter(buffer, outer), to, func(w io.Writer) error { return write(io.MultiWriter(w, inner)) })
	if err == nil {
		err = errors.Join(buffer.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return p, err
	}
	p = Part{Size: inner.n, SHA256: inner.hex(), Stored: outer.n, StoredSHA256: outer.hex()}
	return p, proveStored(name, p.Stored, p.StoredSHA256)
}

// through has write write to w, sealed if there is anybody to seal to.
func through(w io.Writer, to []age.Recipient, write func(io.Writer) error) error {
	if len(to) == 0 {
		return write(w)
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return err
	}
	if err := write(sealed); err != nil {
		return err // an unclosed seal cannot be opened
	}
	return sealed.Close()
}

// proveStored reads a file of the backup as it lies there.
func proveStored(name string, size int64, sum string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	m := newMeter()
	if _, err := io.Copy(m, f); err != nil {
		return err
	}
	if m.n != size || m.hex() != sum {
		return fmt.Errorf("%s is damaged: %d bytes of hash %.12s…, written were %d of %.12s…", name, m.n, m.hex(), size, sum)
	}
	return nil
}

// opened reads what was put, and gives its verdict in place of the end.
type opened struct {
	name  string
	file  *os.File
	plain io.Reader
	meter *meter
	want  Part
}

// openStored opens a file of the backup. The last Read tells when it is not what was put.
func openStored(name string, want Part, sealed bool, ids []age.Identity) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	o := &opened{name: name, file: f, plain: bufio.NewReaderSize(f, 256<<10), meter: newMeter(), want: want}
	if sealed {
		if len(ids) == 0 {
			_ = f.Close()
			return nil, errors.New("the backup is encrypted: name the file of the private key with --identity")
		}
		if o.plain, err = age.Decrypt(o.plain, ids...); err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("%s cannot be opened, it is damaged or sealed to another key: %w", name, err)
		}
	}
	return o, nil
}

// Read reads, and proves at the end.
func (o *opened) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	_, _ = o.meter.Write(p[:n])
	switch {
	case err == io.EOF && (o.meter.n != o.want.Size || o.meter.hex() != o.want.SHA256):
		return n, fmt.Errorf("%s is damaged: it is not what was backed up", o.name)
	case err != nil && err != io.EOF:
		return n, fmt.Errorf("%s is damaged: %w", o.name, err)
	}
	return n, err
}

// Close closes the file.
func (o *opened) Close() error { return o.file.Close() }
