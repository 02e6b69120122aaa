package identity

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Keys of the browser's session.
const (
	keySession  = "identity.session"  // our session
	keyEnded    = "identity.ended"    // why the last one ended, to say so at the next sign-in
	keyCodeFor  = "identity.code-for" // an account whose password was right, and until when
	keyFlow     = "identity.flow"     // a citizen away at the provider
	keyShown    = "identity.shown"    // a secret to be shown once, sealed
	keyHandouts = "identity.handouts" // one-time passwords to print, sealed
	keyPasskey  = "identity.passkey"  // a question put to an authenticator, and until when
)

// Who puts whoever acts into the context: the program of a bearer token, the account of the session,
// else nobody. A token that does not open is refused here, so that no program believes it is
// somebody. An officer who owes a password or code is led to that page and nowhere else.
func (s *Service) Who(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, owes, err := s.whoAsks(r)
		switch {
		case err != nil:
			if fault.Is(err, fault.SignIn) {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			}
			web.Refuse(w, r, err)
		case owes != owesNothing && leadsAway(r):
			http.Redirect(w, r, pageOf(owes), http.StatusSeeOther)
		default:
			next.ServeHTTP(w, r.WithContext(acting(r.Context(), a)))
		}
	})
}

// whoAsks reads the token, or the session, of a request.
func (s *Service) whoAsks(r *http.Request) (actor.Actor, owed, error) {
	if token, ok := bearer(r.Header.Get("Authorization")); ok {
		a, err := s.ByToken(r.Context(), token)
		return a, owesNothing, err
	}
	session := web.Get(r, keySession)
	if session == "" {
		return actor.Actor{Kind: actor.Anonymous}, owesNothing, nil
	}
	ctx := r.Context()
	if web.Glance(r) {
		ctx = glancing(ctx)
	}
	p, err := s.Present(ctx, session)
	if err != nil {
		return actor.Actor{}, owesNothing, err
	}
	if p.Ended != "" { // what the browser carried was theirs: nobody after them may see it
		err = web.Destroy(r)
		web.Put(r, keyEnded, p.Ended)
		return actor.Actor{Kind: actor.Anonymous}, owesNothing, err
	}
	return p.Actor, owed(p.Owes), nil
}

// acting is the context of the request with a in it; address and number of the request stay.
func acting(ctx context.Context, a actor.Actor) context.Context {
	was := actor.Of(ctx)
	a.From, a.RequestID = was.From, was.RequestID
	return actor.With(ctx, a)
}

func pageOf(o owed) string {
	if o == owesPassword {
		return "/toi/mat-khau"
	}
	return "/toi/ma"
}

// leadsAway tells whether a request is for a page other than those on which a debt is paid.
func leadsAway(r *http.Request) bool {
	if r.Method != http.MethodGet || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false
	}
	for _, stay := range []string{"/toi/mat-khau", "/toi/ma", "/toi/khoa", "/ngon-ngu", "/dang-nhap"} {
		if r.URL.Path == stay || strings.HasPrefix(r.URL.Path, stay+"/") {
			return false
		}
	}
	return true
}
