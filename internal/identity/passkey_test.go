package identity

import (
	"context"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

const testOrigin = "http://localhost:8080"

// keyed adds a key to the account that acts.
func (h *house) keyed(ctx context.Context, password, name string) *authenticator {
	h.t.Helper()
	a := newAuthenticator(h.t, testOrigin)
	c, err := h.StartPasskey(ctx, password)
	h.must(err)
	_, err = h.AddPasskey(ctx, c, a.create(c), name)
	h.must(err)
	return a
}

// with signs in with a key alone.
func (h *house) with(a *authenticator) (Session, error) {
	h.t.Helper()
	c, err := h.AskPasskey(from("192.0.2.7"), "")
	h.must(err)
	return h.SignInPasskey(from("192.0.2.7"), c, "", a.get(c), "Firefox")
}

func TestAnOfficerSignsInWithAPasskeyAlone(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		account := h.officer("lan", lanPassword, "lan")
		phone := h.keyed(h.as(h.in("lan", lanPassword)), lanPassword, "Điện thoại")
		x, err := h.with(phone)
		h.must(err)
		ctx := h.as(x)
		if a := actor.Of(ctx); a.Name != "Bùi Thị Lan" || x.Way != WayPasskey || !a.Has(rightReceive, "/hb/lt/pt/") {
			t.Errorf("signed in as %+v by %s", a, x.Way)
		}
		laptop := h.keyed(ctx, lanPassword, "Máy tính")
		if _, err := h.with(laptop); err != nil {
			t.Errorf("the second key: %v", err)
		}
		keys, err := h.Passkeys(ctx)
		h.must(err)
		if len(keys) != 2 || keys[0].Name != "Điện thoại" || keys[0].UsedAt.IsZero() {
			t.Errorf("the keys are %+v", keys)
		}
		h.must(h.RenamePasskey(ctx, keys[0].ID, "Điện thoại cũ"))
		h.wants(h.RemovePasskey(ctx, keys[0].ID, "sai mật khẩu"), "identity.password.old-wrong")
		h.must(h.RemovePasskey(ctx, keys[0].ID, lanPassword))
		_, err = h.with(phone)
		h.wants(err, "identity.passkey.refused")
		if trail := h.trailOf(account.ID); !strings.Contains(trail, "passkey-added\nsigned-in\npasskey-added") || !strings.Contains(trail, "passkey-removed") {
			t.Errorf("the trail says\n%s", trail)
		}
	})
}

func TestAPasskeyIsASecondFactorToo(t *testing.T) {
	onBoth(t, Settings{}, func(h *house) {
		h.officer("lan", lanPassword, "lan")
		first := h.in("lan", lanPassword)
		p, err := h.Present(context.Background(), first.ID)
		h.must(err)
		if p.Owes != string(owesCode) {
			t.Fatalf("owes %q", p.Owes)
		}
		key := h.keyed(h.as(first), lanPassword, "Khóa bảo mật")
		if p, err = h.Present(context.Background(), first.ID); err != nil || p.Owes != "" {
			t.Errorf("with a key still owes %q, %v", p.Owes, err)
		}
		got, err := h.SignIn(from("192.0.2.7"), "lan", lanPassword, "Firefox")
		h.must(err)
		if got.CodeFor == "" || got.Code || !got.Passkey {
			t.Fatalf("the password alone gives %+v", got)
		}
		_, err = h.SignInCode(from("192.0.2.7"), got.CodeFor, "123456", "Firefox")
		h.wants(err, "identity.code.wrong")
		c, err := h.AskPasskey(from("192.0.2.7"), got.CodeFor)
		h.must(err)
		x, err := h.SignInPasskey(from("192.0.2.7"), c, got.CodeFor, key.get(c), "Firefox")
		h.must(err)
		if x.Way != WayPasskeyCode {
			t.Errorf("signed in by %s", x.Way)
		}
	})
}

