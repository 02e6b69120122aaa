package insight

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/backlog"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Signatures tells what the last look in the night found of the files that were signed for requests, by key; one that
// nobody has looked at is left out.
type Signatures interface {
	Verdicts(ctx context.Context, requests []string) (map[string]pades.Verdict, error)
}

// OldPapers tells how far old results on paper have become electronic ones, where whoever asks may see it.
type OldPapers interface {
	Batches(ctx context.Context) ([]*backlog.Progress, error)
}

// Digital is what is electronic of the dossiers that a question is of.
type Digital struct {
	Board           // Now and Rows
	Worth     Worth // of the signed results of Now
	OldPapers []Old
}

// Worth is what results that were signed or sealed are worth. It changes: a certificate ends, an authority answers.
type Worth struct{ Signed, Valid, CannotTell, Invalid, Unlooked int }

// Old is the progress of a kind of old papers.
type Old struct {
	Kind string
	Rate // in the register, of those that should be
}

// Digital answers what is electronic, broken down as asked.
func (s *Service) Digital(ctx context.Context, ask Ask) (d *Digital, err error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	if ask.Span == (Span{}) {
		ask.Span = SpanAt(clock.DateOf(s.Clock.Now()), 1, false, ReportCut)
	}
	var proofs [][]string
	err = s.steady(ctx, func() error {
		d = &Digital{Board: Board{Ask: ask, Unit: u, Period: ask.Span.Period(ReportCut), AsOf: s.now()}}
		q, err := s.questionOf(ctx, &d.Board)
		if err != nil {
			return err
		}
		now, err := s.figures(ctx, q, Whole)
		if err != nil {
			return err
		}
		d.Now = now[""]
		if err := s.fillRows(ctx, &d.Board, q); err != nil {
			return err
		}
		proofs, err = s.read().proofs(ctx, q.facts(), q.Period.From, earlier(q.Period.Until, q.AsOf))
		return err
	})
	if err != nil {
		return nil, err
	}
	if d.Worth, err = s.worth(ctx, proofs); err != nil {
		return nil, err
	}
	d.OldPapers, err = s.oldPapers(ctx, u.Path)
	return d, err
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// worth looks up results by the keys of what was asked of their signers. A result of several files is worth what the
// worst of them is.
func (s *Service) worth(ctx context.Context, results [][]string) (out Worth, err error) {
	if s.Signatures == nil {
		return out, nil
	}
	said, err := s.Signatures.Verdicts(ctx, slices.Concat(results...))
	for _, keys := range results {
		out.Signed++
		switch worst(keys, said) {
		case pades.Valid:
			out.Valid++
		case pades.Invalid:
			out.Invalid++
		case pades.CannotTell:
			out.CannotTell++
		default:
			out.Unlooked++
		}
	}
	return out, err
}

// worst is the worst of what was said, "" when of one nothing was said and nothing is invalid.
func worst(keys []string, said map[string]pades.Verdict) pades.Verdict {
	order := []pades.Verdict{pades.Invalid, "", pades.CannotTell, pades.Valid}
	at := len(order)
	for _, k := range keys {
		at = min(at, slices.Index(order, said[k]))
	}
	if at < 0 || at == len(order) {
		return ""
	}
	return order[at]
}

// oldPapers are the kinds of old papers of a unit and those below it.
func (s *Service) oldPapers(ctx context.Context, path string) (out []Old, err error) {
	if s.OldPapers == nil {
		return nil, nil
	}
	all, err := s.OldPapers.Batches(ctx)
	for _, b := range all {
		if !strings.HasPrefix(b.UnitPath, path) {
			continue
		}
		i := slices.IndexFunc(out, func(o Old) bool { return o.Kind == b.Kind })
		if i < 0 {
			i, out = len(out), append(out, Old{Kind: b.Kind})
		}
		out[i].Part, out[i].Of = out[i].Part+b.In[backlog.Shared], out[i].Of+max(b.Expected, b.Papers())
	}
	slices.SortFunc(out, func(a, b Old) int { return strings.Compare(text.Fold(a.Kind), text.Fold(b.Kind)) })
	return out, err
}

// Share is one of the figures of group 4, and the lists of the dossiers behind its numbers, "" where there is none.
type Share struct {
	Key      string
	Part, Of Column
	Rate
}

// shares are the figures of group 4, and the share of signed results. law: index-766/4
func shares(f count.Figures) []Share {
	x := f.Flagged
	return []Share{
		{"results", Results, Done, Rate{x.Results, x.Done}},
		{"digitised", Digitised, Done, Rate{x.Digitised, x.Done}},
		{"components", "", "", Rate{x.Filed, x.Components}},
		{"reused", UsedAgain, Received, Rate{x.Reused, f.Received}},
		{"issued", Issued, Results, Rate{x.Issued, x.Results}},
		{"copies", ElectronicCopies, Certifying, Rate{x.ElectronicCopies, x.Certifying}},
		{"signed", Signed, Results, Rate{x.Signed, x.Results}},
		{"sealed", Sealed, Results, Rate{x.Sealed, x.Results}},
		{"signed-sealed", SignedSealed, Results, Rate{x.SignedSealed, x.Results}},
	}
}
