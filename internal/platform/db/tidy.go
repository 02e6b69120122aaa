package db

import (
	"context"
	"fmt"
)

// Tidy has SQLite look at how its tables have grown, so that it chooses the right index; it samples, and looks at tables
// only that have changed much. PostgreSQL does it by itself.
func (d *DB) Tidy(ctx context.Context) error {
	if d.Engine() != "sqlite" {
		return nil
	}
	for _, pragma := range []string{"PRAGMA analysis_limit = 1000", "PRAGMA optimize = 0x10002"} {
		if _, err := d.write.ExecContext(ctx, pragma); err != nil {
			return fmt.Errorf("database: %s: %w", pragma, err)
		}
	}
	return nil
}
