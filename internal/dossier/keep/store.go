package keep

import (
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

type store struct{ q bun.IDB }

// seen narrows a query to what a person sees: their own things and those of their units.
func seen(table, personID string, units []string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("?.owner_id = ?", bun.Ident(table), personID).
			WhereOr("(?.owner_id = '' AND ?.unit_path IN (?))", bun.Ident(table), bun.Ident(table), bun.List(units))
	}
}

type labelRow struct {
	bun.BaseModel `bun:"table:dossier_label,alias:l"`
	ID            string    `bun:"id,pk"`
	OwnerID       string    `bun:"owner_id"`
	UnitPath      string    `bun:"unit_path"`
	Name          string    `bun:"name"`
	Colour        string    `bun:"colour"`
	At            time.Time `bun:"at"`
}

func (r labelRow) label() Label {
	return Label{ID: r.ID, Name: r.Name, Colour: r.Colour, Units: r.OwnerID == ""}
}

type labelledRow struct {
	bun.BaseModel `bun:"table:dossier_labelled,alias:d"`
	DossierID     string    `bun:"dossier_id,pk"`
	LabelID       string    `bun:"label_id,pk"`
	ByID          string    `bun:"by_id"`
	At            time.Time `bun:"at"`
}

type noteRow struct {
	bun.BaseModel `bun:"table:dossier_note,alias:n"`
	DossierID     string    `bun:"dossier_id,pk"`
	PersonID      string    `bun:"person_id,pk"`
	Body          string    `bun:"body"`
	At            time.Time `bun:"at"`
}

type followRow struct {
	bun.BaseModel `bun:"table:dossier_follow,alias:f"`
	PersonID      string    `bun:"person_id,pk"`
	DossierID     string    `bun:"dossier_id,pk"`
	At            time.Time `bun:"at"`
}

type viewRow struct {
	bun.BaseModel `bun:"table:dossier_view,alias:v"`
	ID            string    `bun:"id,pk"`
	OwnerID       string    `bun:"owner_id"`
	UnitPath      string    `bun:"unit_path"`
	Name          string    `bun:"name"`
	Query         string    `bun:"query"`
	At            time.Time `bun:"at"`
}

type columnsRow struct {
	bun.BaseModel `bun:"table:dossier_columns,alias:c"`
	PersonID      string    `bun:"person_id,pk"`
	Columns       string    `bun:"columns"`
	At            time.Time `bun:"at"`
}

type reasonRow struct {
	bun.BaseModel `bun:"table:dossier_reason,alias:r"`
	ID            string    `bun:"id,pk"`
	UnitPath      string    `bun:"unit_path"`
	ProcedureID   string    `bun:"procedure_id"`
	Kind          string    `bun:"kind"`
	Name          string    `bun:"name"`
	Body          string    `bun:"body"`
	ByName        string    `bun:"by_name"`
	At            time.Time `bun:"at"`
}

type checkedRow struct {
	bun.BaseModel `bun:"table:dossier_checked,alias:c"`
	DossierID     string    `bun:"dossier_id,pk"`
	SHA256        string    `bun:"sha256,pk"`
	ByID          string    `bun:"by_id"`
	ByName        string    `bun:"by_name"`
	At            time.Time `bun:"at"`
}

// taken says that a name is in use.
func taken(err error) error {
	return fault.OnFields([]fault.Field{{Name: "name", Key: "desk.name-taken"}})
}
