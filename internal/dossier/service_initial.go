package dossier

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// Whoever proposed a result, and those who look at it before it is decided, may put their initials (ký nháy) to its files: a
// small signature with their own key, before that of the leader. Nobody must; who decides sees whose initials there are. Where
// initials stand on paper is custom, no provision: [?] the places are data (initials-1, … of the room sign).

// forInitials is what the files of a proposed result are signed for before it is decided.
const forInitials = CanProcess

// mostInitials is how many people put their initials to one result: so many places there are.
const mostInitials = 3

// Initials are those of one person to the files of a result.
type Initials struct {
	By        string    `json:"by"`
	PersonID  string    `json:"person"`
	At        time.Time `json:"at"`
	Signature Signature `json:"signature"`
}

// reviews tells whether somebody may put their initials and has not done so yet: who proposed what waits, with the right to, and
// those who may decide and have their post in the very unit or office, not above it.
func reviews(a actor.Actor, d *Dossier, right string) bool {
	if d.Result == nil || a.Kind != actor.Officer || a.PersonID == "" {
		return false
	}
	done := slices.ContainsFunc(d.Result.Initials, func(i Initials) bool { return i.PersonID == a.PersonID })
	proposed := d.Last.Kind == Propose && d.Last.PersonID == a.PersonID && a.Has(right, d.Competent.Path)
	leads := a.Has(CanApprove, d.Competent.Path) && slices.ContainsFunc(a.Posts, func(p actor.Post) bool {
		return p.UnitPath == d.Competent.Path || p.UnitPath == d.Office.Path
	})
	return !done && (proposed || leads)
}

// takesInitials holds while there are files that can carry them and a place for more. An electronic copy carries the attestation of
// one competent person, and nobody else's word.
func takesInitials(d *Dossier) error {
	switch {
	case d.Result == nil || !signable(d):
		return fault.New(fault.Conflict, "dossier.initials.no-pdf")
	case d.isCopy():
		return fault.New(fault.Conflict, "dossier.initials.copy")
	case len(d.Result.Initials) >= mostInitials:
		return fault.New(fault.Conflict, "dossier.initials.enough", "n", mostInitials)
	}
	return nil
}

// AskInitials freezes the files of a proposed result for whoever acts to put their initials to.
func (s *Service) AskInitials(ctx context.Context, at At) (*sign.Batch, error) {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	if at.Seen != 0 && at.Seen != d.Version {
		return nil, fault.New(fault.Conflict, "dossier.changed")
	}
	if _, err := find(ctx, d, Initial); err != nil {
		return nil, err
	}
	if signs, err := s.Signs(ctx); err != nil || !signs {
		return nil, fault.New(fault.Conflict, "sign.no-key").Because(err)
	}
	var asks []sign.Ask
	for _, f := range d.Result.Files {
		if f.Type == blob.PDF {
			asks = append(asks, sign.Ask{Subject: d.Subject(), Seen: d.Version, Title: d.Code + " · " + d.Name, Place: fmt.Sprintf("initials-%d", len(d.Result.Initials)+1),
				Content: sign.Content{SHA256: f.SHA256, Size: f.Size, Name: f.Name}, Reason: text.In(text.Vi, "dossier.initials.reason", "code", d.Code)})
		}
	}
	return s.Sign.Prepare(ctx, forInitials, asks)
}

// TakeInitials puts the signed files of a batch in the places of those proposed, once all are signed. What stands against it
// is noted beside them.
func (s *Service) TakeInitials(ctx context.Context, b *sign.Batch) (done int, err error) {
	if b.Purpose != forInitials {
		return 0, fault.New(fault.NotFound, "fault.not-found")
	}
	k, err := s.Sign.MyKey(ctx)
	if err != nil || k == nil || k.ID != b.KeyID {
		return 0, fault.New(fault.Conflict, "sign.key-ended").Because(err)
	}
	by := Signature{Name: k.Name(), Issuer: k.Issuer(), Serial: k.Chain[0].SerialNumber.Text(16)}
	for _, rs := range bySubject(b) {
		at := At{ID: strings.TrimPrefix(rs[0].Subject, subjectPrefix), Seen: rs[0].Seen}
		_, err := s.act(ctx, at, Initial, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
			f := Facts{Signature: &by}
			f.Files, by.Requests = signedFiles(d.Result.Files, rs, s.Clock.Now())
			return f, s.Sign.Use(ctx, tx, rs...)
		})
		if f := fault.As(err); f != nil {
			err = s.Sign.Refuse(ctx, text.TMap(ctx, f.Key, f.Args), rs...)
		} else if err == nil {
			done += len(rs)
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// initial takes somebody's initials up. Those to a proposal that a correction has undone went with it.
func (d *Dossier) initial(e *Event) {
	if d.State != Proposed || d.Result == nil || e.Facts.Signature == nil {
		return
	}
	d.Result.Files = e.Facts.Files
	d.Result.Initials = append(d.Result.Initials, Initials{By: e.PersonName, PersonID: e.PersonID, At: e.At, Signature: *e.Facts.Signature})
}
