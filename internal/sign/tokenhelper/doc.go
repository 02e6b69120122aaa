// Package tokenhelper is the small program on an officer's PC between the browser and the card. It listens on the
// loopback address alone, hears pages of the allowed houses alone, shows what is to be signed on a page of its own, asks
// the PIN there, and gives the page signatures back: never the PIN, never a key. Each job is confirmed once by the person.
//
// Map: job.go (what is said between page and helper) · helper.go (the server) · confirm.templ (its page).
package tokenhelper
