package backlog

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Progress is how far a batch is.
type Progress struct {
	*Batch
	In     map[State]int
	Drawn  int // papers that wait to be typed anew
	Ready  int // checked, and no further look is wanted
	Check  Accuracy
	Retype Accuracy
}

// Papers is how many papers have been scanned.
func (p *Progress) Papers() int {
	n := 0
	for _, k := range p.In {
		n += k
	}
	return n
}

// Past is how many papers are in a state or further.
func (p *Progress) Past(state State) int {
	n, there := 0, false
	for _, s := range States {
		there = there || s == state
		if there {
			n += p.In[s]
		}
	}
	return n
}

// Accuracy is what second looks have found.
type Accuracy struct{ Papers, Fields, Wrong int }

// Right is the share of fields that were right, from 0 to 1; ok is false when nothing was looked at.
func (a Accuracy) Right() (share float64, ok bool) {
	if a.Fields == 0 {
		return 0, false
	}
	return 1 - float64(a.Wrong)/float64(a.Fields), true
}

// Batches lists the batches that whoever acts may see, the newest first, each with its progress.
func (s *Service) Batches(ctx context.Context) ([]*Progress, error) {
	all, err := store{s.DB.Read()}.batches(ctx, actor.Of(ctx).Scope(CanView))
	if err != nil {
		return nil, err
	}
	return s.progress(ctx, all)
}

// Batch is one batch with its progress.
func (s *Service) Batch(ctx context.Context, id string) (*Progress, error) {
	b, err := s.batchFor(ctx, id, CanView)
	if err != nil {
		return nil, err
	}
	all, err := s.progress(ctx, []*Batch{b})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (s *Service) progress(ctx context.Context, all []*Batch) ([]*Progress, error) {
	out, at, ids := make([]*Progress, len(all)), map[string]*Progress{}, make([]string, len(all))
	for i, b := range all {
		out[i] = &Progress{Batch: b, In: map[State]int{}}
		at[b.ID], ids[i] = out[i], b.ID
	}
	counts, err := store{s.DB.Read()}.counts(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		p := at[c.BatchID]
		p.In[c.State] += c.N
		switch {
		case c.State == Checked && c.Draw == Drawn:
			p.Drawn += c.N
		case c.State == Checked:
			p.Ready += c.N
		}
	}
	looks, err := store{s.DB.Read()}.looks(ctx, ids)
	for _, l := range looks {
		a := Accuracy{l.Papers, l.Fields, l.Wrong}
		if l.Task == ToCheck {
			at[l.BatchID].Check = a
		} else {
			at[l.BatchID].Retype = a
		}
	}
	return out, err
}

// Query narrows the papers of a batch.
type Query struct {
	State State
	Words string // of number, holder or personal number
	After int    // the last paper of the page before
}

const pageSize = 50

// Papers lists the papers of a batch in their order; next is where the following page begins, 0 at the end. Whoever may
// not work there sees no personal data, and gets no list.
func (s *Service) Papers(ctx context.Context, batchID string, q Query) (page []*Paper, next int, err error) {
	if _, err := s.batchFor(ctx, batchID, CanWork); err != nil {
		return nil, 0, err
	}
	all, err := store{s.DB.Read()}.list(ctx, batchID, q, pageSize+1)
	if err != nil || len(all) <= pageSize {
		return all, 0, err
	}
	return all[:pageSize], all[pageSize-1].Ord, nil
}

// Loads are the latest files brought into a batch; open are those still being taken apart.
func (s *Service) Loads(ctx context.Context, batchID string) (all []*Load, open []bool, err error) {
	if _, err := s.batchFor(ctx, batchID, CanView); err != nil {
		return nil, nil, err
	}
	return store{s.DB.Read()}.loads(ctx, batchID)
}

// Paper is a paper for whoever works on it.
func (s *Service) Paper(ctx context.Context, id string) (*Paper, *Batch, error) {
	return s.paperFor(ctx, id, CanWork)
}

// See is Paper for eyes. A paper that was shared belongs to its holder by now, who is told of each look.
func (s *Service) See(ctx context.Context, id string) (*Paper, *Batch, error) {
	p, b, err := s.Paper(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	return p, b, s.noteLook(ctx, p, b, "fields")
}

func (s *Service) noteLook(ctx context.Context, p *Paper, b *Batch, what string) error {
	if p.PaperID == "" {
		return nil
	}
	subject := (&archive.Paper{ID: p.PaperID}).OwnSubject()
	return s.Trail.LookNow(ctx, subject, text.In(text.Vi, "backlog.look", "batch", b.Name), what)
}

// Open opens a page of a paper, or its signed file.
func (s *Service) Open(ctx context.Context, paperID, sha256 string) (kind, name string, r io.ReadCloser, err error) {
	p, b, err := s.paperFor(ctx, paperID, CanWork)
	if err != nil {
		return "", "", nil, err
	}
	if err := s.noteLook(ctx, p, b, "file"); err != nil {
		return "", "", nil, err
	}
	if p.File != nil && p.File.SHA256 == sha256 {
		r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: sha256, Size: p.File.Size, Type: blob.PDF})
		return blob.PDF, p.File.Name, r, err
	}
	for _, i := range p.Images {
		if i.Before != nil && i.Before.SHA256 == sha256 {
			i = *i.Before
		}
		if i.SHA256 == sha256 {
			r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: sha256, Size: i.Size, Type: blob.JPEG})
			return blob.JPEG, sha256[:12] + ".jpg", r, err
		}
	}
	return "", "", nil, fault.New(fault.NotFound, "backlog.not-found")
}
