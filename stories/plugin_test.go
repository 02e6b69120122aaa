package stories

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/security"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/sign/trial"
	plugin "github.com/nha-san/nhasan/internal/sign/trial/vgca"
)

// The chairman's PC has the signing program of the Cipher Committee. He enters his certificate, picks two results, cancels
// at the first, then signs both, each in the program; both are approved, and others' programs take the files.
func TestTheChairmanSignsWithTheProgramOnHisPC(t *testing.T) {
	p := FreshDemo(t)
	s := &signing{t: t, p: p, n: 2, desk: quiet(t, p, "motcua.phu-nghia"), expert: quiet(t, p, "hotich.phu-nghia"), chair: officer(t, p, "chutich.phu-nghia")}
	program := s.program()
	s.trusts(officer(t, p, "quantri.lac-thuy"))
	s.entersTheCertificate(program.Chain)
	s.proposed()
	c := s.chair
	c.do("trusting the program's certificate, as its installer has it trusted", call(security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true}))
	c.Open("/lam-viec?o=turn")
	for _, code := range s.codes {
		c.Tick("Chọn hồ sơ " + code)
	}
	c.Choose("Với các hồ sơ đã chọn", "Ký số và phê duyệt")
	c.Press("Tiếp tục")
	c.See("2 tệp kết quả", s.codes[0], s.codes[1])
	c.Screenshot("sign-by-program")
	program.Cancel(true)
	c.Press("Ký và phê duyệt 2 tệp")
	c.See("Tệp chưa được ký. Người dùng hủy ký số", "Chờ ký")
	program.Cancel(false)
	c.Press("Ký và phê duyệt 2 tệp")
	c.See("Đã ký và phê duyệt 2 hồ sơ", "Đã ký và phê duyệt 2 trên 2 tệp")
	c.Press(s.codes[0] + " · Cấp Giấy xác nhận tình trạng hôn nhân")
	c.See("Đã ký duyệt", "chứng thư do CA thử nghiệm cấp")
	name, _ := s.fileOf(c)
	s.accepted(name, 1)
}

// program puts the signing program and a token with the chairman's key into the PC.
func (s *signing) program() *plugin.Plugin {
	s.t.Helper()
	var err error
	pc := clock.NewStaged(time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC)) // as the demonstration's, which has just begun
	pc.Run()
	if s.near, err = trial.New(pc.Now()); err != nil {
		s.t.Fatal(err)
	}
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		s.t.Fatal(err)
	}
	cert, err := s.near.Issue(trial.Person{Name: s.nameOf(s.chair), Organisation: "UBND xã Phú Nghĩa", Public: private.Public(), Until: time.Now().AddDate(5, 0, 0)})
	if err != nil {
		s.t.Fatal(err)
	}
	program := &plugin.Plugin{Key: private, Chain: []*x509.Certificate{cert, s.near.Issuer}, Client: http.DefaultClient, Now: pc.Now}
	line, err := net.Listen("tcp", "127.0.0.1:8987")
	if err != nil {
		s.t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(program.Handler())
	_ = server.Listener.Close()
	server.Listener = line
	server.StartTLS()
	s.t.Cleanup(server.Close)
	return program
}

func (s *signing) entersTheCertificate(chain []*x509.Certificate) {
	s.t.Helper()
	var raw []byte
	for _, c := range chain {
		raw = append(raw, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	name := filepath.Join(s.t.TempDir(), "chung-thu.pem")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		s.t.Fatal(err)
	}
	c := s.chair
	c.Open("/toi/chu-ky-so")
	c.Upload("plugin-chain-file", name)
	c.Press("Lưu chứng thư")
	c.See("Đã lưu chữ ký số của bạn.", "CA thử nghiệm", "Thiết bị, ký bằng phần mềm VGCA Sign Service")
}
