package dossier_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

const keyPassword = "mật khẩu của tệp"

// enters gives an officer a key in a file, from an authority that the house trusts.
func (h *house) enters(who context.Context) {
	h.t.Helper()
	near, err := trial.New(h.clock.Now())
	h.no(err)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	h.no(err)
	cert, err := near.Issue(trial.Person{Name: actor.Of(who).Name, Organisation: actor.Of(who).UnitName, Public: private.Public()})
	h.no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, keyPassword)
	h.no(err)
	h.no(h.Sign.AddRoot(testkit.AsAt(context.Background(), "/", sign.CanTrust), near.PEM()))
	_, err = h.Sign.AddFile(who, raw, keyPassword, nil)
	h.no(err)
}

// proposed are dossiers whose result, in a PDF each, waits for the leader.
func (h *house) proposed(n int) []*dossier.Dossier {
	h.t.Helper()
	clerk := as("specialist", h.commune)
	all := h.received(n)
	for _, d := range all {
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(as("reception", h.commune), at, "") })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		f, err := h.Store(clerk, "khai-sinh.pdf", bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
		h.no(err)
		*d = *h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Giấy khai sinh", Files: []dossier.File{f}})
		})
	}
	return all
}

func TestWhatIsApprovedWithAKeyIsSigned(t *testing.T) {
	onBoth(t, func(h *house) {
		chair := as("leader", h.commune)
		h.enters(chair)
		all := h.proposed(3)
		h.step(all[2], func(at dossier.At) (*dossier.Dossier, error) { return h.Reject(chair, at, "Sai tên") })
		b, skipped, err := h.AskApproval(chair, dossier.At{ID: all[0].ID, Seen: all[0].Version}, dossier.At{ID: all[1].ID, Seen: all[1].Version}, dossier.At{ID: all[2].ID})
		h.no(err)
		if len(b.Requests) != 2 || len(skipped) != 1 || skipped[0].Code != all[2].Code {
			t.Fatalf("%d files to sign, left out %+v", len(b.Requests), skipped)
		}
		h.step(all[1], func(at dossier.At) (*dossier.Dossier, error) { return h.Reject(chair, at, "Sai ngày") }) // meanwhile
		h.no(h.Sign.SignWith(chair, b, keyPassword))
		done, err := h.Approved(chair, b)
		h.no(err)
		if done != 1 || b.Requests[0].State != sign.Used || b.Requests[1].State != sign.Refused || b.Requests[1].Why == "" {
			t.Fatalf("%d approved: %+v", done, b.Requests)
		}
		v, err := h.Open(chair, all[0].ID)
		h.no(err)
		signed := v.Result.Files[0]
		if by := v.Result.Signature; v.State != dossier.Approved || by == nil || by.Name != actor.Of(chair).Name || signed.SHA256 == all[0].Result.Files[0].SHA256 {
			t.Errorf("%s, %+v", v.State, v.Result)
		}
		r, err := h.Blobs.Open(chair, blob.Ref{SHA256: signed.SHA256, Size: signed.Size, Type: signed.Type})
		h.no(err)
		defer r.Close()
		raw, err := io.ReadAll(r)
		h.no(err)
		trust, err := h.Sign.Trust(chair)
		h.no(err)
		if got := pades.Validate(raw, trust); got.Reason != pades.RevocationUnknown || got.Signatures[0].Signer != actor.Of(chair).Name {
			t.Errorf("%+v", got)
		}
		for _, d := range all {
			h.no(h.Check(chair, d.ID))
		}
		n := h.step(all[0], func(at dossier.At) (*dossier.Dossier, error) {
			return h.Number(as("reception", h.commune), at, "", nil)
		})
		if n.Result.Files[0].SHA256 != signed.SHA256 {
			t.Error("what is issued is not what was signed")
		}
	})
}

func TestOnlyWhoMayApproveSigns(t *testing.T) {
	onBoth(t, func(h *house) {
		expert := as("specialist", h.commune)
		h.enters(expert)
		d := h.proposed(1)[0]
		b, skipped, err := h.AskApproval(expert, dossier.At{ID: d.ID})
		if err != nil || b != nil || len(skipped) != 1 {
			t.Errorf("%+v, %+v, %v", b, skipped, err)
		}
		other := as("leader", h.district)
		h.enters(other)
		if b, _, err := h.AskApproval(other, dossier.At{ID: d.ID}); b != nil || err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("a leader elsewhere: %+v, %v", b, err)
		}
	})
}

var signPage = regexp.MustCompile(`/lam-viec/ky/[0-9a-f-]+`)

func TestALeaderSignsManyWithOneConfirmation(t *testing.T) {
	d := newDesk(t)
	d.enters(d.people["leader"])
	all := d.proposed(20)
	chair := d.sit("leader").open("/lam-viec").reads("Ký số và phê duyệt")
	form := url.Values{"verb": {"approve"}, "query": {""}}
	for _, one := range all {
		form.Add("pick", one.ID+":"+strconv.Itoa(one.Version))
	}
	chair.send("/lam-viec/nhieu", form)
	if !signPage.MatchString(chair.at) {
		t.Fatalf("led to %s", chair.at)
	}
	at := chair.at
	chair.reads("20 tệp kết quả", all[0].Code, all[19].Code, "khai-sinh.pdf", "Mật khẩu tệp khóa")
	chair.send(at, url.Values{"password": {"x"}}).reads("Mật khẩu không đúng", "20 tệp kết quả")
	chair.send(at, url.Values{"password": {keyPassword}}).reads("Đã ký và phê duyệt 20 hồ sơ", "Đã ký và phê duyệt 20 trên 20 tệp")
	if strings.Contains(chair.page, keyPassword) {
		t.Error("the page tells the password")
	}
	chair.open("/lam-viec/ho-so/"+all[7].ID).reads("Đã ký duyệt", "chứng thư do CA thử nghiệm cấp")
	if chair.open(at); chair.code != http.StatusOK {
		t.Errorf("what came of it: %d", chair.code)
	}
	if d.sit("specialist").open(at).code == http.StatusOK {
		t.Error("another sees the leader's signing")
	}
}

func TestWhatWasSignedBeforeTheMachineStoppedIsApproved(t *testing.T) {
	d := newDesk(t)
	d.enters(d.people["leader"])
	one := d.proposed(1)[0]
	b, _, err := d.AskApproval(d.people["leader"], dossier.At{ID: one.ID})
	d.no(err)
	d.no(d.Sign.SignWith(d.people["leader"], b, keyPassword)) // and no further
	at := "/lam-viec/ky/" + b.ID
	chair := d.sit("leader").open(at).reads("Phê duyệt tiếp 1 tệp đã ký")
	chair.send(at, url.Values{}).reads("Đã ký và phê duyệt 1 hồ sơ")
}

func TestOneDossierIsSignedFromItsPage(t *testing.T) {
	d := newDesk(t)
	d.enters(d.people["leader"])
	one := d.proposed(1)[0]
	chair := d.sit("leader").open("/lam-viec/ho-so/" + one.ID)
	chair.send("/lam-viec/ho-so/"+one.ID+"/approve", url.Values{}).reads("1 tệp kết quả", "Ký và phê duyệt 1 tệp")
	chair.send(chair.at, url.Values{"password": {keyPassword}}).reads("Đã ký và phê duyệt 1 hồ sơ")
}
