package key

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// Some providers ask nothing here: they send the person to a page of their own, where the digests are confirmed, and back with a
// code for exactly these (CSC API v2, 8.4: OAuth 2.0 with scope credential, PKCE).

// modeCode is the provider's word for it.
const modeCode = "oauth2code"

// ByCode tells whether the person confirms at a page of the provider.
func (r *Remote) ByCode() bool { return r.byCode }

// Most is how many signatures one confirmation covers.
func (r *Remote) Most() int { return r.most }

// ConfirmAt is the address of the provider's page where a person confirms that digests are signed, Most at the most. The provider
// sends them back with state and a code that only whoever knows the verifier (43 to 128 letters) can use.
func (r *Remote) ConfirmAt(state, verifier string, hash crypto.Hash, digests [][]byte) string {
	sum := sha256.Sum256([]byte(verifier))
	return r.provider.at("oauth2/authorize") + "?" + url.Values{"response_type": {"code"}, "client_id": {r.provider.ClientID}, "redirect_uri": {r.provider.Back}, "scope": {"credential"},
		"state": {state}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}, "credentialID": {r.ID},
		"numSignatures": {strconv.Itoa(len(digests))}, "hashes": {strings.Join(encoded(base64.RawURLEncoding, digests), ",")}, "hashAlgorithmOID": {hashOIDs[hash]}}.Encode()
}

// SignConfirmed signs digests that a person has confirmed at the provider. A code that is not for these is ErrRefused.
func (r *Remote) SignConfirmed(ctx context.Context, code, verifier string, hash crypto.Hash, digests [][]byte) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, providerWithin)
	defer cancel()
	given, err := r.provider.grant(ctx, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {r.provider.ClientID},
		"client_secret": {r.provider.ClientSecret}, "redirect_uri": {r.provider.Back}, "code_verifier": {verifier}})
	if err != nil {
		return nil, err
	}
	return r.signWith(ctx, given.Token, hash, digests)
}
