package provider

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

var asking = template.Must(template.New("").Parse(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>Xác nhận ký số</title><main><h1>Xác nhận ký số</h1>
<p>{{.N}} tệp, khóa {{.Key}}.</p><form method="post"><label>PIN <input name="pin" type="password" autocomplete="off"></label>
<button name="answer" value="yes">Xác nhận</button> <button name="answer" value="no">Từ chối</button></form></main>`))

// askPerson is the page on which a person confirms what a house wants signed.
func (s *Server) askPerson(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !s.asksWell(q) {
		http.Error(w, "invalid_request", http.StatusBadRequest) // never sent back to an address that is not the house's
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = asking.Execute(w, map[string]string{"N": q.Get("numSignatures"), "Key": q.Get("credentialID")})
}

func (s *Server) asksWell(q url.Values) bool {
	n, err := strconv.Atoi(q.Get("numSignatures"))
	return err == nil && n > 0 && n <= Multisign && n == len(strings.Split(q.Get("hashes"), ",")) && q.Get("client_id") == ClientID && q.Get("redirect_uri") == s.Back &&
		q.Get("response_type") == "code" && q.Get("scope") == "credential" && q.Get("credentialID") == Credential && q.Get("code_challenge_method") == "S256" && q.Get("code_challenge") != ""
}

func (s *Server) confirm(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	if !s.asksWell(q) {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	answer := url.Values{"state": {q.Get("state")}}
	switch {
	case r.PostFormValue("answer") == "no":
		answer.Set("error", "access_denied")
	case r.PostFormValue("pin") != PIN:
		s.Tries++
		answer.Set("error", "access_denied")
	default:
		code := rand.Text()
		var hashes []string
		for _, h := range strings.Split(q.Get("hashes"), ",") {
			raw, err := base64.RawURLEncoding.DecodeString(h)
			if err != nil {
				http.Error(w, "invalid_request", http.StatusBadRequest)
				return
			}
			hashes = append(hashes, base64.StdEncoding.EncodeToString(raw))
		}
		s.codes[code] = confirmed{hashes, q.Get("code_challenge")}
		answer.Set("code", code)
	}
	http.Redirect(w, r, s.Back+"?"+answer.Encode(), http.StatusSeeOther)
}

// takeCode gives an authorisation for what was confirmed, once, to whoever knows the verifier.
func (s *Server) takeCode(w http.ResponseWriter, r *http.Request) {
	c, ok := s.codes[r.PostFormValue("code")]
	delete(s.codes, r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || c.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) || r.PostFormValue("redirect_uri") != s.Back {
		say(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	s.Asked++
	sad := rand.Text()
	s.granted[sad] = c.hashes
	say(w, http.StatusOK, map[string]any{"access_token": sad, "token_type": "SAD", "expires_in": 300})
}
