package backlog

import (
	"bytes"
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// forDigitising is what scans are signed for.
const forDigitising = CanSign

// AskSigning makes the files of checked papers of a batch, up to a hundred, and freezes them for whoever acts to sign as the
// digitiser.
func (s *Service) AskSigning(ctx context.Context, batchID string) (*sign.Batch, error) {
	b, err := s.batchFor(ctx, batchID, CanSign)
	if err != nil {
		return nil, err
	}
	if k, err := s.Sign.MyKey(ctx); err != nil || k == nil {
		return nil, fault.New(fault.Conflict, "sign.no-key").Because(err)
	}
	ready, err := store{s.DB.Read()}.readyToSign(ctx, b.ID, sign.MostAsks)
	if err != nil {
		return nil, err
	}
	if len(ready) == 0 {
		return nil, fault.New(fault.Conflict, "backlog.nothing-to-sign")
	}
	asks := make([]sign.Ask, len(ready))
	for i, p := range ready {
		f, err := s.write(ctx, b, p)
		if err != nil {
			return nil, err
		}
		asks[i] = sign.Ask{Subject: p.Subject(), Seen: p.Version, Title: b.Kind + " · " + p.Fields.Number, Place: "digitised",
			Content: sign.Content{SHA256: f.SHA256, Size: f.Size, Name: f.Name}, Reason: text.In(text.Vi, "backlog.sign-reason")}
	}
	return s.Sign.Prepare(ctx, forDigitising, asks)
}

// write makes a PDF/A of a paper, with its text behind the pictures, and as many pages as were scanned.
func (s *Service) write(ctx context.Context, b *Batch, p *Paper) (File, error) {
	words, err := store{s.DB.Read()}.words(ctx, p.ID)
	if err != nil {
		return File{}, err
	}
	var pages []scan.Page
	for n, i := range p.Images {
		picture, err := s.picture(ctx, i)
		if err != nil {
			return File{}, err
		}
		page := scan.Page{Picture: picture}
		if n < len(words) {
			page.Words = words[n]
		}
		pages = append(pages, page)
	}
	raw, err := scan.PDF(scan.About{Title: b.Kind + " " + p.Fields.Number, Agency: b.UnitName,
		Subject: text.In(text.Vi, "backlog.file-subject", "n", len(pages), "name", b.Name), At: s.Clock.Now()}, pages)
	if err != nil {
		return File{}, err
	}
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), int64(len(raw)))
	return File{ref.SHA256, ref.Size, fileName(b, p)}, err
}

func fileName(b *Batch, p *Paper) string {
	slug := strings.ReplaceAll(text.Fold(b.Kind+" "+p.Fields.Number), " ", "-")
	return strings.ReplaceAll(slug, "/", "-") + ".pdf"
}

// SignBatch is a batch of signatures that whoever acts was asked for here.
func (s *Service) SignBatch(ctx context.Context, id string) (*sign.Batch, error) {
	b, err := s.Sign.Batch(ctx, id)
	if err == nil && b.Purpose != forDigitising {
		err = fault.New(fault.NotFound, "fault.not-found")
	}
	return b, err
}

// TakeSigned takes up what has been signed, each paper in a transaction of its own.
func (s *Service) TakeSigned(ctx context.Context, b *sign.Batch) (done int, err error) {
	for _, r := range b.Requests {
		if r.State != sign.Signed {
			continue
		}
		err := s.takeSigned(ctx, r)
		if f := fault.As(err); f != nil {
			err = s.Sign.Refuse(ctx, text.TMap(ctx, f.Key, f.Args), r)
		} else if err == nil {
			done++
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (s *Service) takeSigned(ctx context.Context, r *sign.Request) error {
	if _, _, err := s.paperFor(ctx, idOf(r.Subject), CanSign); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err := store{tx}.paper(ctx, idOf(r.Subject))
		if err != nil {
			return err
		}
		if p.Version != r.Seen || !p.ready() {
			return fault.New(fault.Conflict, "backlog.changed")
		}
		p.State, p.File, p.Request, p.Names.Signed = Signed, &File{r.Signed.SHA256, r.Signed.Size, r.Content.Name}, r.ID, actor.Of(ctx).Name
		if err := (store{tx}).save(ctx, p); err != nil {
			return err
		}
		if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.sign", Subject: p.Subject(), Data: map[string]any{"request": r.ID}}); err != nil {
			return err
		}
		return s.Sign.Use(ctx, tx, r)
	})
}

// pdfType is what signed files are.
const pdfType = blob.PDF
