package dossier_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// initials puts those of somebody to a proposed result.
func (h *house) initials(who context.Context, d *dossier.Dossier) *dossier.Dossier {
	h.t.Helper()
	b, err := h.AskInitials(who, dossier.At{ID: d.ID})
	h.no(err)
	h.no(h.Sign.SignWith(who, b, keyPassword))
	if done, err := h.TakeInitials(who, b); done != len(b.Requests) || err != nil {
		h.t.Fatalf("%d of %d files are initialled, %v: %+v", done, len(b.Requests), err, b.Requests)
	}
	return h.current(d)
}

func (h *house) current(d *dossier.Dossier) *dossier.Dossier {
	h.t.Helper()
	v, err := h.Open(as("leader", h.commune), d.ID)
	h.no(err)
	return v.Dossier
}

// The specialist who drafted and the head of division put their initials, the leader signs, the agency seals: four signatures in one
// file, each over what was there before, all sound.
func TestInitialsThenSignatureThenSeal(t *testing.T) {
	onBoth(t, func(h *house) {
		expert, head, chair, desk := as("specialist", h.commune), as("division-head", h.commune), as("leader", h.commune), as("reception", h.commune)
		for _, who := range []context.Context{expert, head, chair} {
			h.enters(who)
		}
		h.getsSeal()
		d := h.proposed(1)[0]
		draft := h.bytesOf(d.Result.Files[0])
		h.initials(expert, d)
		after := h.initials(head, d)
		if in := after.Result.Initials; after.State != dossier.Proposed || len(in) != 2 || in[0].By != actor.Of(expert).Name || in[1].By != actor.Of(head).Name || in[1].Signature.Name != in[1].By {
			t.Fatalf("%s, initials %+v", after.State, in)
		}
		b, _, err := h.AskApproval(chair, dossier.At{ID: d.ID})
		h.no(err)
		h.no(h.Sign.SignWith(chair, b, keyPassword))
		if n, err := h.Approved(chair, b); n != 1 || err != nil {
			t.Fatalf("%d approved, %v", n, err)
		}
		done, err := h.NumberSealed(desk, dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
		h.no(err)
		raw := h.bytesOf(done.Result.Files[0])
		if !strings.HasPrefix(string(raw), string(draft)) {
			t.Error("the issued file does not begin with the draft")
		}
		trust, err := h.Sign.Trust(desk)
		h.no(err)
		got := pades.Validate(raw, trust)
		want := []string{actor.Of(expert).Name, actor.Of(head).Name, actor.Of(chair).Name, h.commune.Authority()}
		if len(got.Signatures) != len(want) {
			t.Fatalf("%d signatures: %+v", len(got.Signatures), got)
		}
		for i, s := range got.Signatures {
			if s.Signer != want[i] || s.Reason != pades.RevocationUnknown || s.CoversWhole != (i == len(want)-1) {
				t.Errorf("signature %d: %+v, want a sound one of %s", i+1, s, want[i])
			}
		}
		h.no(h.Check(desk, d.ID))
	})
}

// A result needs no initials; who has looked at it puts them once, and nobody else does.
func TestWhoPutsInitials(t *testing.T) {
	onBoth(t, func(h *house) {
		expert, head := as("specialist", h.commune), as("division-head", h.commune)
		d := h.proposed(1)[0]
		refused := func(what string, who context.Context, kind fault.Kind) {
			h.t.Helper()
			if b, err := h.AskInitials(who, dossier.At{ID: d.ID}); b != nil || !fault.Is(err, kind) {
				h.t.Errorf("%s: %v", what, err)
			}
		}
		refused("no key yet", expert, fault.Conflict)
		other := as("specialist", h.commune)
		a := actor.Of(other)
		a.PersonID, a.AccountID = "person-other", "account-other"
		other = actor.With(context.Background(), a)
		for _, who := range []context.Context{expert, head, other} {
			h.enters(who)
		}
		refused("a specialist who proposed nothing", other, fault.Forbidden)
		refused("the counter", as("reception", h.commune), fault.Forbidden)
		refused("a leader elsewhere", as("leader", h.district), fault.Forbidden)
		refused("a citizen", lan, fault.Forbidden)
		h.initials(expert, d)
		refused("the same person again", expert, fault.Forbidden)
		if _, err := h.AskInitials(head, dossier.At{ID: d.ID, Seen: d.Version}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a file that was seen before somebody initialled it: %v", err)
		}
		b, err := h.AskInitials(head, dossier.At{ID: d.ID})
		h.no(err)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Reject(as("leader", h.commune), at, "Sai tên")
		}) // meanwhile
		h.no(h.Sign.SignWith(head, b, keyPassword))
		if n, err := h.TakeInitials(head, b); n != 0 || err != nil || b.Requests[0].State != sign.Refused || b.Requests[0].Why == "" {
			t.Errorf("initials to what was rejected: %d, %v, %+v", n, err, b.Requests[0])
		}
		refused("nothing waits", head, fault.Conflict)
		h.no(h.Check(head, d.ID))
	})
}

