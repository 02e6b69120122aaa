// Package sip packs issued papers for a historical archive: a submission information package (SIP), one ZIP with what
// the papers are (EAD), what was done to them (PREMIS), their files, and a list of all of it with its digests (METS),
// laid out as the Common Specification for Information Packages of E-ARK has it. law: archives/package
//
// Build promises: the same package and the same files make the same bytes; files are opened one at a time; a file that
// is not what the register says of it ends the work. Check promises: what it calls sound lists every file that is
// there, has every file that it lists, and each is what its digest says; a hostile ZIP costs no more than its own size
// allows. Neither knows a database.
//
// Not promised: that an archive takes the package as it is. The layout is that of CSIP and SIP 2.x, read from their
// published examples; the texts of the national circular on such packages could not be read.
//
//	sip.go      nouns, Build
//	names.go    names of files inside, and of the package
//	mets.go ead.go premis.go  the three descriptions
//	check.go    Check
//	check_zip.go  what is refused before anything is read
//	check_premis.go  the second list
package sip
