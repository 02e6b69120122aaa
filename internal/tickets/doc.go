// Package tickets is the queue of a one-stop counter: numbers taken at a kiosk or on a phone, slots
// booked ahead, the call to a window, the screen of the waiting room, and the times measured on the
// way. It is off in a unit until its administrator switches it on; a counter with three people a day
// needs none of it. law: onestop/receive
//
// The room knows no subject: what was done for the holder of a number is a string, "dossier/<id>".
// What happened to a number is a list of events that nobody can edit; waiting and service times are
// computed from it. The number itself is nobody's name, and no page for waiting people shows one.
//
//	tickets.go          nouns: settings of a unit, tickets, bookings
//	flow.go             states and actions of a ticket, one table
//	history.go          events
//	rules_order.go      who is called next
//	rules_slots.go      when a counter gives numbers, which slots a day has
//	rules_measure.go    waiting and service times, medians
//	rules_settings.go   what a unit's settings must be
//	perms.go            rights and the roles that have them
//	service*.go         the verbs: settings, devices, take, book, call, board, figures, the day's end
//	store*.go           the SQL
//	page_*.go, *.templ  for citizens, the kiosk, the screen, officers and administrators
package tickets
