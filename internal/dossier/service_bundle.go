package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Receipts prints the receipts of all dossiers of a piece of work as one file, in the order of the
// list. Each print is recorded as a look.
func (s *Service) Receipts(ctx context.Context, batch *keep.Batch) ([]byte, error) {
	if _, err := s.TakeBatch(ctx, batch, text.In(text.Vi, "dossier.export.receipts")); err != nil {
		return nil, err
	}
	var all [][]byte
	for _, it := range batch.Items {
		if it.Outcome != keep.Done {
			continue
		}
		slip, err := s.lastReceipt(ctx, it.DossierID)
		if err != nil {
			return nil, err
		}
		_, one, err := s.SlipPDF(ctx, slip.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return pdf.Join(all...)
}

// TakeBatch notes that whoever acts takes away what a piece of work has printed or bundled: each dossier is a line in
// full.
func (s *Service) TakeBatch(ctx context.Context, batch *keep.Batch, purpose string) (Taken, error) {
	n := 0
	for _, it := range batch.Items {
		if it.Outcome == keep.Done {
			n++
		}
	}
	return s.takeAway(ctx, batch.Verb, n, purpose, map[string]any{"batch": batch.ID})
}

// Bundle writes the files of all dossiers of a piece of work as a ZIP, a folder for each, with an index
// to read and one for spreadsheets, which say who took it away. It goes out as it is made: nothing of it is kept here. The look at
// each dossier is recorded, with the purpose, before a byte of it leaves.
func (s *Service) Bundle(ctx context.Context, w io.Writer, batch *keep.Batch, t Taken) error {
	z := zip.NewWriter(w)
	if err := z.SetComment(t.Code); err != nil {
		return err
	}
	var index []bundled
	for _, it := range batch.Items {
		if it.Outcome != keep.Done {
			continue
		}
		one, err := s.bundle(ctx, z, it, batch.Args["purpose"])
		if err != nil {
			return err
		}
		index = append(index, one...)
	}
	if err := s.writeIndex(ctx, z, index, t.Mark(ctx)); err != nil {
		return err
	}
	return z.Close()
}

// bundled is a line of the index.
type bundled struct{ Code, Procedure, Owner, State, Due, Paper, File, SHA256 string }

func (s *Service) bundle(ctx context.Context, z *zip.Writer, it keep.Item, purpose string) ([]bundled, error) {
	d, err := store{s.DB.Read()}.byID(ctx, it.DossierID)
	if err != nil {
		return nil, err
	}
	if err := s.mayReadPapers(ctx, d); err != nil {
		return nil, err
	}
	if err := s.Trail.LookNow(ctx, d.Subject(), purpose, "form", "file:*"); err != nil {
		return nil, err
	}
	line := bundled{Code: d.Code, Procedure: d.Name, Owner: d.Owner.Name, State: stateName(ctx, d.State), Due: text.DateTime(ctx, d.Due.At)}
	var out []bundled
	used := map[string]bool{}
	for _, p := range append(d.Handed(), resultPaper(ctx, d)...) {
		for _, f := range p.Files {
			line.Paper, line.SHA256 = p.Name, f.SHA256
			line.File = unused(used, path.Join(folderOf(d.Code), f.Name))
			if err := s.copyInto(ctx, z, line.File, f); err != nil {
				return nil, err
			}
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		line.Paper = text.T(ctx, "desk.bundle.no-files")
		out = append(out, line)
	}
	return out, nil
}

func resultPaper(ctx context.Context, d *Dossier) []Paper {
	if d.Result == nil || len(d.Result.Files) == 0 {
		return nil
	}
	return []Paper{{Name: text.T(ctx, "dossier.section.result"), Files: d.Result.Files}}
}

// folderOf makes a folder of a code; codes hold nothing that folders may not.
func folderOf(code string) string { return strings.ReplaceAll(code, "/", "-") }

// unused numbers names that occur twice.
func unused(used map[string]bool, name string) string {
	ext := path.Ext(name)
	out := name
	for n := 2; used[out]; n++ {
		out = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
	}
	used[out] = true
	return out
}

func (s *Service) copyInto(ctx context.Context, z *zip.Writer, name string, f File) error {
	_, content, err := s.openBlob(ctx, f)
	if err != nil {
		return err
	}
	defer content.Close()
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, content)
	return err
}

// writeIndex writes what lies in the bundle: index.csv with a mark that spreadsheets need to read
// Vietnamese, index.html for people.
func (s *Service) writeIndex(ctx context.Context, z *zip.Writer, index []bundled, mark string) error {
	heads := make([]string, 0, 8)
	for _, key := range []string{"dossier.desk.code", "dossier.desk.procedure", "dossier.desk.owner", "dossier.desk.state", "dossier.desk.due",
		"desk.bundle.paper", "desk.bundle.file", "desk.bundle.sum"} {
		heads = append(heads, text.T(ctx, key))
	}
	w, err := z.Create("index.csv")
	if err != nil {
		return err
	}
	_, _ = io.WriteString(w, "\ufeff")
	table := csv.NewWriter(w)
	_ = table.Write(heads) // what fails is said by Error below
	for _, l := range index {
		_ = table.Write([]string{unformula(l.Code), unformula(l.Procedure), unformula(l.Owner), l.State, l.Due, unformula(l.Paper), unformula(l.File), l.SHA256})
	}
	_ = table.Write(append([]string{unformula(mark)}, make([]string, len(heads)-1)...))
	if table.Flush(); table.Error() != nil {
		return table.Error()
	}
	var page bytes.Buffer
	if err := bundleIndex(heads, index, mark).Render(ctx, &page); err != nil {
		return err
	}
	if w, err = z.Create("index.html"); err != nil {
		return err
	}
	_, err = w.Write(page.Bytes())
	return err
}

// unformula keeps a spreadsheet from reading a name as a formula.
func unformula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t", rune(s[0])) {
		return "'" + s
	}
	return s
}

// fileHref is a name in the bundle as an address beside its index.
func fileHref(name string) string { return (&url.URL{Path: "./" + name}).String() }
