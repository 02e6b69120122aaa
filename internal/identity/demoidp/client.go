package demoidp

import (
	"net/url"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client is the one relying party. It is the library's op.Client.
type client struct{ needs Needs }

var _ op.Client = client{}

// What the library reads of a client.

func (c client) GetID() string                       { return c.needs.ClientID }
func (c client) RedirectURIs() []string              { return []string{c.needs.RedirectURL} }
func (c client) PostLogoutRedirectURIs() []string    { return nil }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodBasic }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c client) GrantTypes() []oidc.GrantType                             { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) AccessTokenType() op.AccessTokenType                      { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration                           { return 5 * time.Minute }
func (c client) DevMode() bool                                            { return true }
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return same }
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return same
}
func (c client) IsScopeAllowed(string) bool           { return false }
func (c client) IDTokenUserinfoClaimsAssertion() bool { return true }
func (c client) ClockSkew() time.Duration             { return 0 }

// LoginURL is where the library sends somebody to sign in.
func (c client) LoginURL(requestID string) string {
	return pathSignIn + "?" + url.Values{"yeu-cau": {requestID}}.Encode()
}

func same(scopes []string) []string { return scopes }
