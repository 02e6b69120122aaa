package dossier_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/websocket"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
	plugin "github.com/nha-san/nhasan/internal/sign/trial/vgca"
	"github.com/nha-san/nhasan/internal/sign/vgca"
)

// pc is a leader's PC: a browser and the signing program with the token in it.
type pc struct {
	*sitter
	program *plugin.Plugin
	socket  *httptest.Server
}

// sitAtPC enters the leader's certificate at their page.
func (d *desk) sitAtPC() *pc {
	d.t.Helper()
	near, err := trial.New(d.clock.Now())
	d.no(err)
	d.no(d.Sign.AddRoot(testkit.AsAt(context.Background(), "/", sign.CanTrust), near.PEM()))
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	d.no(err)
	cert, err := near.Issue(trial.Person{Name: actor.Of(d.people["leader"]).Name, Public: private.Public()})
	d.no(err)
	m := &pc{sitter: d.sit("leader"), program: &plugin.Plugin{Key: private, Chain: []*x509.Certificate{cert, near.Issuer}, Client: http.DefaultClient, Now: d.clock.Now}}
	m.socket = httptest.NewTLSServer(m.program.Handler())
	d.t.Cleanup(m.socket.Close)
	var chain bytes.Buffer
	for _, c := range m.program.Chain {
		d.no(pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	}
	m.open("/toi/chu-ky-so").reads("Ký bằng phần mềm VGCA Sign Service")
	m.send("/toi/chu-ky-so/phan-mem", url.Values{"plugin-chain": {chain.String()}}).reads("Đã lưu chữ ký số của bạn", "Thiết bị, ký bằng phần mềm VGCA Sign Service")
	return m
}

var pluginAsks = regexp.MustCompile(`data-plugin="([^"]+)" data-plugin-at="wss://127.0.0.1:8987/SignApproved"`)

// presses does what the page's script does with the program, and returns the answers.
func (m *pc) presses() (out []vgca.Answer) {
	m.t.Helper()
	asks := pluginAsks.FindStringSubmatch(m.page)
	if asks == nil {
		m.t.Fatalf("the page asks no program: %s", m.page)
	}
	for _, address := range strings.Fields(asks[1]) {
		res, err := m.http.Post(m.server.URL+address, "", nil)
		m.no(err)
		var job vgca.Ask
		m.no(json.NewDecoder(res.Body).Decode(&job))
		m.no(res.Body.Close())
		job.FileName, job.FileUploadHandler = m.server.URL+job.FileName, m.server.URL+job.FileUploadHandler
		out = append(out, m.asks(job))
		if out[len(out)-1].Status != vgca.Signed {
			break
		}
	}
	return out
}

// asks hands the program one job over its WebSocket.
func (m *pc) asks(job vgca.Ask) (said vgca.Answer) {
	m.t.Helper()
	cfg, err := websocket.NewConfig(strings.Replace(m.socket.URL, "https", "wss", 1)+vgca.SignApproved, m.server.URL)
	m.no(err)
	pool := x509.NewCertPool()
	pool.AddCert(m.socket.Certificate())
	cfg.TlsConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	line, err := websocket.DialConfig(cfg)
	m.no(err)
	defer line.Close()
	m.no(websocket.JSON.Send(line, job))
	m.no(websocket.JSON.Receive(line, &said))
	return said
}

// asked has so many dossiers wait for the leader's signature and opens the page on which to sign.
func (m *pc) asked(n int) string {
	m.t.Helper()
	var ats []dossier.At
	for _, d := range m.proposed(n) {
		ats = append(ats, dossier.At{ID: d.ID, Seen: d.Version})
	}
	b, _, err := m.AskApproval(m.people["leader"], ats...)
	m.no(err)
	m.open("/lam-viec/ky/"+b.ID).reads("phần mềm ký trên máy lần lượt mở từng tệp", "Mã PIN không gửi lên máy chủ")
	return m.at
}

func TestALeaderSignsWithTheProgramOnTheirPC(t *testing.T) {
	m := newDesk(t).sitAtPC()
	at := m.asked(3)
	for i, a := range m.presses() {
		if a.Status != vgca.Signed || a.FileName != "khai-sinh.pdf" {
			t.Errorf("file %d: %+v", i, a)
		}
	}
	m.send(at, url.Values{}).reads("Đã ký và phê duyệt 3 hồ sơ", "Đã ký và phê duyệt 3 trên 3 tệp")
	b, err := m.Sign.Batch(m.people["leader"], strings.TrimPrefix(at, "/lam-viec/ky/"))
	m.no(err)
	v, err := m.Open(m.people["leader"], strings.TrimPrefix(b.Requests[0].Subject, "dossier/"))
	m.no(err)
	if v.State != dossier.Approved || v.Result.Files[0].SHA256 != b.Requests[0].Signed.SHA256 || v.Result.Signature.Name != actor.Of(m.people["leader"]).Name {
		t.Errorf("%s %+v", v.State, v.Result)
	}
	raw := m.stored(v.Result.Files[0])
	trust, err := m.Sign.Trust(m.people["leader"])
	m.no(err)
	if got := pades.Validate(raw, trust); got.Reason != pades.RevocationUnknown || !bytes.HasPrefix(raw, file(t, "giay-to-mau.pdf")) {
		t.Errorf("%+v", got)
	}
	for _, r := range b.Requests {
		m.no(m.Check(m.people["leader"], strings.TrimPrefix(r.Subject, "dossier/")))
	}
}

func (d *desk) stored(f dossier.File) []byte {
	d.t.Helper()
	r, err := d.Blobs.Open(context.Background(), blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	d.no(err)
	defer r.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(r)
	d.no(err)
	return b.Bytes()
}

func TestWhoeverCancelsInTheProgramHasApprovedNothing(t *testing.T) {
	m := newDesk(t).sitAtPC()
	at := m.asked(2)
	m.program.Cancel(true)
	if a := m.presses(); len(a) != 1 || a[0].Status != plugin.Cancelled {
		t.Errorf("%+v", a)
	}
	m.send(at, url.Values{}).reads("Còn tệp chưa được ký bằng phần mềm", "Chờ ký")
	m.program.Cancel(false)
	m.presses()
	m.send(at, url.Values{}).reads("Đã ký và phê duyệt 2 hồ sơ")
}

func TestWhatTheProgramSpoilsIsToldBesideTheFile(t *testing.T) {
	m := newDesk(t).sitAtPC()
	at := m.asked(1)
	m.program.Spoil = func(raw []byte) []byte { raw[len(raw)/9] ^= 1; return raw }
	if a := m.presses(); a[0].Status != plugin.Failed || !strings.Contains(a[0].Message, "không phải tệp đã giao để ký") {
		t.Errorf("%+v", a)
	}
	m.send(at, url.Values{}).reads("Tệp gửi về không phải tệp đã giao để ký, hoặc nội dung đã bị thay đổi.", "Chờ ký")
}

func TestAddressesForTheProgramWorkOnce(t *testing.T) {
	m := newDesk(t).sitAtPC()
	m.asked(1)
	m.presses()
	job := m.program.Asked()[0]
	if a := m.asks(job); a.Status != plugin.Failed || !strings.Contains(a.Message, "404") {
		t.Errorf("the same addresses again: %+v", a)
	}
	address := strings.Fields(pluginAsks.FindStringSubmatch(m.page)[1])[0]
	for who, want := range map[string]int{"specialist": http.StatusNotFound, "leader": http.StatusNotFound, "": http.StatusUnauthorized} { // it is signed
		res, err := m.sit(who).http.Post(m.server.URL+address, "", nil)
		m.no(err)
		m.no(res.Body.Close())
		if res.StatusCode != want {
			t.Errorf("%q gets %d, wanted %d", who, res.StatusCode, want)
		}
	}
}
