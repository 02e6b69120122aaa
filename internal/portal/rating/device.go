package rating

import (
	"net/http"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// officeCookie marks a device on which an officer has signed in. It says nothing about who; a rating
// from such a device is not taken, signed in or not.
const officeCookie = "nhasan-office"

// officeFor is how long the mark stays after the last page an officer opened there.
const officeFor = 90 * 24 * time.Hour

// MarkOffices goes inside the layer that knows who asks and marks the devices of officers.
func MarkOffices(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if actor.Of(r.Context()).Kind == actor.Officer && !ofOffice(r) {
			http.SetCookie(w, &http.Cookie{Name: officeCookie, Value: "1", Path: "/", MaxAge: int(officeFor.Seconds()),
				HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode})
		}
		next.ServeHTTP(w, r)
	})
}

func ofOffice(r *http.Request) bool {
	_, err := r.Cookie(officeCookie)
	return err == nil
}
