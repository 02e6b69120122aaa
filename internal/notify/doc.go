// Package notify tells people what happened: in their inbox here, and out of the house by e-mail; SMS,
// Zalo and web push find the door open. Everybody with an account has an inbox; who has none is told at
// the address that was left for the matter. Law: Decree 61/2018 art. 17–19 and Decree 118/2025 ask that
// applicants are told of reception, supplement, refusal, delay and result; Law 91/2025 that personal
// data do not outlive their use, which is why letters are emptied after some weeks.
//
// A room registers its events with default texts (notice/*.json) and calls Tell in its transaction.
// An administrator may change the texts; each change is a version.
//
//	notify.go         Notice, To, Who, Kind
//	register.go       events and their default texts
//	rules_text.go     filling texts in, what is wrong with one
//	rules_hours.go    quiet hours
//	settings.go       the bounds
//	channel.go        the door for ways out of the house
//	service_tell.go   Tell
//	service_send.go   from a notice to deliveries to letters
//	jobs.go           what the room hears, what it does by the clock
//	store*.go         the SQL
package notify
