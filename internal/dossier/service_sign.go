package dossier

import (
	"context"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// forApproval is what the results of dossiers are signed for.
const forApproval = CanApprove

// Signature is the signature by which a result was approved.
type Signature struct {
	Name     string   `json:"name"` // in the certificate
	Issuer   string   `json:"issuer"`
	Serial   string   `json:"serial"`         // hexadecimal
	Requests []string `json:"requests"`       // keys of what was asked of the signer
	Code     string   `json:"code,omitempty"` // of a seal: by which the paper is looked up
}

// Skipped is a dossier that cannot be approved by a signature now, and why.
type Skipped struct {
	Code string
	Why  string
}

// Signs tells whether whoever acts has a key, and so approves by signing.
func (s *Service) Signs(ctx context.Context) (bool, error) {
	if s.Sign == nil {
		return false, nil
	}
	k, err := s.Sign.MyKey(ctx)
	return k != nil, err
}

// signable tells whether a result has a file that carries signatures.
func signable(d *Dossier) bool {
	for _, f := range d.Result.Files {
		if f.Type == blob.PDF {
			return true
		}
	}
	return false
}

// AskApproval freezes the results of dossiers for whoever acts to approve with one signature each. Dossiers that they may
// not approve (any more), or whose result has no PDF, are left out and told; when none is left the batch is nil.
func (s *Service) AskApproval(ctx context.Context, ats ...At) (*sign.Batch, []Skipped, error) {
	var asks []sign.Ask
	var skipped []Skipped
	for _, at := range ats {
		d, err := store{s.DB.Read()}.byID(ctx, at.ID)
		if err != nil {
			return nil, nil, err
		}
		more, err := s.askFor(ctx, d, at.Seen)
		if f := fault.As(err); f != nil {
			skipped = append(skipped, Skipped{d.Code, text.TMap(ctx, f.Key, f.Args)})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		asks = append(asks, more...)
	}
	if len(asks) == 0 {
		return nil, skipped, nil
	}
	b, err := s.Sign.Prepare(ctx, forApproval, asks)
	return b, skipped, err
}

func (s *Service) askFor(ctx context.Context, d *Dossier, seen int) (asks []sign.Ask, err error) {
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	if seen != 0 && seen != d.Version {
		return nil, fault.New(fault.Conflict, "dossier.changed")
	}
	if _, err := find(ctx, d, Approve); err != nil {
		return nil, err
	}
	if !signable(d) {
		return nil, fault.New(fault.Conflict, "dossier.sign.no-pdf")
	}
	place := "result"
	if d.isCopy() {
		place = "certified"
	}
	seal, err := s.SealOf(ctx, d) // a seal that is entered meanwhile comes behind, and is then the last
	if err != nil {
		return nil, err
	}
	for _, f := range d.Result.Files {
		if f.Type == blob.PDF {
			asks = append(asks, sign.Ask{Last: seal == nil, Subject: d.Subject(), Seen: d.Version, Title: d.Code + " · " + d.Name, Place: place,
				Content: sign.Content{SHA256: f.SHA256, Size: f.Size, Name: f.Name}, Reason: text.In(text.Vi, "dossier.sign.reason", "code", d.Code)})
		}
	}
	return asks, nil
}

// Approved approves the dossiers of a batch whose files are all signed, each in a transaction of its own that takes the
// signed files up. What stands against one is noted beside it.
func (s *Service) Approved(ctx context.Context, b *sign.Batch) (done int, err error) {
	if b.Purpose != forApproval {
		return 0, fault.New(fault.NotFound, "fault.not-found")
	}
	k, err := s.Sign.MyKey(ctx)
	if err != nil || k == nil || k.ID != b.KeyID {
		return 0, fault.New(fault.Conflict, "sign.key-ended").Because(err)
	}
	by := Signature{Name: k.Name(), Issuer: k.Issuer(), Serial: k.Chain[0].SerialNumber.Text(16)}
	for _, rs := range bySubject(b) {
		err := s.approveSigned(ctx, rs, by)
		if f := fault.As(err); f != nil {
			err = s.Sign.Refuse(ctx, text.TMap(ctx, f.Key, f.Args), rs...)
		} else if err == nil {
			done++
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// bySubject are the requests of each subject whose files are all signed and not taken up yet.
func bySubject(b *sign.Batch) [][]*sign.Request {
	var order []string
	of, waits := map[string][]*sign.Request{}, map[string]bool{}
	for _, r := range b.Requests {
		if of[r.Subject] == nil {
			order = append(order, r.Subject)
		}
		of[r.Subject] = append(of[r.Subject], r)
		waits[r.Subject] = waits[r.Subject] || r.State != sign.Signed
	}
	var out [][]*sign.Request
	for _, subject := range order {
		if !waits[subject] {
			out = append(out, of[subject])
		}
	}
	return out
}

func (s *Service) approveSigned(ctx context.Context, rs []*sign.Request, by Signature) error {
	at := At{ID: strings.TrimPrefix(rs[0].Subject, subjectPrefix), Seen: rs[0].Seen}
	_, err := s.act(ctx, at, Approve, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
		f := Facts{Signature: &by}
		f.Files, by.Requests = signedFiles(d.Result.Files, rs, s.Clock.Now())
		return f, s.Sign.Use(ctx, tx, rs...)
	})
	return err
}

// signedFiles are files with those that were signed in their places, and the keys of what was asked for them.
func signedFiles(files []File, rs []*sign.Request, at time.Time) (out []File, requests []string) {
	for _, file := range files {
		for _, r := range rs {
			if r.Content.SHA256 == file.SHA256 {
				file.SHA256, file.Size, file.At = r.Signed.SHA256, r.Signed.Size, at
				requests = append(requests, r.ID)
				break
			}
		}
		out = append(out, file)
	}
	return out, requests
}
