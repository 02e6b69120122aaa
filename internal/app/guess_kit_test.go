package app

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// guessers are nobody, a citizen with nothing, and one officer of a commune in each role that there is:
// people of the demonstration where it has them in that role there, made-up ones where it has not.
func guessers(t *testing.T, d *demonstration, commune string) map[string]actor.Actor {
	t.Helper()
	all := map[string]actor.Actor{"nobody": {Kind: actor.Anonymous},
		"another citizen": {Kind: actor.Citizen, AccountID: "018f0000-0000-7000-8000-00000000c171", Name: "Người Ngoài"}}
	players, err := d.officers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var home player
	for _, p := range players {
		if !strings.HasSuffix(p.login, "."+commune) {
			continue
		}
		home = p
		all[p.post.Role] = actor.Of(p.act(t.Context(), roles()))
	}
	for role := range roles() {
		if _, ok := all[role]; ok || role == "program" {
			continue
		}
		p := home
		p.accountID, p.personID = "018f0000-0000-7000-8000-00000000ac01", "018f0000-0000-7000-8000-00000000ac02"
		p.post.Role = role
		all[role] = actor.Of(p.act(t.Context(), roles()))
	}
	return all
}

// loot is what there is to guess: ids of real things that belong to others.
type loot struct {
	t    *testing.T
	d    *demonstration
	home string // path of the guessers' unit
}

// ids asks the database as no officer can.
func (l loot) ids(query string, args ...any) []string {
	l.t.Helper()
	var out []string
	if err := l.d.house.database.Read().NewRaw(query, args...).Scan(l.t.Context(), &out); err != nil {
		l.t.Fatalf("%s: %v", query, err)
	}
	if len(out) == 0 {
		l.t.Fatalf("nothing to guess: %s", query)
	}
	return out
}

// lay puts things of another commune where the demonstration has none.
func (l loot) lay(lines ...string) {
	l.t.Helper()
	err := l.d.house.database.Transact(l.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, line := range lines {
			if _, err := tx.NewRaw(line).Exec(ctx); err != nil {
				return fmt.Errorf("%s: %w", line, err)
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

// dossiers of others: one in each state, with nothing of it at the guessers' unit.
func (l loot) dossiers() []string {
	return l.ids(`SELECT min(id) FROM dossier_record r WHERE receiving_path NOT LIKE ? AND competent_path NOT LIKE ? AND turn_path NOT LIKE ?
		AND NOT EXISTS (SELECT 1 FROM dossier_errand e WHERE e.dossier_id = r.id) GROUP BY state`, l.home+"%", l.home+"%", l.home+"%")
}

// returned is a dossier of a unit whose result was handed over, and a slip of it.
func (l loot) returned(path string) (id, slip string) {
	id = l.ids("SELECT id FROM dossier_record WHERE receiving_path LIKE ? AND state = 'returned' LIMIT 1", path+"%")[0]
	return id, l.ids("SELECT id FROM dossier_slip WHERE dossier_id = ? LIMIT 1", id)[0]
}

// fileOf is the hash of some file of a dossier.
func (l loot) fileOf(id string) string {
	v, err := l.d.house.dossier.Open(actor.AsSystem(l.t.Context(), "test"), id)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, p := range v.Papers {
		for _, f := range p.Files {
			return f.SHA256
		}
	}
	return strings.Repeat("0", 64)
}

// plausible is a form that fills the fields of as many pages as can be: the guesser knows our source.
func plausible(version string) url.Values {
	day, words := "11/08/2023", "Theo đề nghị của công dân"
	out := url.Values{}
	for _, name := range []string{"ly-do", "why", "reason", "note", "purpose-other", "words", "text", "quyet-dinh", "decision", "ten", "name", "body", "question",
		"what", "recipient", "result", "ho-ten", "answer", "tra-loi", "own-note", "van-ban", "number", "so", "agency", "receipt"} {
		out.Set(name, words)
	}
	for _, name := range []string{"den", "tu", "den-ngay", "tu-ngay", "ngay", "from", "until", "on", "date", "day"} {
		out.Set(name, day)
	}
	for name, v := range map[string]string{"seen": version, "version": version, "an-ban": version, "ban": version, "complete": "yes", "outcome": "agreed", "colour": "red",
		"purpose": "examine", "chac": "1", "sure": "1", "yes": "1", "dong-y": "1", "cam-ket": "1", "do": "save", "lam": "goi", "mark": "1", "level": "restricted",
		"kind": "unit", "term": "3", "amount": "3", "days": "3", "verb": "take", "cap": "commune", "muc": "5", "mat-khau-moi": "mot-mat-khau-rat-dai", "role": "leader"} {
		out.Set(name, v)
	}
	return out
}

// actions are all that the desk knows by name.
var actions = []dossier.Action{dossier.AskFix, dossier.Resubmit, dossier.Refuse, dossier.Receive, dossier.HandOver, dossier.Take, dossier.Assign, dossier.HandBack,
	dossier.Advance, dossier.SendBack, dossier.AskSupplement, dossier.AddSupplement, dossier.AskPayment, dossier.Paid, dossier.Consult, dossier.SendPart,
	dossier.Answer, dossier.Recall, dossier.AskExtension, dossier.Extend, dossier.Stop, dossier.Propose, dossier.Approve, dossier.Reject, dossier.Number,
	dossier.Return, dossier.Post, dossier.PostBack, dossier.Withdraw, dossier.GiveBack, dossier.Digitise, dossier.MakeCopy, dossier.Classify, dossier.Correct}
