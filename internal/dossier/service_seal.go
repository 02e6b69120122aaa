package dossier

import (
	"context"
	"errors"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// forNumber is what files are sealed for.
const forNumber = CanNumber

// Numbering is how a result gets its number.
type Numbering struct {
	Number    string // empty: the next one of the office and year
	Files     []File // of the clerk, in place of those approved; none keeps those
	Certified []Attested
	Password  string `json:"-"` // of the agency's seal; asked where there is a seal that a password opens, and a PDF
}

// SealOf is the seal of the agency that decides a dossier, nil for none.
func (s *Service) SealOf(ctx context.Context, d *Dossier) (*sign.Key, error) {
	if s.Sign == nil {
		return nil, nil
	}
	return s.Sign.SealOf(ctx, d.Office.UnitID)
}

// numberTries bounds how often a number is sealed anew because somebody else took it meanwhile.
const numberTries = 5

// NumberSealed is Number for an office with a seal: number and day stand in the file with the seal, and nothing in it changes
// afterwards. The number is looked up first, sealed without holding up anybody, and taken only if it is still the next one.
func (s *Service) NumberSealed(ctx context.Context, at At, n Numbering) (*Dossier, error) {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	seal, err := s.SealOf(ctx, d)
	if err != nil {
		return nil, err
	}
	if seal == nil {
		return s.Number(ctx, at, n.Number, n.Files, n.Certified...)
	}
	for range numberTries {
		d, f, err := s.wouldNumber(ctx, at, n)
		if err != nil {
			return nil, err
		}
		if !signable(d) {
			return s.Number(ctx, at, n.Number, n.Files, n.Certified...)
		}
		if seal.OnPageOfItsOwn() {
			return nil, fault.New(fault.Conflict, "dossier.seal.by-card")
		}
		b, code, err := s.freezeSeal(ctx, d, f, nil)
		if err == nil {
			err = s.Sign.SignWith(ctx, b, n.Password)
		}
		if err != nil {
			return nil, err
		}
		out, err := s.numberSealed(ctx, at, n, f, b, code)
		if errors.Is(err, errTaken) {
			if err := s.Sign.Refuse(ctx, "", b.Requests...); err != nil {
				return nil, err
			}
			continue
		}
		return out, err
	}
	return nil, fault.New(fault.Unavailable, "dossier.seal.busy")
}

// errTaken says that the number which stands in a sealed file went to another result.
var errTaken = errors.New("the number was taken meanwhile")

// errOnlyAsked takes back what was done to find out.
var errOnlyAsked = errors.New("only asked")

// wouldNumber tells what number a result would get now, and takes nothing. It returns the dossier as it is, with the files that
// the number would stand in.
func (s *Service) wouldNumber(ctx context.Context, at At, n Numbering) (d *Dossier, f Facts, err error) {
	_, err = s.act(ctx, at, Number, func(ctx context.Context, tx *db.Tx, now *Dossier) (Facts, error) {
		var err error
		d = now
		if f, err = s.numberFacts(ctx, tx, now, n.Number, n.Files, n.Certified); err != nil {
			return f, err
		}
		return f, errOnlyAsked
	})
	if errors.Is(err, errOnlyAsked) {
		err = nil
	}
	if err == nil && len(n.Files) > 0 {
		d.Result.Files = n.Files
	}
	return d, f, err
}

// freezeSeal freezes the files of a result for the seal, with the number that it would get, and returns the code by which it will
// be checked. What is carried goes with the first file, once the code is known.
func (s *Service) freezeSeal(ctx context.Context, d *Dossier, f Facts, carried func(code string) ([]byte, error)) (*sign.Batch, string, error) {
	p, err := s.paperOf(ctx, d, f.Number, f.IssuedOn)
	if err != nil {
		return nil, "", err
	}
	if s.Archive != nil && !d.Result.Negative { // a refusal is entered nowhere: nobody shows it to prove something
		p.Code = archive.NewCode()
	}
	var asks []sign.Ask
	for i, file := range d.Result.Files {
		if file.Type != blob.PDF {
			continue
		}
		stamp := &sign.Stamp{Number: f.Number, On: f.IssuedOn, Agency: d.Office.Name}
		if p.Code != "" {
			stamp.Code = archive.ShownCode(p.Code)
			if stamp.Square, err = s.Archive.SquareOn(p, i); err != nil {
				return nil, "", err
			}
		}
		place := "seal"
		if len(asks) > 0 { // the first is the paper itself
			place = "annex"
		}
		asks = append(asks, sign.Ask{Last: true, Subject: d.Subject(), Seen: d.Version, Title: text.In(text.Vi, "dossier.seal.title", "code", d.Code, "number", f.Number), Place: place, Reason: text.In(text.Vi, "dossier.seal.reason", "number", f.Number),
			Content: sign.Content{SHA256: file.SHA256, Size: file.Size, Name: file.Name}, Seal: stamp})
	}
	if carried != nil {
		if asks[0].Carried, err = carried(p.Code); err != nil {
			return nil, "", err
		}
	}
	b, err := s.Sign.PrepareSeal(ctx, forNumber, d.Office.UnitID, asks)
	return b, p.Code, err
}

// numberSealed numbers a result whose files are sealed, unless the number in them is not the next one any more.
func (s *Service) numberSealed(ctx context.Context, at At, n Numbering, want Facts, b *sign.Batch, code string) (*Dossier, error) {
	k, err := s.Sign.Key(ctx, b.KeyID)
	if err != nil {
		return nil, err
	}
	by := Signature{Name: k.Name(), Issuer: k.Issuer(), Serial: k.Chain[0].SerialNumber.Text(16), Code: code}
	return s.act(ctx, at, Number, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
		f, err := s.numberFacts(ctx, tx, d, n.Number, n.Files, n.Certified)
		if err != nil {
			return f, err
		}
		if f.Number != want.Number || f.IssuedOn != want.IssuedOn {
			return f, errTaken
		}
		files := d.Result.Files
		if len(n.Files) > 0 {
			files = n.Files
		}
		f.Files, by.Requests = signedFiles(files, b.Requests, s.Clock.Now())
		f.Signature = &by
		return f, s.Sign.Use(ctx, tx, b.Requests...)
	})
}

// paperOf is the paper that a result becomes.
func (s *Service) paperOf(ctx context.Context, d *Dossier, number string, on clock.Date) (archive.Opening, error) {
	v, err := s.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return archive.Opening{}, err
	}
	o := archive.Opening{Subject: d.Subject(), From: d.Code, AccountID: d.AccountID, Office: archive.Place(d.Office), Procedure: d.Procedure,
		Title: v.Result, Number: number, IssuedOn: on, SignedBy: d.Result.ApprovedBy}
	if o.Title == "" {
		o.Title = d.Name
	}
	if d.isCopy() {
		o.Title = text.In(text.Vi, "dossier.copy.paper", "name", d.Result.ElectronicCopy.Original.Name)
	}
	for _, p := range append([]Party{d.Owner}, d.Owners...) {
		o.Holders = append(o.Holders, archive.Holder{Name: p.Name, PersonalNo: p.PersonalNo, BirthOn: p.BirthOn})
	}
	for _, f := range d.Result.Files {
		o.Files = append(o.Files, archive.File{SHA256: f.SHA256, Size: f.Size, Type: f.Type, Name: f.Name})
	}
	return o, nil
}
