// Package demoidp is an identity provider for demonstrations: real OpenID Connect (discovery, code
// flow with PKCE, signed tokens) over a handful of made-up citizens, in this very process. It stands
// in for the national provider, calls things as that one does, and says on its page that it is not
// it. Nothing is kept: a restart forgets who was signing in.
//
//	provider.go     New, the handler, the client that needs no network
//	request.go      somebody signing in
//	client.go       the one relying party, as the library wants to see it
//	storage.go      what the library asks of a provider
//	page_signin.go  its sign-in page
package demoidp
