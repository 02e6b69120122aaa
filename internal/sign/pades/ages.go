package pades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"time"
)

// Until when algorithms are taken to be strong enough, after NIST SP 800-57 part 1, SP 800-131A and ETSI TS 119 312.
// What a trusted time stamp shows to be older than that day is still good.
var ages = []struct {
	rsaBelow, ecdsaBelow int // bits of the key
	hash                 crypto.Hash
	until                string
}{
	{hash: crypto.SHA1, until: "2013-12-31"},
	{rsaBelow: 1024, until: "1999-12-31"},
	{rsaBelow: 2048, until: "2013-12-31"},
	{rsaBelow: 3072, until: "2030-12-31"},
	{ecdsaBelow: 224, until: "2013-12-31"},
	{ecdsaBelow: 256, until: "2030-12-31"},
}

// strong tells whether a signature by such a key and digest counted on a day.
func strong(public crypto.PublicKey, hash crypto.Hash, at time.Time) bool {
	day := at.UTC().Format(time.DateOnly)
	for _, a := range ages {
		weak := a.hash != 0 && a.hash == hash
		switch key := public.(type) {
		case *rsa.PublicKey:
			weak = weak || key.N.BitLen() < a.rsaBelow
		case *ecdsa.PublicKey:
			weak = weak || key.Params().BitSize < a.ecdsaBelow
		}
		if weak && day > a.until {
			return false
		}
	}
	return true
}