// What is undone takes its initials with it; a result proposed anew has none.
func TestAProposalUndoneLosesItsInitials(t *testing.T) {
	onBoth(t, func(h *house) {
		expert := as("specialist", h.commune)
		h.enters(expert)
		d := h.proposed(1)[0]
		draft := d.Result.Files
		h.initials(expert, d)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Correct(expert, at, "Trình nhầm tệp") })
		again := h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(expert, at, dossier.Proposal{Text: "Giấy khai sinh", Files: draft})
		})
		if r := again.Result; len(r.Initials) != 0 || r.Files[0].SHA256 != draft[0].SHA256 {
			t.Errorf("%+v", r)
		}
		if now := h.initials(expert, d); len(now.Result.Initials) != 1 {
			t.Errorf("%+v", now.Result)
		}
		h.no(h.Check(expert, d.ID))
	})
}

func TestInitialsFromThePageOfADossier(t *testing.T) {
	d := newDesk(t)
	one := d.proposed(1)[0]
	home := "/lam-viec/ho-so/" + one.ID
	expert := d.sit("specialist").open(home).lacks(home + "/initial")
	d.enters(d.people["specialist"])
	expert.open(home).reads(home+"/initial", "Ký nháy")
	d.sit("reception").open(home).lacks(home + "/initial")
	expert.send(home+"/initial", url.Values{"seen": {"1"}}).reads("Hồ sơ vừa được người khác xử lý")
	expert.open(home).send(home+"/initial", url.Values{}).reads("1 tệp dự thảo", "Ký nháy 1 tệp", "Ký nháy là xác nhận")
	at := expert.at
	expert.send(at, url.Values{"password": {"x"}}).reads("Mật khẩu không đúng")
	expert.send(at, url.Values{"password": {keyPassword}}).reads("Đã ký nháy 1 tệp", "Đã ký nháy 1 trên 1 tệp").lacks("phê duyệt 1")
	expert.open(home).reads("Người ký nháy", "Ký nháy dự thảo kết quả").lacks(home + "/initial")
	d.enters(d.people["leader"])
	chair := d.sit("leader").open(home).reads("Người ký nháy", actor.Of(d.people["specialist"]).Name)
	chair.send(home+"/approve", url.Values{}).reads("Ký và phê duyệt 1 tệp")
	chair.send(chair.at, url.Values{"password": {keyPassword}}).reads("Đã ký và phê duyệt 1 hồ sơ")
	trust, err := d.Sign.Trust(testkit.AsAt(context.Background(), "/"))
	d.no(err)
	if got := pades.Validate(d.bytesOf(d.current(one).Result.Files[0]), trust); len(got.Signatures) != 2 || got.Reason != pades.RevocationUnknown {
		t.Errorf("%+v", got)
	}
}
