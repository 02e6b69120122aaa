// Package live tells open pages that something has changed, without saying what: a page that cares
// fetches its part again, with the rights of whoever reads it.
//
//	live.Say(ctx, tx, "dossier/018f…", "inbox/vn/hoa-binh/")   in a room's transaction
//
// A topic is a word and a key. Who may listen to the topics of a word is said once, with Allow, in
// app/wire.go. On PostgreSQL all processes hear each other; on SQLite there is one.
//
//	say.go     Say
//	hub.go     Hub: who listens to what
//	listen.go  LISTEN, on PostgreSQL
//	serve.go   GET /live?topic=…, server-sent events
//
// The browser's half is internal/platform/ui/static/live.js: one connection for all tabs.
package live
