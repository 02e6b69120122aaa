// Package app joins the rooms: who gets what, who hears what, and the subcommands of the program.
//
//	main.go     the subcommands
//	wire.go     the house: rooms, their neighbours, their addresses
//	serve.go    listening, metrics, health, stopping gently
//	demo.go     the demonstration district
//	tools.go    deadline, import, token, version
package app
