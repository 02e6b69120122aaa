package archive

import (
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/archive/sip"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// mostPacked bounds one package: its descriptions are made in memory, some 5 KB a paper.
const mostPacked = 10_000

// Selection is which papers are handed over: those issued in a year by an office and those below it.
type Selection struct {
	Office Place
	Year   int
	Fond   string // code of the fond, as the archive gave it
}

// Count is how much a selection is.
type Count struct {
	Papers, Files int
	Bytes         int64
	TooMany       bool // more than one package takes
}

// Offices are those that have issued papers where whoever acts may hand some over.
func (s *Service) Offices(ctx context.Context) ([]Place, error) {
	return store{s.DB.Read()}.offices(ctx, actor.Of(ctx).Scope(CanDispose))
}

// Measure tells how much a selection is before anything is packed.
func (s *Service) Measure(ctx context.Context, sel Selection) (Count, error) {
	all, err := s.selected(ctx, sel)
	c := Count{Papers: min(len(all), mostPacked), TooMany: len(all) > mostPacked}
	for _, p := range all {
		for _, f := range p.Files {
			c.Files, c.Bytes = c.Files+1, c.Bytes+f.Size
		}
	}
	return c, err
}

func (sel Selection) sound() error {
	var wrong []fault.Field
	if sel.Year < 1900 || sel.Year > 9999 {
		wrong = append(wrong, fault.Field{Name: "nam", Key: "archive.transfer.year-wrong"})
	}
	if !sip.IsFond(sel.Fond) {
		wrong = append(wrong, fault.Field{Name: "phong", Key: "archive.transfer.fond-wrong"})
	}
	return fault.OnFields(wrong)
}

// selected are the papers of a selection, one more than a package takes when there are too many.
func (s *Service) selected(ctx context.Context, sel Selection) ([]*Paper, error) {
	if err := actor.Need(ctx, CanDispose, sel.Office.Path); err != nil {
		return nil, err
	}
	if err := sel.sound(); err != nil {
		return nil, err
	}
	year := strconv.Itoa(sel.Year)
	return store{s.DB.Read()}.issuedUnder(ctx, []string{sel.Office.Path}, nil, clock.Date(year+"-01-01"), clock.Date(year+"-12-31"), after{}, mostPacked+1)
}

// Pack makes a package ready to be sent: what befell each paper, and what the signatures in its files are worth now. That it
// leaves the house stands in the trail of every paper before a byte of it does, with the name of the package; its
// holder can read it. law: archives/package
func (s *Service) Pack(ctx context.Context, sel Selection, software string) (*sip.Package, error) {
	all, err := s.selected(ctx, sel)
	switch {
	case err != nil:
		return nil, err
	case len(all) == 0:
		return nil, fault.New(fault.NotFound, "archive.transfer.none")
	case len(all) > mostPacked:
		return nil, fault.New(fault.Conflict, "archive.transfer.too-many", "most", mostPacked)
	}
	a := actor.Of(ctx)
	p := &sip.Package{Fond: sel.Fond, ID: id.New(), Title: text.In(text.Vi, "archive.transfer.package", "year", strconv.Itoa(sel.Year), "unit", sel.Office.Name), Made: s.Clock.Now(),
		Maker: sel.Office.Name, Officer: a.Name, Software: software}
	for _, paper := range all {
		r, err := s.record(ctx, paper)
		if err != nil {
			return nil, err
		}
		p.Records = append(p.Records, r)
	}
	return p, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		purpose := text.In(text.Vi, "archive.transfer.purpose", "package", p.ObjID())
		for _, paper := range all {
			if err := s.Trail.Look(ctx, tx, paper.OwnSubject(), purpose, "file"); err != nil {
				return err
			}
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: room + "packed", Subject: "archive/package/" + p.ID,
			Data: map[string]any{"fond": sel.Fond, "year": sel.Year, "unit": sel.Office.Path, "papers": len(all)}})
	})
}

// Send writes a package that was packed. When it fails, what was written must not look whole.
func (s *Service) Send(ctx context.Context, w io.Writer, p *sip.Package) error {
	return sip.Build(ctx, w, p, func(ctx context.Context, f sip.File) (io.ReadCloser, error) {
		return s.Blobs.Open(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	})
}

// happened is what events are called in a package: PREMIS' own words where it has one. That a slip was printed is
// nobody's business there.
var happened = map[string]string{Issue: "creation", Revoke: "revocation", Replace: "replacement", Dispose: "deletion"}

func (s *Service) record(ctx context.Context, p *Paper) (sip.Record, error) {
	r := sip.Record{Code: p.Code, From: p.From, Title: p.Title, Number: p.Number, IssuedOn: string(p.IssuedOn), Until: string(p.Until), Office: p.Office.Name,
		Procedure: p.Procedure, SignedBy: p.SignedBy, State: string(p.State)}
	for _, h := range p.Holders {
		r.Holders = append(r.Holders, h.Name)
	}
	events, err := store{s.DB.Read()}.events(ctx, p.ID)
	if err != nil {
		return r, err
	}
	for i := range events {
		f, err := events[i].facts()
		if err != nil {
			return r, err
		}
		if kind := happened[events[i].Do]; kind != "" {
			r.Events = append(r.Events, sip.Event{Kind: kind, At: events[i].At, By: events[i].PersonName, Outcome: f.Minutes, Note: f.Reason})
		}
	}
	for _, f := range p.Files {
		r.Files = append(r.Files, sip.File(f))
		verdicts, err := s.verdicts(ctx, f)
		if err != nil {
			return r, err
		}
		r.Events = slices.Concat(r.Events, verdicts)
	}
	return r, nil
}

// verdicts are what the signatures in a file are worth now. One file is in memory at a time.
func (s *Service) verdicts(ctx context.Context, f File) ([]sip.Event, error) {
	if s.Signatures == nil || f.Type != blob.PDF {
		return nil, nil
	}
	r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	all, err := s.Signatures(text.WithLang(ctx, text.Vi), raw)
	var out []sip.Event
	for _, v := range all {
		out = append(out, sip.Event{Kind: "digital signature validation", At: s.Clock.Now(), Outcome: v.Worth, Note: v.Signer + ": " + v.Why, File: f.SHA256})
	}
	return out, err
}
