package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Finding is what a stranger is told of a paper: whether it holds, and no more than stands on the paper that they
// have in their hands. Names are shown to whoever has the square or the file, which say them; who has typed a code
// alone sees them masked.
type Finding struct {
	Paper     *Paper
	Successor *Paper // in its place; nil when there is none
	Holds     bool   // today
	Expired   bool
	ByFile    bool // found by its electronic file, unchanged to the last byte
}

// ByCode finds a paper by its code as somebody typed it.
func (s *Service) ByCode(ctx context.Context, typed string) (*Finding, error) {
	code := typedCode(typed)
	if code == "" {
		return nil, fault.OnFields([]fault.Field{{Name: "ma", Key: "archive.check.code-missing"}})
	}
	p, err := store{s.DB.Read()}.byCode(ctx, code)
	if err != nil {
		return nil, err
	}
	return s.finding(ctx, p, false)
}

// ByFile finds the paper of which somebody has the electronic file. Nothing of the file is kept. A file that nobody
// issued, or in which one byte was changed, is NotFound.
func (s *Service) ByFile(ctx context.Context, r io.Reader) (*Finding, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return nil, err
	}
	all, err := store{s.DB.Read()}.withFile(ctx, hex.EncodeToString(sum.Sum(nil)))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "archive.check.no-file")
	}
	p := all[0]
	for _, other := range all { // of the same file issued twice the one that holds
		if other.State == Valid {
			p = other
			break
		}
	}
	return s.finding(ctx, p, true)
}

// ByID is a paper that ByFile found before: whoever asks has its file.
func (s *Service) ByID(ctx context.Context, id string) (*Finding, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.finding(ctx, p, true)
}

// leafAt is the number of the newest entry of the public ledger about a paper, -1 while none is there yet.
func (s *Service) leafAt(ctx context.Context, p *Paper) (int64, error) {
	if s.Ledger == nil {
		return -1, nil
	}
	sealed, err := s.Ledger.Of(ctx, p.OwnSubject())
	if err != nil || len(sealed) == 0 {
		return -1, err
	}
	return sealed[len(sealed)-1].Index, nil
}

func (s *Service) finding(ctx context.Context, p *Paper, byFile bool) (*Finding, error) {
	f := &Finding{Paper: p, Holds: p.Holds(s.today()), ByFile: byFile}
	f.Expired = p.State == Valid && !f.Holds
	for next := p; next.Successor != "" && f.Successor == nil; {
		var err error
		if next, err = (store{s.DB.Read()}).byID(ctx, next.Successor); err != nil {
			return nil, err
		}
		if next.State != Replaced { // the last of the row
			f.Successor = next
		}
	}
	return f, nil
}

// BySquare checks what somebody read from a square with the keys of this house, and asks its register whether the
// paper still holds.
func (s *Service) BySquare(ctx context.Context, code string) (offline.Result, error) {
	got := s.Keys().Check(code, offline.Revoked{}, s.today())
	if got.Verdict != offline.Genuine && got.Verdict != offline.Expired {
		return got, nil
	}
	p, err := store{s.DB.Read()}.byCode(ctx, got.Statement.Code)
	switch {
	case fault.Is(err, fault.NotFound): // signed by this house, and lost with its register
		return got, nil
	case err != nil:
		return offline.Result{}, err
	case p.State != Valid:
		got.Verdict = offline.RevokedNow
	}
	return got, nil
}

// Keys are the keys that this house publishes.
func (s *Service) Keys() offline.Keys { return offline.Keys{s.Key.Public()} }

// Revoked are the papers that no longer hold, as of now.
func (s *Service) Revoked(ctx context.Context) (offline.Revoked, error) {
	codes, err := store{s.DB.Read()}.revokedCodes(ctx)
	return offline.RevokedOf(s.Clock.Now(), codes), err
}

// RevokedList is the same, signed, to be carried away.
func (s *Service) RevokedList(ctx context.Context) ([]byte, error) {
	r, err := s.Revoked(ctx)
	if err != nil {
		return nil, err
	}
	return s.Key.List(r)
}

// Square is the text of the square on a paper: a link whose end is checked without a network.
func (s *Service) Square(p *Paper) (string, error) {
	st := offline.Statement{Code: p.Code, Issuer: short(p.Office.Name, 100), Title: short(p.Title, 100), Number: short(p.Number, 60),
		On: p.IssuedOn, Until: p.Until, Holder: short(p.HolderNames(), 100)}
	if len(p.Files) > 0 {
		sum, err := hex.DecodeString(p.Files[0].SHA256)
		if err != nil {
			return "", err
		}
		st.Digest = sum[:offline.DigestSize]
	}
	code, err := s.Key.Code(st)
	return offline.Link(s.BaseURL, code), err
}

// SquareOn is the square that is put on a file of a paper that is about to be issued, before the file is sealed: its digest is that
// of the file as it is now, which stays the beginning of the sealed one.
func (s *Service) SquareOn(o Opening, file int) (string, error) {
	p := &Paper{Code: o.Code, Office: o.Office, Title: o.Title, Number: o.Number, IssuedOn: o.IssuedOn, Until: o.Until, Holders: o.Holders, Files: o.Files[file:]}
	return s.Square(p)
}

// short cuts a text at n bytes, between letters: what a square says must stay readable on a bad print.
func short(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := 0
	for i := range s {
		if i > n-len("…") {
			break
		}
		cut = i
	}
	return s[:cut] + "…"
}
