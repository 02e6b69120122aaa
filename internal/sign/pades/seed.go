package pades

import (
	"crypto"
	"fmt"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// SeedError says that a field wants a signature of a kind that is not made here, and what it wants, in the words of the standard.
type SeedError struct{ Wants string }

// Error says both.
func (e SeedError) Error() string { return "the field wants a signature of another kind: " + e.Wants }

// Flags of seed values (ISO 32000-2, table 237): what is flagged must be met, the rest is advice.
const (
	mustFilter = 1 << iota
	mustSubFilter
	mustVersion
	mustReason
	mustAttest
	mustRevocation
	mustDigest
	mustLock
	mustLook
)

// digests are those that are made here, the usual one first.
var digests = []struct {
	name object.Name
	hash crypto.Hash
}{{"SHA256", crypto.SHA256}, {"SHA384", crypto.SHA384}, {"SHA512", crypto.SHA512}}

// meet fits a signature to what its field must have, or says what it cannot be. Nothing is guessed: a demand that nobody here knows how to
// meet is refused, whatever it is.
func (s *Spec) meet(v object.View, seed object.Dict) error {
	if seed == nil {
		return nil
	}
	must, _ := v.Resolve(seed["Ff"]).(int)
	listed := func(key object.Name) (names []object.Name) {
		for _, o := range v.Array(seed[key]) {
			if n, ok := v.Resolve(o).(object.Name); ok {
				names = append(names, n)
			}
		}
		return names
	}
	no := func(what string, wanted any) error { return SeedError{fmt.Sprintf("%s %v", what, wanted)} }
	if wanted := v.Resolve(seed["Filter"]); must&mustFilter != 0 && wanted != object.Name("Adobe.PPKLite") {
		return no("Filter", wanted)
	}
	if wanted := listed("SubFilter"); must&mustSubFilter != 0 && !slices.Contains(wanted, subFilter) {
		return no("SubFilter", wanted)
	}
	if n, ok := v.Resolve(seed["V"]).(int); must&mustVersion != 0 && (!ok || n > 3) {
		return no("V", v.Resolve(seed["V"]))
	}
	if wanted := listed("DigestMethod"); must&mustDigest != 0 && !s.hashes(wanted) {
		return no("DigestMethod", wanted)
	}
	if must&mustReason != 0 && !s.reasons(v, v.Array(seed["Reasons"])) {
		return no("Reasons", len(v.Array(seed["Reasons"])))
	}
	for flag, key := range map[int]object.Name{mustRevocation: "AddRevInfo", mustLock: "LockDocument", mustLook: "AppearanceFilter", mustAttest: "LegalAttestation"} {
		if wanted := v.Resolve(seed[key]); must&flag != 0 && wanted != nil && wanted != false && wanted != object.Name("false") {
			return no(string(key), wanted)
		}
	}
	if p, ok := v.Resolve(v.Dict(seed["MDP"])["P"]).(int); ok && p != s.Certify { // 0: no certification
		return no("MDP", p)
	}
	for _, key := range []object.Name{"Cert", "TimeStamp"} { // both say themselves what of them must be met
		if n, _ := v.Resolve(v.Dict(seed[key])["Ff"]).(int); n != 0 {
			return no(string(key), n)
		}
	}
	return nil
}

// hashes takes one of the digests that a field wants: that of the signature if it is among them, else the first that is made here.
func (s *Spec) hashes(wanted []object.Name) bool {
	for _, d := range digests {
		if d.hash == s.Hash && slices.Contains(wanted, d.name) {
			return true
		}
	}
	for _, d := range digests {
		if slices.Contains(wanted, d.name) {
			s.Hash = d.hash
			return true
		}
	}
	return false
}

// reasons takes the reason of a signature if it is among those that a field wants; a single point means that none may be given.
func (s *Spec) reasons(v object.View, wanted object.Array) bool {
	var words []string
	for _, o := range wanted {
		words = append(words, object.Words(v.Resolve(o)))
	}
	if len(words) == 0 || slices.Equal(words, []string{"."}) {
		s.Reason = ""
		return true
	}
	return slices.Contains(words, s.Reason)
}
