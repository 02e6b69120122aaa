package scan

import "context"

// Reader recognises the words of a page.
type Reader interface {
	Read(ctx context.Context, p Picture) ([]Word, error)
}
