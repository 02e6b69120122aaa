package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// directory is the register of units in these tests: a person and the posts they hold.
type directory map[string]*person

type person struct {
	name  string
	posts []org.Post
}

func (d directory) Posts(_ context.Context, personID string, _ clock.Date) ([]org.Post, error) {
	if p := d[personID]; p != nil {
		return p.posts, nil
	}
	return nil, nil
}

func (d directory) Acting(ctx context.Context, personID string, on clock.Date) ([]org.Post, error) {
	return d.Posts(ctx, personID, on)
}

func (d directory) Person(_ context.Context, personID string) (org.Person, error) {
	if p := d[personID]; p != nil {
		return org.Person{ID: personID, Name: p.name}, nil
	}
	return org.Person{}, fault.New(fault.NotFound, "org.person.not-found")
}

func (d directory) FindPeople(_ context.Context, name string, limit int) ([]org.Person, error) {
	var found []org.Person
	for id, p := range d {
		if strings.Contains(text.Fold(p.name), text.Fold(name)) && len(found) < limit {
			found = append(found, org.Person{ID: id, Name: p.name})
		}
	}
	slices.SortFunc(found, func(a, b org.Person) int { return strings.Compare(a.ID, b.ID) })
	return found, nil
}

// house is a register of accounts with three officers: Lan receives in Phú Thành, Hùng specialises
// there and leads in Ba Hàng Đồi, Quản administers the district.
type house struct {
	*Service
	t     *testing.T
	clock *clock.Fake
	log   *audit.Log
	staff directory
}

const (
	rightReceive = "dossier.receive"
	rightApprove = "dossier.approve"
	lanPassword  = "Hoa ban nở trắng"
)

var roleRights = map[string][]string{"reception": {rightReceive}, "leader": {rightApprove}, "admin": {CanManage}}

// onBoth runs do on a house on each engine.
func onBoth(t *testing.T, settings Settings, do func(h *house)) {
	testkit.OnBoth(t, []db.Schema{audit.Schema, Schema}, func(t *testing.T, d *db.DB) { do(houseOn(t, d, settings)) })
}

func houseOn(t *testing.T, d *db.DB, settings Settings) *house {
	t.Helper()
	settings.HashMemory, settings.HashRounds, settings.HashAtOnce = cheap.HashMemory, 1, 4
	h := &house{t: t, clock: testkit.Clock()}
	h.log = audit.New(d, h.clock)
	h.staff = staff()
	var err error
	h.Service, err = New(Needs{DB: d, Clock: h.clock, Log: h.log, Directory: h.staff, RoleRights: roleRights,
		Settings: settings, Key: []byte(strings.Repeat("k", KeyBytes)), BaseURL: "http://127.0.0.1:8080", Site: "Nhà Sàn"})
	h.must(err)
	return h
}

func staff() directory {
	post := func(id, title, role, path, unit string) org.Post {
		return org.Post{PositionID: id, Title: title, Role: role, UnitID: unit, UnitPath: path, UnitName: unit, From: "2021-01-01"}
	}
	return directory{
		"lan": {"Bùi Thị Lan", []org.Post{post("lan-1", "Công chức một cửa", "reception", "/hb/lt/pt/", "Xã Phú Thành")}},
		"hung": {"Quách Văn Hùng", []org.Post{post("hung-1", "Công chức", "reception", "/hb/lt/pt/", "Xã Phú Thành"),
			post("hung-2", "Phó Chủ tịch", "leader", "/hb/lt/bhd/", "Thị trấn Ba Hàng Đồi")}},
		"quan": {"Đinh Công Quản", []org.Post{post("quan-1", "Quản trị", "admin", "/hb/lt/", "Huyện Lạc Thủy")}},
	}
}

func system() context.Context { return actor.AsSystem(context.Background(), "test") }

// from is a request of nobody yet from an address.
func from(addr string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Anonymous, From: addr, RequestID: "request"})
}

func (h *house) officer(login, password, personID string) Account {
	h.t.Helper()
	a, err := h.CreateOfficer(system(), login, password, personID)
	h.must(err)
	return a
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// wants fails unless err is a fault with the key, at its head or on a field.
func (h *house) wants(err error, key string) {
	h.t.Helper()
	f := fault.As(err)
	if f == nil {
		h.t.Fatalf("got %v, want the fault %s", err, key)
	}
	keys := []string{f.Key}
	for _, field := range f.Fields {
		keys = append(keys, field.Key)
	}
	for _, k := range keys {
		if k == key {
			return
		}
	}
	h.t.Fatalf("got %v, want the fault %s", err, key)
}

// in signs an officer without a code in.
func (h *house) in(login, password string) Session {
	h.t.Helper()
	a, err := h.SignIn(from("192.0.2.7"), login, password, "Firefox")
	h.must(err)
	if a.CodeFor != "" {
		h.t.Fatalf("%s is asked for a code", login)
	}
	return a.Session
}

// as is the context in which the session acts; it fails when the session is over.
func (h *house) as(x Session) context.Context {
	h.t.Helper()
	p, err := h.Present(context.Background(), x.ID)
	h.must(err)
	if p.Ended != "" {
		h.t.Fatalf("the session is over: %s", p.Ended)
	}
	return actor.With(context.Background(), p.Actor)
}

// over fails unless the session has ended for the reason, "" meaning that it goes on.
func (h *house) over(x Session, why string) {
	h.t.Helper()
	p, err := h.Present(context.Background(), x.ID)
	h.must(err)
	if p.Ended != why || (why != "" && p.Actor.SignedIn()) {
		h.t.Errorf("the session ended %q with actor %q, want %q", p.Ended, p.Actor.Name, why)
	}
}

// code is what the authenticator app shows now for a secret.
func (h *house) code(secret string) string {
	h.t.Helper()
	c, err := totp.GenerateCode(secret, h.clock.Now())
	h.must(err)
	return c
}

// enrolled adds a second factor to the account that acts and returns its secret and recovery codes.
func (h *house) enrolled(ctx context.Context, password string) (secret string, recovery []string) {
	h.t.Helper()
	h.must(h.StartCode(ctx, password))
	own, err := h.Mine(ctx, "Nhà Sàn")
	h.must(err)
	recovery, err = h.ConfirmCode(ctx, h.code(own.Secret))
	h.must(err)
	return own.Secret, recovery
}

// trailOf lists what the trail says about an account, the oldest first.
func (h *house) trailOf(accountID string) string {
	h.t.Helper()
	records, err := h.log.Of(context.Background(), subject(accountID), 100)
	h.must(err)
	var b strings.Builder
	for i := len(records) - 1; i >= 0; i-- {
		fmt.Fprintln(&b, strings.TrimPrefix(records[i].Action, "identity."))
	}
	return b.String()
}

// wholeTrail is everything the trail holds, for looking for what must not be in it.
func (h *house) wholeTrail() string {
	h.t.Helper()
	records, err := h.log.Search(context.Background(), audit.Query{Limit: 1000})
	h.must(err)
	return fmt.Sprintf("%+v", records)
}

var loose = Settings{AllowWithoutCode: true}

const minute = time.Minute

// reopen takes back that a session was ended, as if the ending had been lost.
func (h *house) reopen(x Session) {
	h.t.Helper()
	h.must(h.DB.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE identity_session SET ended_at = NULL, ended_why = '' WHERE id = ?", x.ID).Exec(ctx)
		return err
	}))
}
