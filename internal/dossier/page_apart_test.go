package dossier_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/trial"
	"github.com/nha-san/nhasan/internal/sign/trial/provider"
)

func TestTheClerkSealsWithACard(t *testing.T) {
	d := newDesk(t)
	one := d.approved(1)[0]
	card := d.getsSealOnCard()
	home := "/lam-viec/ho-so/" + one.ID
	clerk := d.sit("reception").open(home + "/number").reads("Trang tiếp theo cho xem số sẽ cấp").lacks("Mật khẩu con dấu")
	clerk.send(home+"/number", url.Values{}).reads("Đóng dấu và cấp số", one.Code+" · số 01", d.commune.Authority(), "Đóng dấu 1 tệp, cấp số")
	at := clerk.at
	if d.current(one).State != "approved" {
		t.Fatal("numbered before the card sealed")
	}
	b, err := d.Sign.Batch(d.people["reception"], at[strings.LastIndex(at, "/")+1:])
	d.no(err)
	q := b.Requests[0]
	value, err := card.Sign(rand.Reader, q.Digest, q.Hash)
	d.no(err)
	d.sit("specialist").open(at).lacks("Đóng dấu và cấp số")
	clerk.send(at, url.Values{"value." + q.ID: {base64.StdEncoding.EncodeToString(value)}}).reads("Đã cấp số, phát hành 1 kết quả.", "Đã đóng dấu, cấp số")
	d.sealedByCard(one.ID, "01")
}

// keptAway gives the leader a key at a provider that asks at a page of its own.
func (d *desk) keptAway() {
	d.t.Helper()
	leader := d.people["leader"]
	near, err := trial.New(d.clock.Now())
	d.no(err)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	d.no(err)
	cert, err := near.Issue(trial.Person{Name: actor.Of(leader).Name, Public: private.Public()})
	d.no(err)
	back := d.server.URL + sign.PathBack
	server := &provider.Server{Key: private, Chain: []*x509.Certificate{cert, near.Issuer}, ByCode: true, Back: back}
	at := httptest.NewServer(server.Handler())
	d.t.Cleanup(at.Close)
	d.Sign.Provider = &key.Provider{URL: at.URL, ClientID: provider.ClientID, ClientSecret: provider.ClientSecret, Back: back, Client: at.Client(), Clock: d.clock}
	d.Sign.Secret = []byte("of this house")
	d.no(d.Sign.AddRoot(testkit.AsAt(leader, "/", sign.CanTrust), near.PEM()))
	_, err = d.Sign.AddRemote(leader, provider.User, nil)
	d.no(err)
}

func TestTheLeaderConfirmsAtThePageOfAProvider(t *testing.T) {
	d := newDesk(t)
	one := d.proposed(1)[0]
	d.keptAway()
	home := "/lam-viec/ho-so/" + one.ID
	chair := d.sit("leader").open(home)
	chair.send(home+"/approve", url.Values{}).reads("Sang trang của dịch vụ ký số để xác nhận").lacks("Ký và phê duyệt 1 tệp")
	page, away := chair.at, chair.path("/ky-so/dich-vu/")
	for _, stray := range []string{"//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", ""} {
		if chair.open(away + "?" + url.Values{"ve": {stray}}.Encode()); chair.code != http.StatusNotFound {
			t.Errorf("going back to %q: %d at %s", stray, chair.code, chair.at)
		}
	}
	for _, answer := range []string{"no", "yes"} {
		chair.open(away+"?"+url.Values{"ve": {page}}.Encode()).reads("Xác nhận ký số", "1 tệp")
		chair.took(chair.http.PostForm(d.Sign.Provider.URL+chair.at, url.Values{"pin": {provider.PIN}, "answer": {answer}}))
		if chair.at != page {
			t.Fatalf("after %q the provider led to %s:\n%s", answer, chair.at, chair.main())
		}
		if answer == "no" {
			chair.reads("từ chối", "Sang trang của dịch vụ ký số")
		}
	}
	chair.reads("Dịch vụ đã ký", "Phê duyệt tiếp 1 tệp đã ký")
	chair.send(page, url.Values{}).reads("Đã ký và phê duyệt 1 hồ sơ")
	if got := d.current(one); got.State != "approved" || got.Result.Signature == nil {
		t.Errorf("%s %+v", got.State, got.Result)
	}
}
