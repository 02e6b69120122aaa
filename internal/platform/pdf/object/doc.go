// Package object reads the objects of a PDF that anybody may have made, and appends further ones
// behind it (ISO 32000-1, 7.2–7.5). It knows neither pages nor signatures.
//
// What it reads may be hostile: loops, bombs, tables that lie. Every read has limits on objects, depth and
// unpacked bytes and ends in an error of one of the kinds below; nothing is repaired, because a file that two
// readers repair differently is two documents.
//
// Map: value.go (kinds of objects) · lex.go (bytes to objects) · file.go (Open, revisions, View) ·
// xref.go (tables and streams of positions) · stream.go (unpacking) · write.go (objects to bytes) ·
// update.go (an incremental update).
package object
