package org

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

type personRow struct {
	bun.BaseModel `bun:"table:org_person,alias:p"`
	ID            string    `bun:"id,pk"`
	Name          string    `bun:"name"`
	Email         string    `bun:"email"`
	Phone         string    `bun:"phone"`
	Search        string    `bun:"search"`
	CreatedAt     time.Time `bun:"created_at"`
}

type positionRow struct {
	bun.BaseModel `bun:"table:org_position,alias:o"`
	ID            string     `bun:"id,pk"`
	UnitID        string     `bun:"unit_id"`
	Key           string     `bun:"key"`
	Title         string     `bun:"title"`
	Role          string     `bun:"role"`
	FromOn        clock.Date `bun:"from_on"`
	UntilOn       clock.Date `bun:"until_on"`
	Rank          int        `bun:"rank"`
}

type holdingRow struct {
	bun.BaseModel `bun:"table:org_holding,alias:h"`
	ID            string     `bun:"id,pk"`
	PositionID    string     `bun:"position_id"`
	PersonID      string     `bun:"person_id"`
	FromOn        clock.Date `bun:"from_on"`
	UntilOn       clock.Date `bun:"until_on"`
	Decision      string     `bun:"decision"`
	PersonName    string     `bun:"person_name,scanonly"`
}

func (r personRow) person() Person { return Person{r.ID, r.Name, r.Email, r.Phone} }

func (r positionRow) position() Position {
	return Position{r.ID, r.UnitID, r.Key, r.Title, r.Role, r.FromOn, r.UntilOn, r.Rank}
}

func (r holdingRow) holding() Holding {
	return Holding{r.ID, r.PositionID, r.PersonID, r.PersonName, r.FromOn, r.UntilOn, r.Decision}
}

func positionOf(p Position) positionRow {
	return positionRow{ID: p.ID, UnitID: p.UnitID, Key: p.Key, Title: p.Title, Role: p.Role, FromOn: p.From, UntilOn: p.Until, Rank: p.Rank}
}

func (s store) person(ctx context.Context, personID string) (Person, error) {
	var r personRow
	err := s.q.NewSelect().Model(&r).Where("p.id = ?", personID).Scan(ctx)
	return r.person(), one(err, "org.person-not-found")
}

// people returns persons whose name holds all words of the folded text, by name.
func (s store) people(ctx context.Context, words []string, limit int) ([]Person, error) {
	var rows []personRow
	q := s.q.NewSelect().Model(&rows).Order("p.search", "p.id").Limit(int64(limit))
	for _, w := range words {
		q.Where("p.search LIKE ? ESCAPE '!'", "%"+db.Like(w)+"%")
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, nil
}

func (s store) peopleByEmail(ctx context.Context, email string) ([]Person, error) {
	var rows []personRow
	if err := s.q.NewSelect().Model(&rows).Where("lower(p.email) = lower(?)", email).Limit(2).Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, nil
}

func (s store) setPerson(ctx context.Context, p Person) error {
	_, err := s.q.NewUpdate().Model((*personRow)(nil)).Set("name = ?, email = ?, phone = ?, search = ?", p.Name, p.Email, p.Phone, text.Fold(p.Name)).
		Where("id = ?", p.ID).Exec(ctx)
	return err
}

func (s store) addPerson(ctx context.Context, p Person, now time.Time) error {
	r := &personRow{ID: p.ID, Name: p.Name, Email: p.Email, Phone: p.Phone, Search: text.Fold(p.Name), CreatedAt: now}
	_, err := s.q.NewInsert().Model(r).Exec(ctx)
	return err
}

func (s store) position(ctx context.Context, positionID string) (Position, error) {
	var r positionRow
	err := s.q.NewSelect().Model(&r).Where("o.id = ?", positionID).Scan(ctx)
	return r.position(), one(err, "org.position-not-found")
}

// holdPosition is position for one who is about to appoint: others wait until the transaction ends.
func (s store) holdPosition(ctx context.Context, positionID string) (Position, error) {
	_, err := s.q.NewUpdate().Model((*positionRow)(nil)).Set("rank = rank").Where("id = ?", positionID).Exec(ctx)
	if err != nil {
		return Position{}, err
	}
	return s.position(ctx, positionID)
}

func (s store) positionByKey(ctx context.Context, unitID, key string) (Position, error) {
	var r positionRow
	err := s.q.NewSelect().Model(&r).Where("o.unit_id = ? AND o.key = ?", unitID, key).Scan(ctx)
	return r.position(), one(err, "org.position-not-found")
}

// positions returns the posts of a unit that exist on the day.
func (s store) positions(ctx context.Context, unitID string, on clock.Date) ([]Position, error) {
	var rows []positionRow
	q := inForce(s.q.NewSelect().Model(&rows), "o", on).Where("o.unit_id = ?", unitID).Order("o.rank", "o.id")
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Position, len(rows))
	for i, r := range rows {
		out[i] = r.position()
	}
	return out, nil
}

