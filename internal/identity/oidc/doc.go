// Package oidc is the relying party: it sends a citizen to an identity provider by OpenID Connect
// and reads from the answer who came back. It knows no provider in particular; what theirs calls a
// name or a number is a setting. law: onestop/eid-login
//
// The authorisation-code flow with PKCE (S256), state and nonce. What must survive the round trip is
// a Flow, which the caller keeps in the browser's session and gives back once.
//
//	settings.go  where the provider is and what it calls things
//	party.go     Begin and Finish
//	person.go    claims become a Person
package oidc
