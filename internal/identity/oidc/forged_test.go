package oidc_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// TestForgedIdentityTokensAreRefused puts other tokens in the place of the one that the provider signed.
func TestForgedIdentityTokensAreRefused(t *testing.T) {
	part := func(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }
	signed := func(alg jose.SignatureAlgorithm, key any, payload []byte) string {
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := signer.Sign(payload)
		if err != nil {
			t.Fatal(err)
		}
		out, err := s.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, forge := range map[string]func(head, payload []byte, sum string) string{
		"not signed": func(_, payload []byte, _ string) string {
			return part([]byte(`{"alg":"none"}`)) + "." + part(payload) + "."
		},
		"without a signature": func(head, payload []byte, _ string) string { return part(head) + "." + part(payload) + "." },
		"of somebody else": func(head, payload []byte, sum string) string {
			return part(head) + "." + part(bytes.Replace(payload, []byte(`"sub":"`), []byte(`"sub":"x`), 1)) + "." + sum
		},
		"signed by another": func(_, payload []byte, _ string) string { return signed(jose.ES256, other, payload) },
		"signed with what we know too": func(_, payload []byte, _ string) string {
			return signed(jose.HS256, []byte(strings.Repeat("bí mật", 8)), payload)
		},
		"no token":   func([]byte, []byte, string) string { return "x" },
		"as it came": nil,
	} {
		t.Run(name, func(t *testing.T) {
			m := meet(t, nil)
			provider := m.provider.Client().Transport
			m = m.through(func(r *http.Request) (*http.Response, error) {
				if !strings.HasSuffix(r.URL.Path, "/token") || forge == nil {
					return nil, nil
				}
				answer, err := provider.RoundTrip(r)
				if err != nil {
					return nil, err
				}
				var said map[string]any
				if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
					return nil, err
				}
				parts := strings.Split(said["id_token"].(string), ".")
				head, _ := base64.RawURLEncoding.DecodeString(parts[0])
				payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
				said["id_token"] = forge(head, payload, parts[2])
				raw, _ := json.Marshal(said)
				answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
				answer.Header.Del("Content-Length")
				return answer, nil
			})
			address, flow := m.begun()
			p, err := m.Finish(context.Background(), flow, m.signInAt(address, asMai()))
			if (forge == nil) != (err == nil) || err != nil && fault.As(err) == nil {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}
