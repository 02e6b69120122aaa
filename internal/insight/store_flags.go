package insight

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight/count"
)

// flagColumns are the columns of a fact that say what is electronic.
type flagColumns struct {
	Told       bool   `bun:"told"`
	Components int    `bun:"components"`
	Filed      int    `bun:"filed"`
	Reused     int    `bun:"reused"`
	HasFile    bool   `bun:"has_file"`
	Signed     bool   `bun:"signed"`
	Sealed     bool   `bun:"sealed"`
	Issued     bool   `bun:"issued"`
	Certifies  bool   `bun:"certifies"`
	Copy       bool   `bun:"electronic_copy"`
	Proofs     string `bun:"proofs"` // keys with spaces between
}

func flagsRow(f *Fact) flagColumns {
	x := f.Flags
	return flagColumns{x.Told, x.Components, x.Filed, x.Reused, x.File, x.Signed, x.Sealed, x.Issued, x.Certifies, x.Copy, strings.Join(f.Proofs, " ")}
}

func (r flagColumns) flags() count.Flags {
	return count.Flags{Told: r.Told, Components: r.Components, Filed: r.Filed, Reused: r.Reused, File: r.HasFile, Signed: r.Signed, Sealed: r.Sealed, Issued: r.Issued,
		Certifies: r.Certifies, Copy: r.Copy}
}

// countedFlags are the flags that events of the desk left, in the words of counting.
func countedFlags(f dossier.Flags) (out count.Flags) {
	if p := f.Papers; p != nil {
		out.Components, out.Filed, out.Reused = p.Components, p.Filed, p.Reused
	}
	if r := f.Result; r != nil {
		out.Told, out.File, out.Signed, out.Sealed, out.Issued = true, r.Files > 0, r.Signed, r.Sealed, r.Issued
		out.Certifies, out.Copy = r.Certifies, r.Copy
	}
	return out
}

// flagIs are the conditions under which a dossier that ended with a result counts in a column.
var flagIs = map[Column]string{Done: "1 = 1", Untold: "NOT told", Results: "has_file", Digitised: "has_file AND filed > 0", Signed: "has_file AND signed",
	Sealed: "has_file AND sealed", SignedSealed: "has_file AND signed AND sealed", Issued: "has_file AND issued",
	Certifying: "certifies", ElectronicCopies: "has_file AND certifies AND electronic_copy"}

// doneColumns add up what is electronic of the facts that ended.
func doneColumns() []string {
	out := []string{"sum(CASE WHEN end_kind = 'done' THEN components ELSE 0 END) AS components", "sum(CASE WHEN end_kind = 'done' THEN filed ELSE 0 END) AS filed"}
	for _, c := range slices.Sorted(maps.Keys(flagIs)) {
		out = append(out, "sum(CASE WHEN end_kind = 'done' AND "+flagIs[c]+" THEN 1 ELSE 0 END) AS "+strings.ReplaceAll(string(c), "-", "_"))
	}
	return out
}

// proofs are, for each signed result of dossiers that ended in a stretch of time, the keys of what was asked of signers.
func (s store) proofs(ctx context.Context, q factQuery, from, until time.Time) ([][]string, error) {
	var rows []string
	err := q.narrow(s.q.NewSelect().TableExpr("insight_fact")).Column("proofs").Where("received_at IS NOT NULL AND ended_at >= ? AND ended_at < ?", from, until).
		Where("end_kind = 'done' AND has_file AND (signed OR sealed)").Scan(ctx, &rows)
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = strings.Fields(r)
	}
	return out, err
}
