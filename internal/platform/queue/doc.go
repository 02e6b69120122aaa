// Package queue does later, elsewhere or again what a room decided in its transaction: messages that
// leave only if it commits, work that comes round by the clock. Underneath is River, in the house's
// own database.
//
//	queue.go    Queue, Put: how a room sends
//	listener.go Hear, Every, Daily: who hears what; the list stands in app/wire.go
//	work.go     Start and Stop in a server, WorkOff in tests and commands
//	failed.go   what went wrong, and once more
//	engine.go   River over SQLite and over PostgreSQL, one door
//	pgtx.go     River inside a transaction of ours on PostgreSQL
//	schema.go   River's tables
//
// A message may be heard twice (a machine can stop between the work and the note that it is done):
// listeners are written so that twice is once. Nothing is lost and nothing leaves early. The order of
// messages is not kept.
package queue