func TestKeysThatDoNotOpen(t *testing.T) {
	onBoth(t, loose, func(h *house) {
		account := h.officer("lan", lanPassword, "lan")
		h.officer("hung", lanPassword, "hung")
		key := h.keyed(h.as(h.in("lan", lanPassword)), lanPassword, "Khóa")
		refused := func(name string, c Ceremony, accountID, answer, want string) {
			t.Helper()
			_, err := h.SignInPasskey(from("192.0.2.7"), c, accountID, answer, "Firefox")
			t.Log(name)
			h.wants(err, want)
		}
		ask := func(accountID string) Ceremony {
			c, err := h.AskPasskey(from("192.0.2.7"), accountID)
			h.must(err)
			return c
		}
		c := ask("")
		refused("of an imitated site", c, "", (&authenticator{t: t, origin: "https://nhasan.example.net", key: key.key, id: key.id, handle: key.handle, flags: 5, count: 50}).get(c), "identity.passkey.refused")
		refused("without its owner", c, "", (&authenticator{t: t, origin: testOrigin, key: key.key, id: key.id, handle: key.handle, flags: 1, count: 60}).get(c), "identity.passkey.refused")
		refused("an answer to another question", ask(""), "", key.get(c), "identity.passkey.refused")
		refused("not JSON", c, "", "x", "identity.passkey.unread")
		refused("of somebody else's account", c, "another", key.get(c), "identity.passkey.refused")
		stranger := newAuthenticator(t, testOrigin)
		stranger.handle = []byte(account.ID)
		refused("a stranger's", c, "", stranger.get(c), "identity.passkey.refused")
		key.count = 70
		if _, err := h.with(key); err != nil {
			t.Fatal(err)
		}
		key.count = 40
		_, err := h.with(key)
		h.wants(err, "identity.passkey.refused")
		key.count = 100
		h.must(h.disable(system(), account.ID, "Nghỉ hưu"))
		_, err = h.with(key)
		h.wants(err, "identity.sign-in.disabled")
		h.must(h.Enable(system(), account.ID))
		_, err = h.Reset(system(), account.ID)
		h.must(err)
		_, err = h.with(key)
		h.wants(err, "identity.passkey.refused")
		if strings.Contains(h.wholeTrail(), b64(key.id)) {
			t.Error("the trail holds a key")
		}
	})
}

func TestPasskeysAreBoundToTheHostOfTheHouse(t *testing.T) {
	for base, want := range map[string]string{"https://dichvucong.lacthuy.example": "dichvucong.lacthuy.example", "http://127.0.0.1:8080": "localhost",
		"http://[::1]:8080": "localhost", "http://192.0.2.7": "", "": ""} {
		got := ""
		if p := passkeyParty(base, "Nhà Sàn"); p != nil {
			got = p.Config.RPID
		}
		if got != want {
			t.Errorf("at %q keys are bound to %q, want %q", base, got, want)
		}
	}
}

func TestPasskeyPagesLeadWithoutScriptToOtherWays(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	b := s.browser()
	b.says(b.get("/dang-nhap/khoa"), "/dang-nhap/khoa", "Trình duyệt này không dùng được khóa truy cập", `href="/dang-nhap"`)
	b.says(b.post("/dang-nhap/khoa", "tra-loi", "{}"), "/dang-nhap/khoa", "Không đọc được trả lời của thiết bị")
	b.signIn("lan", lanPassword)
	b.says(b.get("/toi/khoa"), "/toi/khoa", "Chưa có khóa nào")
	b.says(b.post("/toi/khoa/bat-dau", "ten", "Điện thoại", "mat-khau-cu", "sai"), "/toi/khoa", "Mật khẩu hiện tại không đúng", `value="Điện thoại"`)
	b.says(b.post("/toi/khoa/bat-dau", "ten", "Điện thoại", "mat-khau-cu", lanPassword), "/toi/khoa?them=1", "Tạo khóa Điện thoại", "data-passkey-options")
	b.says(b.post("/toi/khoa/xac-nhan", "tra-loi", "{}"), "/toi/khoa", "Không đọc được trả lời của thiết bị")
	b.says(b.post("/toi/khoa/xac-nhan", "tra-loi", "{}"), "/toi/khoa", "Đã quá thời gian chờ khóa")
}
