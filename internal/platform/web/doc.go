// Package web is the door of the house: routes, sessions, the middle layers every request passes,
// and the one place where a fault becomes a status and a sentence.
//
//	web.go      Handler, Route, Site: what a room registers, who may enter
//	session.go  what a browser carries from page to page, and typed input that must survive
//	show.go     answers: a page, JSON, a redirect, a fault
//	layers.go   request id, log, panics, headers, language, compression, limits
//	address.go  where a request came from, behind proxies of ours
//	store.go    sessions in the database
package web
