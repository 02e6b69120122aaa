package identity

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var cheap = Settings{HashMemory: 64, HashRounds: 1, HashAtOnce: 2}.Filled()

func TestAPasswordIsItsOwnAndNoOther(t *testing.T) {
	ctx, h := context.Background(), newHasher(cheap)
	phc, err := h.hash(ctx, "Suối Lạc Thủy")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(phc, "Suối") {
		t.Errorf("stored as %s", phc)
	}
	for typed, want := range map[string]bool{
		"Suối Lạc Thủy":                         true,
		"Suo\u0302\u0301i La\u0323c Thu\u0309y": true, // the same letters from another keyboard
		"suối lạc thủy":                         false, "": false, "Suối Lạc Thủy ": false,
	} {
		if right, _, err := h.check(ctx, phc, typed); right != want || err != nil {
			t.Errorf("%q: right %v, %v; want %v", typed, right, err, want)
		}
	}
	if again, _ := h.hash(ctx, "Suối Lạc Thủy"); again == phc {
		t.Error("two hashings gave the same salt")
	}
	if right, _, err := h.check(ctx, "", ""); right || err != nil {
		t.Errorf("an account without a password let somebody in: %v", err)
	}
}

func TestAPasswordHashedUnderAnotherCostStillWorksAndIsStale(t *testing.T) {
	ctx := context.Background()
	phc, _ := newHasher(cheap).hash(ctx, "Đồi chè sương sớm")
	dearer := cheap
	dearer.HashRounds = 2
	if right, stale, err := newHasher(dearer).check(ctx, phc, "Đồi chè sương sớm"); !right || !stale || err != nil {
		t.Errorf("right %v, stale %v, %v", right, stale, err)
	}
}

func TestDamagedHashesAreDefectsAndLetNobodyIn(t *testing.T) {
	h := newHasher(cheap)
	for _, phc := range []string{"x", "$argon2id$v=19$m=64,t=1,p=1$AAAA$", "$argon2id$v=16$m=64,t=1,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", "$2a$10$abcdefg"} {
		if right, _, err := h.check(context.Background(), phc, ""); right || err == nil {
			t.Errorf("%q: right %v, %v", phc, right, err)
		}
	}
}

func TestHashingWaitsForASlotNoLongerThanTheRequest(t *testing.T) {
	h := newHasher(cheap)
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.hash(ctx, "whatever"); err == nil {
		t.Error("hashed though every slot is taken")
	}
}

