package identity

import (
	"net/url"
	"testing"
)

// FuzzSignInTyped reads what is sent to sign in with: headers, logins, codes, stored hashes that were damaged.
func FuzzSignInTyped(f *testing.F) {
	f.Add("Bearer nst_abc", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA")
	f.Add("bearer  ", "$argon2id$v=19$m=4294967296,t=0,p=300$$")
	f.Add("Basic x", "Trần.An  ")
	h := newHasher(defaults)
	f.Fuzz(func(t *testing.T, header, typed string) {
		bearer(header)
		if _, _, key, err := h.parse(typed); err == nil && typed != "" && len(key) != keyBytes {
			t.Errorf("%q holds %d bytes", typed, len(key))
		}
		if field := checkPassword(defaults, typed, header, true); field == nil && len([]rune(typed)) < defaults.PasswordWithCode {
			t.Errorf("%q is a password", typed)
		}
		withBack("/dang-nhap", (&url.URL{Path: typed}).String())
	})
}