// allPositions returns every post by unit and key.
func (s store) allPositions(ctx context.Context) (map[string]Position, error) {
	var rows []positionRow
	if err := s.q.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	out := make(map[string]Position, len(rows))
	for _, r := range rows {
		out[r.UnitID+" "+r.Key] = r.position()
	}
	return out, nil
}

func (s store) addPositions(ctx context.Context, all []Position) error {
	rows := make([]positionRow, len(all))
	for i, p := range all {
		rows[i] = positionOf(p)
	}
	return insertAll(ctx, s.q, rows)
}

func (s store) updatePosition(ctx context.Context, p Position) error {
	r := positionOf(p)
	_, err := s.q.NewUpdate().Model(&r).WherePK().Exec(ctx)
	return err
}

func (s store) holdings(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("h.id, h.position_id, h.person_id, h.from_on, h.until_on, h.decision").
		ColumnExpr("p.name AS person_name").Join("JOIN org_person AS p ON p.id = h.person_id").Order("p.search", "h.id")
}

// holders returns who holds posts of the unit on the day.
func (s store) holders(ctx context.Context, unitID string, on clock.Date) ([]Holding, error) {
	var rows []holdingRow
	q := s.holdings(inForce(s.q.NewSelect().Model(&rows), "h", on)).
		Join("JOIN org_position AS o ON o.id = h.position_id").Where("o.unit_id = ?", unitID)
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Holding, len(rows))
	for i, r := range rows {
		out[i] = r.holding()
	}
	return out, nil
}

func (s store) holding(ctx context.Context, holdingID string) (Holding, error) {
	var r holdingRow
	err := s.holdings(s.q.NewSelect().Model(&r)).Where("h.id = ?", holdingID).Scan(ctx)
	return r.holding(), one(err, "org.holding-not-found")
}

// holdingsOf returns all periods in which the person held the post.
func (s store) holdingsOf(ctx context.Context, personID, positionID string) ([]Holding, error) {
	var rows []holdingRow
	q := s.holdings(s.q.NewSelect().Model(&rows)).Where("h.person_id = ? AND h.position_id = ?", personID, positionID)
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Holding, len(rows))
	for i, r := range rows {
		out[i] = r.holding()
	}
	return out, nil
}

func (s store) addHolding(ctx context.Context, h Holding) (string, error) {
	r := &holdingRow{ID: id.New(), PositionID: h.PositionID, PersonID: h.PersonID, FromOn: h.From, UntilOn: h.Until, Decision: h.Decision}
	_, err := s.q.NewInsert().Model(r).Exec(ctx)
	return r.ID, err
}

// endHolding ends a holding that nobody has ended meanwhile; false when somebody has.
func (s store) endHolding(ctx context.Context, h Holding, until clock.Date) (bool, error) {
	res, err := s.q.NewUpdate().Model((*holdingRow)(nil)).Set("until_on = ?", until).
		Where("id = ? AND until_on = ?", h.ID, h.Until).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

type postRow struct {
	PositionID string     `bun:"position_id"`
	Title      string     `bun:"title"`
	Role       string     `bun:"role"`
	UnitID     string     `bun:"unit_id"`
	UnitPath   string     `bun:"path"`
	UnitName   string     `bun:"full_name"`
	From       clock.Date `bun:"from_on"`
	Until      clock.Date `bun:"until_on"`
	ForID      string     `bun:"for_id"`
	For        string     `bun:"for_name"`
}

// posts returns what the person holds on the day in units that exist on it, the highest rank first.
func (s store) posts(ctx context.Context, personID string, on clock.Date) ([]Post, error) {
	var rows []postRow
	q := s.q.NewSelect().TableExpr("org_holding AS h").
		ColumnExpr("h.position_id, o.title, o.role, o.unit_id, v.path, v.full_name, h.from_on, h.until_on, '' AS for_id, '' AS for_name").
		Join("JOIN org_position AS o ON o.id = h.position_id").
		Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
		Where("h.person_id = ?", personID).OrderExpr("o.rank, h.from_on, h.id")
	if err := inForce(inForce(inForce(q, "h", on), "o", on), "v", on).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Post, len(rows))
	for i, r := range rows {
		out[i] = Post(r)
	}
	return out, nil
}

type officerRow struct {
	PersonID   string `bun:"person_id"`
	Name       string `bun:"name"`
	Title      string `bun:"title"`
	PositionID string `bun:"position_id"`
}

// officers returns who holds a post with the role in the unit on the day; no role is any role.
func (s store) officers(ctx context.Context, unitID, role string, on clock.Date) ([]Officer, error) {
	var rows []officerRow
	q := s.q.NewSelect().TableExpr("org_holding AS h").ColumnExpr("h.person_id, p.name, o.title, h.position_id").
		Join("JOIN org_position AS o ON o.id = h.position_id").Join("JOIN org_person AS p ON p.id = h.person_id").
		Where("o.unit_id = ?", unitID).OrderExpr("o.rank, p.search, h.id")
	if role != "" {
		q.Where("o.role = ?", role)
	}
	if err := inForce(inForce(q, "h", on), "o", on).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Officer, len(rows))
	for i, r := range rows {
		out[i] = Officer(r)
	}
	return out, nil
}
