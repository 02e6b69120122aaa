package notify

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestANoticeStandsInTheInboxIfTheChangeStands(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		undone := errors.New("undone")
		if err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(h.Tell(ctx, tx, came(To{Account: "lan"})), undone)
		}); !errors.Is(err, undone) || err.Error() != "undone" {
			t.Fatal(err)
		}
		h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		h.workOff()
		in := h.inbox(Citizen("lan"))
		if len(in) != 1 || in[0].Texts[text.Vi].Title != "Hồ sơ H28-0001 đã đến" || in[0].Texts[text.En].Short != "Dossier H28-0001 came." {
			t.Errorf("the inbox holds %+v", in)
		}
		if len(h.mail.letters) != 1 || len(h.sms.letters) != 0 {
			t.Fatalf("%d letters and %d messages left, want 1 and 0", len(h.mail.letters), len(h.sms.letters))
		}
		l := h.mail.letters[0]
		for _, part := range []string{"Kính gửi Ông/Bà", "https://motcua.example.vn/ho-so-cua-toi/1", "https://motcua.example.vn" + PathChoice} {
			if !strings.Contains(l.Text, part) {
				t.Errorf("the letter lacks %q:\n%s", part, l.Text)
			}
		}
	})
}

func TestSomebodyWithoutAnAccountIsToldInTheirLanguage(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.tell(came(To{Email: "jean@example.org", Phone: "+84912345678", Lang: text.En}))
		h.tell(came(To{}))
		h.workOff()
		if len(h.mail.letters) != 1 || h.mail.letters[0].Subject != "Dossier H28-0001 has come" || strings.Contains(h.mail.letters[0].Text, PathChoice) {
			t.Errorf("letters: %+v", h.mail.letters)
		}
		if len(h.sms.letters) != 1 || h.sms.letters[0].To != "+84912345678" {
			t.Errorf("messages: %+v", h.sms.letters)
		}
	})
}

func TestAShortMessageHasNoMarksAndFits(t *testing.T) {
	e := events["test.came"]
	got := e.texts[text.Vi].fill(map[string]string{"code": strings.Repeat("Đ", 80)})
	if n := len([]rune(got.Short)); n > shortLimit || strings.ContainsAny(got.Plain(), "ồơđĐ…") || !strings.HasPrefix(got.Plain(), "Ho so D") {
		t.Errorf("%d characters: %q", n, got.Plain())
	}
}

func TestANoticeWithoutAllItsValuesIsADefect(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		for _, n := range []Notice{{Event: "test.unknown", To: To{Account: "lan"}}, {Event: "test.came", To: To{Account: "lan"}}} {
			err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return h.Tell(ctx, tx, n) })
			if err == nil {
				t.Errorf("%+v was told", n)
			}
		}
	})
}

func TestAtNightOnlyUrgentThingsLeave(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.clock.Set(time.Date(2023, 8, 10, 22, 15, 0, 0, clock.Zone))
		h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		h.tell(Notice{Event: "test.late", To: To{Person: "ly", Email: "ly@example.vn"}, Vars: map[string]string{"code": "H28-0001", "hours": "4"}})
		h.workOff()
		if len(h.mail.letters) != 1 || h.mail.letters[0].To != "ly@example.vn" {
			t.Fatalf("at night left %+v", h.mail.letters)
		}
		h.clock.Set(time.Date(2023, 8, 11, 6, 59, 0, 0, clock.Zone))
		h.workOff()
		if len(h.mail.letters) != 1 {
			t.Error("a letter left before the morning")
		}
		h.clock.Set(time.Date(2023, 8, 11, 7, 0, 0, 0, clock.Zone))
		h.workOff()
		if len(h.mail.letters) != 2 {
			t.Error("the letter did not leave in the morning")
		}
	})
}

func TestWhatFailsIsTriedAgainAndWhatIsRefusedIsNot(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.mail.fail = errLine
		h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		h.workOff()
		failing, err := store{d.Read()}.failing(context.Background(), 10)
		if err != nil || len(failing) != 1 || failing[0].State != "waiting" || failing[0].Why != errLine.Error() {
			t.Fatalf("failing: %+v, %v", failing, err)
		}
		h.mail.fail = nil
		h.clock.Advance(2 * time.Second)
		h.workOff()
		if len(h.mail.letters) != 1 {
			t.Error("the letter was not tried again")
		}
		h.mail.fail = Refused(errors.New("no such address"))
		h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		h.workOff()
		h.clock.Advance(1000 * time.Hour)
		h.mail.fail = nil
		h.workOff()
		if failing, _ = (store{d.Read()}).failing(context.Background(), 10); len(failing) != 1 || failing[0].State != "failed" || len(h.mail.letters) != 1 {
			t.Errorf("after a refusal: %+v, %d letters", failing, len(h.mail.letters))
		}
	})
}

// The mail server is away for a day: the letter waits, the person finds the notice in the inbox meanwhile, and half an
// hour after the server is back the letter has left, once.
func TestAMailServerMayBeAwayForADay(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.mail.fail = errLine
		h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		for range 24 * 12 {
			h.workOff()
			h.clock.Advance(5 * time.Minute)
		}
		failing, err := store{d.Read()}.failing(context.Background(), 10)
		if err != nil || len(failing) != 1 || failing[0].State != "waiting" || failing[0].Tries < 30 {
			t.Fatalf("after a day: %+v, %v", failing, err)
		}
		h.mail.fail = nil
		for range 7 {
			h.workOff()
			h.clock.Advance(5 * time.Minute)
		}
		if len(h.mail.letters) != 1 {
			t.Errorf("%d letters left", len(h.mail.letters))
		}
	})
}

func TestOnePersonGetsOnlySoManyADay(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.Settings.PerDay = 2
		for range 3 {
			h.tell(came(To{Account: "lan", Email: "lan@example.vn"}))
		}
		h.workOff()
		if len(h.mail.letters) != 2 || len(h.inbox(Citizen("lan"))) != 3 {
			t.Errorf("%d letters, %d lines in the inbox; want 2 and 3", len(h.mail.letters), len(h.inbox(Citizen("lan"))))
		}
		h.clock.Advance(24*time.Hour + time.Second)
		h.workOff()
		if len(h.mail.letters) != 3 {
			t.Error("the third did not leave the next day")
		}
	})
}

func TestLettersAreForgotten(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		ctx := context.Background()
		h.tell(came(To{Account: "lan", Email: "lan@example.vn", Phone: "+84912345678"}))
		h.workOff()
		h.clock.Advance(31 * day)
		if err := h.Forget(ctx); err != nil {
			t.Fatal(err)
		}
		in := h.inbox(Citizen("lan"))
		if len(in) != 1 || in[0].Texts[text.Vi].Body != "" || in[0].Given.Email+in[0].Given.Phone != "" || in[0].Texts[text.Vi].Title == "" {
			t.Errorf("after a month the inbox holds %+v", in)
		}
		var kept int
		if err := d.Read().QueryRowContext(ctx, "SELECT count(*) FROM notify_delivery WHERE address <> ''").Scan(&kept); err != nil || kept != 0 {
			t.Errorf("%d addresses are kept, %v", kept, err)
		}
		h.clock.Advance(800 * day)
		if err := h.Forget(ctx); err != nil || len(h.inbox(Citizen("lan"))) != 0 {
			t.Errorf("the line was kept: %v", err)
		}
	})
}

func TestBothEnginesHaveTheSameTables(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestTheTextsOfThisTestCanBeWritten(t *testing.T) {
	for _, d := range Defects() {
		t.Error(d)
	}
}
