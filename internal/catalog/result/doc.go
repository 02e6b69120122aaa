// Package result turns a template and the data of a dossier into the draft of a result: a certificate, a
// confirmation, an answer. Text and data in, PDF/A-2a out; it reads no database and no clock.
//
// A template is plain text, one block a line, so that whoever keeps the catalogue can write it in the
// browser. There is nothing in it that could run: a line is one of these, and a field is a name.
//
//	[quốc hiệu]             national title, motto, office, number and day (boxes 1 to 4)
//	[quốc hiệu: XNTTHN]     the same with the symbol that follows the number
//	# GIẤY XÁC NHẬN         title; ## what it is about
//	> in the middle         a centred line
//	- an item               a line of a list
//	| a | b |               a row of a table; | --- | under the first one makes it a heading
//	[cột] [sang cột] [hết cột]   blocks side by side
//	[chỗ ký]                room for a signature
//	**bold** *italic*       in any line; \* is a star
//	{{child_full_name}}     an answer of the form, or one of Builtin; {{name?}} may stay empty
//	{{hỏi: Căn cứ}}         asked of whoever drafts
//
// The number and the day of the paper are never filled in here: they are put in when the result is
// numbered and sealed. law: decree-30-2020/layout
//
// Map: field.go (names and what is asked) · parse.go (lines) · inline.go (within a line) · print.go, style.css
// (the look) · sample.go (a made-up dossier for previews) · docx.go, docx_runs.go (templates that are files of a word processor) · converter.go (LibreOffice).
package result
