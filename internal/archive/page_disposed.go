package archive

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// disposedUnder says that the files of a paper were destroyed lawfully, "" when they were not.
func disposedUnder(ctx context.Context, p *Paper) string {
	if p.Disposed == nil {
		return ""
	}
	return text.T(ctx, "archive.disposed-under", "minutes", p.Disposed.Minutes, "on", text.Date(clock.DateOf(p.Disposed.At)))
}

// noFiles says why a paper has no file: it never had one, or it is kept no longer.
func noFiles(ctx context.Context, p *Paper) string {
	if p.Disposed != nil && p.Disposed.Files > 0 {
		return disposedUnder(ctx, p)
	}
	return text.T(ctx, "archive.no-files")
}
