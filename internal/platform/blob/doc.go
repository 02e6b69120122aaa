// Package blob keeps the files people hand in: papers of a dossier, photographs, results.
//
// A file is named by the SHA-256 of its bytes, written once, and compared with that name each time
// it is opened. The first digits of the name stand on the receipt, so a citizen can see that the
// file the officer opens is the file that was uploaded. What a file is called, whose it is and who
// may see it belongs to the room that keeps the Ref; the store knows bytes only.
//
// The files lie in a folder of this machine, or in a bucket of an S3 store that several processes share.
//
// Photographs are relieved of what they tell beside the picture (position, camera, thumbnail,
// comments) before they are named, so the bytes that are kept are the bytes that are on the receipt.
//
// Map: store.go (Put, Open, Has) · ref.go (which file it is) · spool.go (an upload on its way in) · kind.go (what is accepted)
// · office.go (Word and Excel by their inside) · clean.go, jpeg.go, png.go, exif.go (the relief)
// · active.go (what a PDF may not hold) · clamav/ (asking a scanner)
// · pieces.go (a file that comes in pieces) · verify.go (reading back) · carry.go (all files, to elsewhere and back).
package blob
