package identity

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const rightsPath = "/quan-tri/phan-quyen"

// rightsView is what an inspector reads: who may do what, where it is asked, who holds it now.
type rightsView struct {
	Rooms   []roomView
	Roles   []roleView
	Buttons []ui.Button
}

type roomView struct {
	Title string
	Table ui.Table
}

// roleView is who holds a role now.
type roleView struct {
	Title string
	Table ui.Table
}

func (p *Pages) showRights(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	bearers, err := p.svc.Bearers(ctx, "")
	if err != nil {
		return err
	}
	m := MatrixOf(p.svc.RoleRights)
	v := rightsView{Buttons: []ui.Button{{Text: text.T(ctx, "identity.rights.matrix-file"), Href: rightsPath + "/ma-tran.csv", Kind: ui.Secondary, Download: true},
		{Text: text.T(ctx, "identity.rights.bearers-file"), Href: rightsPath + "/nguoi-giu.csv", Kind: ui.Secondary, Download: true}}}
	for _, room := range m.Rooms {
		v.Rooms = append(v.Rooms, roomView{roomName(ctx, room.Room), matrixTable(ctx, m, room)})
	}
	for _, role := range m.Roles {
		if t := bearerTable(ctx, role, bearers); len(t.Rows) > 0 {
			v.Roles = append(v.Roles, roleView{text.T(ctx, "identity.rights.bearers-of", "role", roleName(ctx, role), "n", len(t.Rows)), t})
		}
	}
	return web.Show(w, r, rightsPage(v))
}

func matrixTable(ctx context.Context, m Matrix, room MatrixRoom) ui.Table {
	t := ui.Table{Caption: roomName(ctx, room.Room), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.rights.right")}, {Text: text.T(ctx, "identity.rights.at")}}}
	for _, role := range m.Roles {
		t.Head = append(t.Head, ui.Head{Text: roleName(ctx, role)})
	}
	for _, row := range room.Rows {
		cells := []ui.Cell{{Text: rightName(ctx, row.Right), Header: true}, {Text: rightAt(ctx, row.Right)}}
		for _, holds := range row.Holds {
			mark := "–"
			if holds {
				mark = text.T(ctx, "identity.rights.yes")
			}
			cells = append(cells, ui.Cell{Text: mark})
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: cells})
	}
	return t
}

func bearerTable(ctx context.Context, role string, all []Bearer) ui.Table {
	t := ui.Table{Caption: roleName(ctx, role), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.accounts.name")},
		{Text: text.T(ctx, "identity.rights.post")}, {Text: text.T(ctx, "identity.rights.unit")}, {Text: text.T(ctx, "identity.rights.as")}}}
	for _, b := range all {
		if b.Role == role {
			t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: b.Name, Header: true}, {Text: b.Title}, {Text: b.Unit}, {Text: bearsAs(ctx, b)}}})
		}
	}
	return t
}

// bearsAs says whether a role is held or stood in for.
func bearsAs(ctx context.Context, b Bearer) string {
	if b.For == "" {
		return text.T(ctx, "identity.rights.held")
	}
	return text.T(ctx, "identity.rights.stands-in", "name", b.For, "until", text.Date(b.Until))
}

func (p *Pages) matrixFile(w http.ResponseWriter, r *http.Request) error {
	return sheet(w, "ma-tran-quyen.csv", MatrixOf(p.svc.RoleRights).Lines(r.Context()))
}

func (p *Pages) bearersFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	bearers, err := p.svc.Bearers(ctx, "")
	if err != nil {
		return err
	}
	lines := [][]string{{text.T(ctx, "identity.rights.role"), text.T(ctx, "identity.accounts.name"), text.T(ctx, "identity.rights.post"),
		text.T(ctx, "identity.rights.unit"), text.T(ctx, "identity.rights.as")}}
	for _, b := range bearers {
		lines = append(lines, []string{roleName(ctx, b.Role), b.Name, b.Title, b.Unit, bearsAs(ctx, b)})
	}
	mark, err := p.svc.TakeBearers(ctx, len(bearers))
	if err != nil {
		return err
	}
	return sheet(w, "nguoi-giu-vai-tro.csv", append(lines, []string{mark, "", "", "", ""}))
}

// sheet sends rows as spreadsheets open them: with the mark of UTF-8. A cell that would be a formula
// is text.
func sheet(w http.ResponseWriter, name string, lines [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	for _, line := range lines {
		for i, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				line[i] = "'" + cell
			}
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return download(w, name, "text/csv; charset=utf-8", b.Bytes())
}
