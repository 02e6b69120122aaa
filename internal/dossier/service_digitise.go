package dossier

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	paper "github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

// Papers handed in on paper become electronic components at reception: the pictures taken at the counter make one PDF/A a
// paper, the officer says how many pages the paper has, and signs that the file is the paper. A result that was signed by hand
// becomes electronic in the same way once it has its number. law: circular-01-2023/digitise

// forDigitising is what the scans of a dossier's papers are signed for.
const forDigitising = CanReceive

// Digitisation is by whom a paper was made electronic.
type Digitisation struct {
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Pages     int       `json:"pages"` // as many as the paper has
	Signature Signature `json:"signature"`
}

// Digitised is a paper's file in the place of its pictures.
type Digitised struct {
	Paper string       `json:"paper"` // its key
	Name  string       `json:"name"`
	File  File         `json:"file"`
	How   Digitisation `json:"how"`
}

// theResult is the key under which a result on paper is digitised, beside those of components.
const theResult = "=result"

// scanned are what lies on paper and has pictures, in its order: until the result has its number the papers that were handed in,
// then the result itself, which gets its pictures from whoever digitises it.
func (d *Dossier) scanned() []Paper {
	if d.Result != nil && d.Result.Number != "" {
		if resultOnPaper(d) != nil {
			return nil
		}
		name := text.In(text.Vi, "dossier.digitise.result", "number", d.Result.Number)
		return []Paper{{Key: theResult, Name: name, Files: slices.DeleteFunc(slices.Clone(d.Result.Files), unpictured)}}
	}
	return slices.DeleteFunc(slices.Clone(d.Papers), func(p Paper) bool {
		return p.Digitised != nil || !slices.Contains(paperForms, p.Form) || !slices.ContainsFunc(p.Files, pictured)
	})
}

func pictured(f File) bool   { return f.Type == blob.PDF || f.Type == blob.JPEG || f.Type == blob.PNG }
func unpictured(f File) bool { return !pictured(f) }

// scansWait holds while there are pictures of papers that nobody has signed yet.
func scansWait(d *Dossier) error { return unless(len(d.scanned()) > 0, "dossier.digitise.nothing") }

// resultOnPaper holds for a result that was signed by hand and is no signed file yet. Refusals are in no register, and what was
// declared by another system nobody here has seen.
func resultOnPaper(d *Dossier) error {
	r := d.Result
	return unless(r != nil && r.Number != "" && !r.Negative && r.Signature == nil && r.Seal == nil && r.ElectronicCopy == nil && r.Digitised == nil && d.Declared == nil,
		"dossier.digitise.result-is-file")
}

// toDigitise are scanned without what is signed already: its signature would not outlive being made a picture.
func (s *Service) toDigitise(ctx context.Context, d *Dossier) (out []Paper, err error) {
	for _, p := range d.scanned() {
		signed := false
		for _, f := range p.Files {
			if f.Type != blob.PDF {
				continue
			}
			raw, err := s.wholeFile(ctx, f)
			if err != nil {
				return nil, err
			}
			signed = signed || paper.Signed(raw)
		}
		if !signed {
			out = append(out, p)
		}
	}
	return out, nil
}

// AskDigitising makes a PDF/A of each paper with pictures and freezes them for whoever acts to sign. Counts are how many
// pages each paper has, by its place in what there is to digitise: another number of pictures is a fault of that field. Scans
// are the pictures of a result on paper, in place of those it came with.
func (s *Service) AskDigitising(ctx context.Context, at At, counts []int, scans ...File) (*sign.Batch, error) {
	d, err := s.mayDigitise(ctx, at)
	if err != nil {
		return nil, err
	}
	all, err := s.toDigitise(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Conflict, "dossier.digitise.nothing")
	}
	if result := &all[0]; result.Key == theResult && len(scans) > 0 {
		result.Files = scans
	}
	var asks []sign.Ask
	var wrong []fault.Field
	for i, p := range all {
		ask, problem, err := s.askScan(ctx, d, p, i, counts)
		switch {
		case err != nil:
			return nil, err
		case problem != nil:
			wrong = append(wrong, *problem)
		default:
			asks = append(asks, ask)
		}
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	return s.Sign.Prepare(ctx, forDigitising, asks)
}

// mayDigitise is the dossier, if whoever acts may digitise something of it and has a key to sign it with.
func (s *Service) mayDigitise(ctx context.Context, at At) (*Dossier, error) {
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
	if _, err := find(ctx, d, Digitise); err != nil {
		return nil, err
	}
	if signs, err := s.Signs(ctx); err != nil || !signs {
		return nil, fault.New(fault.Conflict, "sign.no-key").Because(err)
	}
	return d, nil
}

