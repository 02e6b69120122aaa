// Package provider is a provider of remote signing for tests: the API of the Cloud Signature Consortium, version 2, as far as
// signing digests goes. It binds an authorisation to the very digests, as a provider must.
package provider

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

// What the house is to the provider, and what the person types.
const (
	ClientID, ClientSecret = "nha-san", "secret of the house"
	User, PIN              = "dinh-van-tam", "246810"
	Credential             = "credential-1"
	Multisign              = 3
)

// Server keeps one key.
type Server struct {
	Key   crypto.Signer
	Chain []*x509.Certificate

	mu       sync.Mutex
	token    string
	granted  map[string][]string // digests by authorisation
	Tries    int                 // wrong PINs
	Asked    int                 // authorisations
	Disabled bool

	// ByCode has the person confirm at a page of the provider, which sends them back to Back with a code.
	ByCode bool
	Back   string
	codes  map[string]confirmed
}

// confirmed is what a person confirmed, and the challenge of whoever may use it.
type confirmed struct {
	hashes    []string
	challenge string
}

// Handler returns its addresses.
func (s *Server) Handler() http.Handler {
	s.granted, s.codes = map[string][]string{}, map[string]confirmed{}
	m := http.NewServeMux()
	m.HandleFunc("POST /oauth2/token", s.access)
	m.HandleFunc("GET /oauth2/authorize", s.askPerson)
	m.HandleFunc("POST /oauth2/authorize", s.confirm)
	m.HandleFunc("POST /credentials/list", s.only(func(ask question) (any, string) {
		if ask.UserID != User {
			return map[string]any{"credentialIDs": []string{}}, ""
		}
		return map[string]any{"credentialIDs": []string{Credential}}, ""
	}))
	m.HandleFunc("POST /credentials/info", s.only(s.info))
	m.HandleFunc("POST /credentials/authorize", s.only(s.authorize))
	m.HandleFunc("POST /signatures/signHash", s.only(s.sign))
	return m
}

// question is what any of the methods is asked.
type question struct {
	UserID       string   `json:"userID"`
	CredentialID string   `json:"credentialID"`
	Number       int      `json:"numSignatures"`
	Hashes       []string `json:"hashes"`
	Hash         string   `json:"hashAlgorithmOID"`
	SAD          string   `json:"SAD"`
	Auth         []struct {
		ID    string `json:"id"`
		Value string `json:"value"`
	} `json:"authData"`
}

func say(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (s *Server) access(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("client_id") != ClientID || r.PostFormValue("client_secret") != ClientSecret {
		say(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.PostFormValue("grant_type") == "authorization_code" {
		s.takeCode(w, r)
		return
	}
	s.token = rand.Text()
	say(w, http.StatusOK, map[string]any{"access_token": s.token, "token_type": "Bearer", "expires_in": 3600})
}

// only answers the house that has a token.
func (s *Server) only(answer func(question) (any, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.token == "" || r.Header.Get("Authorization") != "Bearer "+s.token {
			say(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
			return
		}
		var ask question
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			say(w, http.StatusBadRequest, map[string]string{"error": "invalid_request"})
			return
		}
		v, wrong := answer(ask)
		if wrong != "" {
			say(w, http.StatusBadRequest, map[string]string{"error": wrong})
			return
		}
		say(w, http.StatusOK, v)
	}
}

func (s *Server) info(ask question) (any, string) {
	if ask.CredentialID != Credential {
		return nil, "invalid_request"
	}
	var chain [][]byte
	for _, c := range s.Chain {
		chain = append(chain, c.Raw)
	}
	status := "enabled"
	if s.Disabled {
		status = "disabled"
	}
	auth := map[string]any{"mode": "explicit", "objects": []map[string]string{{"type": "Password", "id": "PIN"}}}
	if s.ByCode {
		auth = map[string]any{"mode": "oauth2code"}
	}
	return map[string]any{"key": map[string]any{"status": status}, "cert": map[string]any{"status": "valid", "certificates": chain}, "auth": auth, "multisign": Multisign}, ""
}

func (s *Server) authorize(ask question) (any, string) {
	if s.ByCode {
		return nil, "invalid_request" // only at its own page
	}
	if len(ask.Auth) != 1 || ask.Auth[0].ID != "PIN" || ask.Auth[0].Value != PIN {
		s.Tries++
		return nil, "invalid_pin"
	}
	if ask.CredentialID != Credential || ask.Number != len(ask.Hashes) || ask.Number > Multisign {
		return nil, "invalid_request"
	}
	s.Asked++
	sad := rand.Text()
	s.granted[sad] = ask.Hashes
	return map[string]any{"SAD": sad, "expiresIn": 300}, ""
}

func (s *Server) sign(ask question) (any, string) {
	if !slices.Equal(s.granted[ask.SAD], ask.Hashes) || len(ask.Hashes) == 0 || ask.Hash != "2.16.840.1.101.3.4.2.1" {
		return nil, "invalid_request"
	}
	delete(s.granted, ask.SAD) // an authorisation holds once
	var out [][]byte
	for _, h := range ask.Hashes {
		digest, err := base64.StdEncoding.DecodeString(h)
		if err != nil {
			return nil, "invalid_request"
		}
		value, err := s.Key.Sign(rand.Reader, digest, crypto.SHA256)
		if err != nil {
			return nil, "server_error"
		}
		out = append(out, value)
	}
	return map[string]any{"signatures": out}, ""
}