func TestRulesForNewPasswords(t *testing.T) {
	for _, c := range []struct {
		why, password string
		withCode      bool
		want          string
	}{
		{"eight letters are enough beside a code", "Núi Tản1", true, ""},
		{"seven are not", "NúiTản1", true, "identity.password.short"},
		{"eight are not enough alone", "Núi Tản1", false, "identity.password.short"},
		{"fourteen are", "Núi Tản mây bay", false, ""},
		{"letters count, not bytes", "ạạạảảảấấấầầ", false, "identity.password.short"},
		{"one key many times", strings.Repeat("ab", 10), false, "identity.password.same-letters"},
		{"the login inside", "xin chào Bùi.Lan nhé", false, "identity.password.holds-login"},
		{"a word of every list", "Password123!", true, "identity.password.weak"},
		{"the same with other signs", "P@ssw0rd2024", true, "identity.password.weak"},
		{"a row of keys", "qwertyuiop123", true, "identity.password.weak"},
		{"a day and a telephone", "20/11/1985-0912345678", false, "identity.password.weak"},
		{"the office's name", "UBND Huyện 2023!", false, "identity.password.weak"},
		{"in Vietnamese, with marks", "Mật khẩu 12345678", false, "identity.password.weak"},
		{"love", "anhyeuem1314520", false, "identity.password.weak"},
		{"a sentence that names an office", "huyện mình có chín con suối", false, ""},
		{"as the demonstration has it", "nha-san-lac-thuy-2023", false, ""},
		{"sixty-four letters", strings.Repeat("suối trong bản Mường ", 3) + "a", false, ""},
		{"endless", strings.Repeat("abcdefg", 40), false, "identity.password.long"},
	} {
		got := ""
		if f := checkPassword(cheap, c.password, "bui.lan", c.withCode); f != nil {
			got = f.Key
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

func TestOneTimePasswordsPassTheRules(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		p := oneTimePassword()
		if f := checkPassword(defaults, p, "bui.lan", false); f != nil {
			t.Fatalf("%s: %s", p, f.Key)
		}
		if seen[p] {
			t.Fatalf("%s came twice", p)
		}
		seen[p] = true
	}
}

func TestCodesOfRFC6238(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"
	for unix, code := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"} {
		if step := totpMatch(secret, code, time.Unix(unix, 0), 0); step != unix/30 {
			t.Errorf("at %d the code %s is of step %d, want %d", unix, code, step, unix/30)
		}
	}
}

func TestACodeWorksAroundItsTimeAndOnlyOnce(t *testing.T) {
	const secret, code = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "005924"
	at := time.Unix(1234567890, 0)
	step := at.Unix() / 30
	for _, c := range []struct {
		why   string
		typed string
		after time.Duration
		last  int64
		want  int64
	}{
		{"typed with a space", "005 924", 0, 0, step},
		{"a clock half a minute ahead", code, 30 * time.Second, 0, step},
		{"a clock half a minute behind", code, -30 * time.Second, 0, step},
		{"a minute and a half late", code, 90 * time.Second, 0, 0},
		{"used already", code, 0, step, 0},
		{"nothing typed", "", 0, 0, 0},
	} {
		if got := totpMatch(secret, c.typed, at.Add(c.after), c.last); got != c.want {
			t.Errorf("%s: step %d, want %d", c.why, got, c.want)
		}
	}
}

func TestASealedSecretOpensInItsPlaceUnderItsKeyOnly(t *testing.T) {
	s, err := newSealer([]byte(strings.Repeat("k", KeyBytes)))
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.seal("JBSWY3DPEHPK3PXP", "account-1")
	if strings.Contains(sealed, "JBSWY3DP") || sealed == s.seal("JBSWY3DPEHPK3PXP", "account-1") {
		t.Errorf("sealed as %s", sealed)
	}
	if got, err := s.open(sealed, "account-1"); got != "JBSWY3DPEHPK3PXP" || err != nil {
		t.Errorf("opened as %q, %v", got, err)
	}
	other, _ := newSealer([]byte(strings.Repeat("x", KeyBytes)))
	if _, err := s.open(sealed, "account-2"); err == nil {
		t.Error("opened in another account")
	}
	if _, err := other.open(sealed, "account-1"); err == nil {
		t.Error("opened under another key")
	}
	if _, err := newSealer(nil); err == nil {
		t.Error("sealed without a key")
	}
}

func TestRecoveryCodesReadTheSameHoweverTyped(t *testing.T) {
	if codeHash("a", "abcde-23456") != codeHash("a", " ABCDE 23456") {
		t.Error("case, dash or space counts")
	}
	if codeHash("a", "ABCDE-23456") == codeHash("b", "ABCDE-23456") {
		t.Error("a code of one account has the hash of another's")
	}
}

func TestSettingsFillAndPrintThemselves(t *testing.T) {
	s := Settings{IdleOfficer: time.Minute}.Filled()
	if s.IdleOfficer != time.Minute || s.IdleAdmin != 5*time.Minute || s.Tries != 5 {
		t.Errorf("filled as %+v", s)
	}
	printed := Settings{}.String()
	for _, line := range []string{"identity.idle-officer       15m0s", "identity.hash-memory        19456", "identity.allow-without-code false"} {
		if !strings.Contains(printed, line) {
			t.Errorf("%q is not in\n%s", line, printed)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(printed), "\n") {
		if strings.HasSuffix(line, "# ") {
			t.Errorf("nothing says what this is: %s", line)
		}
	}
}

// A session ends no later than its limits, whatever its class.
func TestSessionsEndAtTheirLimits(t *testing.T) {
	start := testkit.Morning
	for _, c := range []struct {
		class       class
		seen, now   time.Duration // after the start
		want, about string
	}{
		{classOfficer, 0, 15*time.Minute - time.Second, "", "an officer, just before the quarter of an hour"},
		{classOfficer, 0, 15 * time.Minute, EndIdle, "an officer, a quarter of an hour idle"},
		{classAdmin, 0, 5 * time.Minute, EndIdle, "an administrator, five minutes idle"},
		{classCitizen, 0, 29 * time.Minute, "", "a citizen, reading for 29 minutes"},
		{classCitizen, 0, 30 * time.Minute, EndIdle, "a citizen, half an hour idle"},
		{classOfficer, 12*time.Hour - time.Second, 12 * time.Hour, EndAbsolute, "an officer, busy for twelve hours"},
		{classAdmin, 8*time.Hour - time.Second, 8 * time.Hour, EndAbsolute, "an administrator, busy for eight hours"},
	} {
		x := Session{CreatedAt: start, SeenAt: start.Add(c.seen)}
		if got := cheap.over(x, c.class, start.Add(c.now)); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

// Grants never exceed posts in force: each grant stands on a post that is held today, whose role has
// the right, at that post's very place; and every right of such a post is there.
func TestGrantsNeverExceedPostsInForce(t *testing.T) {
	roles := map[string][]string{"reception": {"dossier.receive", "dossier.read"}, "leader": {"dossier.approve", "dossier.read"}, "clerk": nil}
	days := rapid.Custom(func(t *rapid.T) clock.Date {
		return clock.Date("2023-08-10").AddDays(rapid.IntRange(-3, 3).Draw(t, "day"))
	})
	post := rapid.Custom(func(t *rapid.T) org.Post {
		p := org.Post{PositionID: rapid.StringMatching(`[a-e]`).Draw(t, "position"),
			Role:     rapid.SampledFrom([]string{"reception", "leader", "clerk", "ghost"}).Draw(t, "role"),
			UnitPath: rapid.SampledFrom([]string{"/hb/", "/hb/lt/", "/hb/lt/pt/", ""}).Draw(t, "path"), From: days.Draw(t, "from")}
		if rapid.Bool().Draw(t, "ends") {
			p.Until = days.Draw(t, "until")
		}
		return p
	})
	rapid.Check(t, func(t *rapid.T) {
		posts := rapid.SliceOf(post).Draw(t, "posts")
		on := days.Draw(t, "on")
		chosen := rapid.StringMatching(`[a-e]?`).Draw(t, "chosen")
		got := officerActor(Officer{}, inForce(posts, chosen, on), roles)
		for _, g := range got.Grants {
			if !stands(posts, roles, g, on) {
				t.Fatalf("%v stands on no post in force on %s of %v", g, on, posts)
			}
		}
		for _, p := range posts {
			for _, right := range roles[p.Role] {
				if heldOn(p, on) && p.UnitPath != "" && !got.Has(right, p.UnitPath) {
					t.Fatalf("%s at %s is missing", right, p.UnitPath)
				}
			}
		}
		if len(got.Posts) > 0 && got.PositionID != got.Posts[0].ID {
			t.Fatalf("acts in %s, first post %s", got.PositionID, got.Posts[0].ID)
		}
	})
}

func stands(posts []org.Post, roles map[string][]string, g actor.Grant, on clock.Date) bool {
	for _, p := range posts {
		began, over := p.From <= on, p.Until != "" && p.Until < on
		for _, right := range roles[p.Role] {
			if began && !over && right == g.Right && p.UnitPath == g.Path {
				return true
			}
		}
	}
	return false
}

func TestTheChosenPostComesFirst(t *testing.T) {
	posts := []org.Post{{PositionID: "a"}, {PositionID: "b"}, {PositionID: "c", Until: "2023-01-01"}}
	for chosen, want := range map[string]string{"": "a", "b": "b", "c": "a", "x": "a"} {
		if got := inForce(posts, chosen, "2023-08-10"); len(got) != 2 || got[0].PositionID != want {
			t.Errorf("chosen %q: %v, want %s first of two", chosen, got, want)
		}
	}
}

func TestAWholeNetworkCountsAsOneGuesser(t *testing.T) {
	for from, want := range map[string]string{"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "::ffff:192.0.2.7": "::ffff:192.0.2.7", "odd": "odd"} {
		if got := network(from); got != want {
			t.Errorf("%s counts as %s, want %s", from, got, want)
		}
	}
}

func TestBearerIsReadFromTheHeader(t *testing.T) {
	for header, want := range map[string]string{"Bearer abc": "abc", "bearer  abc": "abc", "Basic abc": "", "": "", "Bearer": ""} {
		if got, ok := bearer(header); got != want && ok || ok != (want != "") {
			t.Errorf("%q: %q, %v", header, got, ok)
		}
	}
}
