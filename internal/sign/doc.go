// Package sign is the room of electronic signatures: the competent person signs, then the agency (Decree
// 30/2020; what a signature must say is PAdES of ETSI EN 319 142-1). law: decree-30-2020/layout
//
// It knows files and subjects like "dossier/…", never what is decided about them. Signing is always two steps. Prepare
// freezes the bytes of every file with a place for its signature and writes down who is asked to sign what; nobody can
// change them after that. Complete takes what came back, from a key file, a card or a provider, and checks it: the bytes
// are those that were frozen, the certificate is the one that was asked. A program that signs whole files gets the file as it
// lies and hands back a file, of which the same is asked (CompleteWhole). Only then is the subject moved, by the room that
// asked, which uses the signed file up in its own transaction.
//
// A key on a card never comes here, and neither does its PIN. A key in a file lies here under its own password, which is
// asked at each signing and kept nowhere.
//
//	sign.go             nouns
//	perms.go            rights
//	service.go          what the room stands on
//	service_key.go      keys of persons: enter, end
//	service_trust.go    the authorities that are trusted
//	service_ask.go      Prepare, Complete, Use
//	service_freeze.go   what is frozen of a file
//	service_archive.go  what makes a file last
//	service_whole.go    CompleteWhole, and the tickets of the program that brings whole files
//	store*.go           the SQL
//	page_*.go           a person's keys, the trusted authorities; what the signing program fetches and brings
//	pades               signing PDF and telling what signatures are worth
//	cms                 signed data and time stamps
//	key                 keys: PKCS#12 files, cards (PKCS#11)
//	tokenhelper         the program on the officer's PC between browser and card
//	vgca                what the signing program on the officer's PC speaks that signs whole files
//	trial               an authority for demonstrations and tests
package sign
