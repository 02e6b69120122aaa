// Package identity knows who is acting and what they may do: accounts of officers and citizens,
// signing in and staying signed in, programs with tokens, and the rights that posts give.
//
// Officers have local accounts: a password, a second factor, lock-out, short sessions, because the
// system is of security level 3 (law: security/level-3-baseline). Citizens come through their
// electronic identification account by OpenID Connect and have no password here
// (law: onestop/eid-login).
//
// A right is a name and a place. Nobody is given rights one by one: an officer's posts in the
// register org have roles, roles have rights, and the post's unit with all below it is the place,
// for as long as the post is held.
//
//	identity.go       nouns: Account, Officer, Citizen, Session, Token
//	settings.go       limits and their defaults
//	tries.go          counting wrong guesses, locking
//	password.go       hashing, rules for passwords
//	secret.go         sealing of secrets, one-time passwords, recovery codes
//	totp.go           the second factor; passkey.go keys that are one or more
//	limits.go         idle and absolute ends of a session
//	grants.go         posts and roles become rights at places
//	postcache.go      posts, remembered for seconds
//	sweep.go          what time does to accounts
//	perms.go
//	service*.go       the verbs: sign in, sessions, own account, administration, tokens, citizens, lists
//	store*.go         the SQL
//	who.go            the middleware that puts the actor into the context
//	page_*.go *.templ pages
//	oidc/             the relying party: any provider of OpenID Connect
//	demoidp/          a provider for demonstrations
package identity
