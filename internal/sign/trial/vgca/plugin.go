// Package vgca does what the signing program of the Government Cipher Committee does on an officer's PC, with a key in memory
// in place of a token: for tests and demonstrations.
package vgca

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"sync"
	"time"

	"golang.org/x/net/websocket"

	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/vgca"
)

// Plugin is the program with a token in the PC.
type Plugin struct {
	Key    crypto.Signer
	Chain  []*x509.Certificate // the key's own first
	Client *http.Client        // by which files are fetched and sent up
	Now    func() time.Time    // clock of the PC

	// Spoil changes what is sent up; nil sends what was signed.
	Spoil func([]byte) []byte

	mu     sync.Mutex
	cancel bool
	asked  []vgca.Ask
}

// Cancel has the person press the program's button for not signing from now on, or not any more.
func (p *Plugin) Cancel(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel = on
}

// Asked are the asks so far.
func (p *Plugin) Asked() []vgca.Ask {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]vgca.Ask(nil), p.asked...)
}

// Handler answers pages: one ask and one answer for each WebSocket. Any page is heard, as by the program itself.
func (p *Plugin) Handler() http.Handler {
	m := http.NewServeMux()
	m.Handle(vgca.SignApproved, websocket.Server{Handler: func(c *websocket.Conn) {
		defer c.Close()
		var ask vgca.Ask
		if err := websocket.JSON.Receive(c, &ask); err != nil {
			return
		}
		_ = websocket.JSON.Send(c, p.Sign(c.Request().Context(), ask)) // the page may have gone
	}})
	return m
}

// The statuses of answers when nothing was signed.
const (
	Cancelled = 11
	Failed    = 1
)

// Sign does what it is asked.
func (p *Plugin) Sign(ctx context.Context, ask vgca.Ask) vgca.Answer {
	p.mu.Lock()
	p.asked = append(p.asked, ask)
	cancel := p.cancel
	p.mu.Unlock()
	file, err := p.fetch(ctx, ask.FileName)
	if err != nil {
		return vgca.Answer{Status: Failed, Message: err.Error()}
	}
	if cancel { // the person has seen the file
		return vgca.Answer{Status: Cancelled, Message: "Người dùng hủy ký số"}
	}
	signed, err := p.sign(file)
	if err != nil {
		return vgca.Answer{Status: Failed, Message: err.Error()}
	}
	if p.Spoil != nil {
		signed = p.Spoil(signed)
	}
	said, err := p.send(ctx, ask, signed)
	if err != nil {
		return vgca.Answer{Status: Failed, Message: err.Error()}
	}
	if !said.Status {
		return vgca.Answer{Status: Failed, Message: said.Message}
	}
	return vgca.Answer{Status: vgca.Signed, FileName: said.FileName, FileServer: said.FileServer, DocumentNumber: ask.DocNumber, DocumentDate: ask.IssuedDate}
}

func (p *Plugin) fetch(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return p.do(r)
}

// sign signs where the person has put their name: below the middle of the first page.
func (p *Plugin) sign(file []byte) ([]byte, error) {
	name := p.Chain[0].Subject.CommonName
	f, err := pades.Prepare(file, pades.Spec{Cert: p.Chain[0], Chain: p.Chain[1:], At: p.Now(), Name: name,
		Look: pades.Look{Page: 1, Box: [4]float64{300, 100, 500, 160}, Lines: []string{name}, Size: 10}})
	if err != nil {
		return nil, err
	}
	value, err := p.Key.Sign(rand.Reader, f.Digest(), f.Hash)
	if err != nil {
		return nil, err
	}
	return pades.Complete(f, value, nil)
}

func (p *Plugin) send(ctx context.Context, ask vgca.Ask, signed []byte) (vgca.Uploaded, error) {
	var said vgca.Uploaded
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(vgca.UploadField, path.Base(ask.FileName)+".signed.pdf")
	if err == nil {
		_, err = part.Write(signed)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return said, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, ask.FileUploadHandler, &body)
	if err != nil {
		return said, err
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	raw, err := p.do(r)
	if err != nil {
		return said, err
	}
	return said, json.Unmarshal(raw, &said)
}

func (p *Plugin) do(r *http.Request) ([]byte, error) {
	a, err := p.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(a.Body, pades.MaxFile))
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", r.Method, r.URL.Path, a.Status)
	}
	return raw, err
}
