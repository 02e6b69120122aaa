package witness

import "testing"

// FuzzRequest reads what others ask a witness to sign.
func FuzzRequest(f *testing.F) {
	f.Add([]byte("old 0\n\nexample.com/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— example.com/log AAAA\n"))
	f.Add([]byte("old 9223372036854775808\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nx"))
	f.Add([]byte("old -1\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		old, proof, _, err := parse(raw)
		if err == nil && (old < 0 || len(proof) > 63) {
			t.Errorf("%q asks from %d with %d hashes", raw, old, len(proof))
		}
	})
}
