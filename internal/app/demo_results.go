package app

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/catalog"
)

// bringResults publishes the templates of results: each file is named by the code of its procedure.
func (d *demonstration) bringResults(ctx context.Context) error {
	names, err := fs.Glob(demo.Files, "results/*.txt")
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := fs.ReadFile(demo.Files, name)
		if err == nil {
			err = d.bringResult(ctx, strings.TrimSuffix(path.Base(name), ".txt"), string(body))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (d *demonstration) bringResult(ctx context.Context, code, body string) error {
	s := d.house.catalog
	p, err := s.Find(ctx, code)
	if err != nil {
		return err
	}
	t, err := s.BeginResult(ctx, p.ID, "")
	if err != nil {
		return err
	}
	if err := s.EditResult(ctx, t.ID, t.Edition, catalog.ResultWords{Name: titleOf(body), Body: body}); err != nil {
		return err
	}
	return s.PublishResult(ctx, t.ID, t.Edition+1, "Mẫu của bản trình diễn")
}

// titleOf is the title in a template, as names of papers are written: "Giấy khai sinh".
func titleOf(body string) string {
	_, rest, _ := strings.Cut(body, "\n# ")
	title, _, _ := strings.Cut(rest, "\n")
	first, others, _ := strings.Cut(title, " ")
	return first[:1] + strings.ToLower(first[1:]+" "+others)
}