// askScan is what is to be signed of the i-th paper, or what is wrong with it.
func (s *Service) askScan(ctx context.Context, d *Dossier, p Paper, i int, counts []int) (ask sign.Ask, wrong *fault.Field, err error) {
	if len(p.Files) == 0 {
		return ask, &fault.Field{Name: "file", Key: "dossier.digitise.no-scan"}, nil
	}
	pages, err := s.picturesOf(ctx, p)
	if err != nil {
		return ask, nil, err
	}
	if i >= len(counts) || counts[i] != len(pages) {
		return ask, &fault.Field{Name: pagesField(i), Key: "dossier.digitise.pages-differ", Args: fault.Args("n", len(pages))}, nil
	}
	about, why := "dossier.digitise.subject", "dossier.digitise.reason"
	if p.Key == theResult {
		about, why = "dossier.digitise.result-subject", "dossier.digitise.result-reason"
	}
	f, err := s.writeScan(ctx, d, p, pages, about)
	if err != nil {
		return ask, nil, err
	}
	carried, err := json.Marshal(scanOf{p.Key, p.Name})
	return sign.Ask{Subject: d.Subject(), Seen: d.Version, Title: p.Name, Place: "digitised", Content: sign.Content{SHA256: f.SHA256, Size: f.Size, Name: f.Name},
		Reason: text.In(text.Vi, why, "code", d.Code), Carried: carried}, nil, err
}

// scanOf is which paper of a dossier a signed file is of.
type scanOf struct {
	Paper string `json:"paper"`
	Name  string `json:"name"`
}

func pagesField(i int) string { return fmt.Sprintf("trang-%d", i+1) }

// picturesOf are the pages of a paper's files as pictures.
func (s *Service) picturesOf(ctx context.Context, p Paper) (out []paper.Page, err error) {
	for _, f := range p.Files {
		pages, err := s.pagesOf(ctx, f)
		if err != nil {
			return nil, fault.New(fault.Conflict, "dossier.digitise.unreadable", "name", f.Name).Because(err)
		}
		for _, one := range pages {
			out = append(out, one.Page)
		}
	}
	return out, nil
}

func (s *Service) wholeFile(ctx context.Context, f File) ([]byte, error) {
	r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (s *Service) writeScan(ctx context.Context, d *Dossier, p Paper, pages []paper.Page, about string) (File, error) {
	raw, err := paper.PDF(paper.About{Title: p.Name, Agency: d.Receiving.Name, Subject: text.In(text.Vi, about, "code", d.Code, "n", len(pages)), At: s.Clock.Now()}, pages)
	if err != nil {
		return File{}, err
	}
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), int64(len(raw)))
	return File{SHA256: ref.SHA256, Size: ref.Size, Type: blob.PDF, Name: d.Code + "." + cmp.Or(strings.Replace(p.Key, theResult, "ket-qua", 1), "khac") + ".pdf"}, err
}

// TakeDigitised puts the signed files of a batch in the places of their pictures, once all are signed. The pictures stay in
// the event by which they came.
func (s *Service) TakeDigitised(ctx context.Context, b *sign.Batch) (done int, err error) {
	k, err := s.Sign.MyKey(ctx)
	if err != nil || k == nil || k.ID != b.KeyID || b.Purpose != forDigitising {
		return 0, fault.New(fault.Conflict, "sign.key-ended").Because(err)
	}
	by := Signature{Name: k.Name(), Issuer: k.Issuer(), Serial: k.Chain[0].SerialNumber.Text(16)}
	for _, rs := range bySubject(b) {
		at := At{ID: strings.TrimPrefix(rs[0].Subject, subjectPrefix), Seen: rs[0].Seen}
		pages, err := s.pagesSigned(ctx, rs)
		if err != nil {
			return done, err
		}
		_, err = s.act(ctx, at, Digitise, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
			all, err := digitised(d, rs, pages, by, s.Clock.Now())
			if err != nil {
				return Facts{}, err
			}
			if err := s.haveRead(ctx, tx, all); err != nil {
				return Facts{}, err
			}
			return Facts{Digitised: all}, s.Sign.Use(ctx, tx, rs...)
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

// digitised are the papers of a dossier with their signed files.
func digitised(d *Dossier, rs []*sign.Request, pages []int, by Signature, at time.Time) (out []Digitised, err error) {
	all := d.scanned()
	for i, r := range rs {
		var of scanOf
		if err := json.Unmarshal(r.Carried, &of); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(p Paper) bool { return p.Key == of.Paper && p.Name == of.Name }) {
			return nil, fault.New(fault.Conflict, "dossier.digitise.nothing") // somebody else was faster
		}
		by.Requests = []string{r.ID}
		out = append(out, Digitised{Paper: of.Paper, Name: of.Name, File: File{SHA256: r.Signed.SHA256, Size: r.Signed.Size, Type: blob.PDF, Name: r.Content.Name, At: at},
			How: Digitisation{By: by.Name, At: at, Pages: pages[i], Signature: by}})
	}
	return out, nil
}

// pagesSigned is how many pages each signed file has.
func (s *Service) pagesSigned(ctx context.Context, rs []*sign.Request) ([]int, error) {
	out := make([]int, len(rs))
	for i, r := range rs {
		raw, err := s.wholeFile(ctx, File{SHA256: r.Signed.SHA256, Size: r.Signed.Size, Type: blob.PDF})
		if err != nil {
			return nil, err
		}
		if out[i], err = paper.Count(raw); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// digitise takes the signed files up.
func (d *Dossier) digitise(all []Digitised) {
	d.Papers = slices.Clone(d.Papers) // those of the event that brought them stay
	for _, one := range all {
		if how := one.How; one.Paper == theResult {
			d.Result.Files, d.Result.Digitised = []File{one.File}, &how
		}
		for i := range d.Papers {
			p := &d.Papers[i]
			if p.Key == one.Paper && p.Name == one.Name && p.Digitised == nil {
				how := one.How
				p.Files, p.Digitised = []File{one.File}, &how
				break
			}
		}
	}
}
