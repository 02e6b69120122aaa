package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// IsFile tells whether the template is a file of a word processor.
func (t *ResultTemplate) IsFile() bool { return t.DocxName != "" }

// Fields are what has to be filled in.
func (t *ResultTemplate) Fields() []result.Field {
	fields, _ := t.read()
	return fields
}

func (t *ResultTemplate) read() ([]result.Field, []result.Problem) {
	if t.IsFile() {
		d, problems := result.ReadDocx(t.Docx)
		return d.Fields(), problems
	}
	d, problems := result.Parse(t.Body)
	return d.Fields(), problems
}

// PrintResult makes the PDF of a template with data. A file of a word processor needs LibreOffice: this
// takes seconds, and belongs into no transaction.
func (s *Service) PrintResult(ctx context.Context, t *ResultTemplate, p result.Paper) ([]byte, error) {
	if !t.IsFile() {
		read, _ := result.Parse(t.Body)
		return read.PDF(ctx, p)
	}
	read, problems := result.ReadDocx(t.Docx)
	if len(problems) > 0 {
		return nil, fault.New(fault.Conflict, "catalog.not-ready", "n", len(problems))
	}
	filled, err := read.Fill(p.Data)
	if err != nil {
		return nil, err
	}
	raw, err := s.Office.PDF(ctx, filled)
	switch {
	case errors.Is(err, result.ErrNoOffice):
		return nil, fault.New(fault.Conflict, "catalog.result.no-office").Because(err)
	case err != nil:
		return nil, fault.New(fault.Unavailable, "catalog.result.office-failed").Because(err)
	}
	return raw, nil
}

// safeDocx refuses a file that is none, or that runs, reaches out or grows: it is not even kept. A
// misspelt field is no such thing.
func safeDocx(raw []byte) error {
	_, problems := result.ReadDocx(raw)
	i := slices.IndexFunc(problems, func(p result.Problem) bool { return strings.HasPrefix(p.Key, "catalog.result.wrong.docx") })
	if i < 0 {
		return nil
	}
	return fault.OnFields([]fault.Field{{Name: "docx", Key: problems[i].Key, Args: problems[i].Args}})
}
