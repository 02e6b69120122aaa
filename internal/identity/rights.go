package identity

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Matrix is which role holds which right, room by room: what an inspector reads.
type Matrix struct {
	Roles []string
	Rooms []MatrixRoom
}

// MatrixRoom is the rights of one room.
type MatrixRoom struct {
	Room string
	Rows []MatrixRow
}

// MatrixRow is one right and the roles that hold it, in the order of Matrix.Roles.
type MatrixRow struct {
	Right string
	Holds []bool
}

// MatrixOf arranges roles and their rights: roles as a hierarchy has them, rooms and rights by name.
func MatrixOf(roleRights map[string][]string) Matrix {
	m := Matrix{Roles: slices.DeleteFunc(slices.Clone(org.RoleKeys), func(r string) bool { _, ok := roleRights[r]; return !ok })}
	for _, role := range slices.Sorted(maps.Keys(roleRights)) {
		if !slices.Contains(m.Roles, role) {
			m.Roles = append(m.Roles, role)
		}
	}
	rights := map[string]map[string]bool{}
	for role, list := range roleRights {
		for _, right := range list {
			if rights[right] == nil {
				rights[right] = map[string]bool{}
			}
			rights[right][role] = true
		}
	}
	for _, right := range slices.Sorted(maps.Keys(rights)) {
		room, _, _ := strings.Cut(right, ".")
		if n := len(m.Rooms); n == 0 || m.Rooms[n-1].Room != room {
			m.Rooms = append(m.Rooms, MatrixRoom{Room: room})
		}
		row := MatrixRow{Right: right}
		for _, role := range m.Roles {
			row.Holds = append(row.Holds, rights[right][role])
		}
		last := &m.Rooms[len(m.Rooms)-1]
		last.Rows = append(last.Rows, row)
	}
	return m
}

// Lines writes the matrix as rows of a spreadsheet, heads first, in the reader's language.
func (m Matrix) Lines(ctx context.Context) [][]string {
	head := []string{text.T(ctx, "identity.rights.room"), text.T(ctx, "identity.rights.right"), text.T(ctx, "identity.rights.code"), text.T(ctx, "identity.rights.at")}
	for _, role := range m.Roles {
		head = append(head, roleName(ctx, role))
	}
	out := [][]string{head}
	for _, room := range m.Rooms {
		for _, row := range room.Rows {
			line := []string{roomName(ctx, room.Room), rightName(ctx, row.Right), row.Right, rightAt(ctx, row.Right)}
			for _, holds := range row.Holds {
				line = append(line, yesOrEmpty(ctx, holds))
			}
			out = append(out, line)
		}
	}
	return out
}

func yesOrEmpty(ctx context.Context, yes bool) string {
	if yes {
		return text.T(ctx, "identity.rights.yes")
	}
	return ""
}

// The words of a role, a room and a right; what has none yet is called by its key.
func roleName(ctx context.Context, role string) string {
	if role == "program" {
		return text.T(ctx, "identity.rights.program")
	}
	return wordOr(ctx, "org.role."+role, role)
}

func roomName(ctx context.Context, room string) string {
	return wordOr(ctx, "identity.room."+room, room)
}

func rightName(ctx context.Context, right string) string {
	return wordOr(ctx, "identity.right."+right, right)
}

// rightAt says at which unit a right is asked: where it is not the post's own, the room says so.
func rightAt(ctx context.Context, right string) string {
	return wordOr(ctx, "identity.right-at."+right, text.T(ctx, "identity.right-at.default"))
}

func wordOr(ctx context.Context, key, otherwise string) string {
	if text.Has(text.LangOf(ctx), key) {
		return text.T(ctx, key)
	}
	return otherwise
}
