// Package offline is what the square on an issued paper says, and how anybody checks it without a network: a
// statement of who issued which paper to whom and when, signed by the issuing house, small enough for a QR
// code; the keys the house signs with, published once; and a list of revoked papers small enough to carry.
//
//	statement.go  what is said, and its bytes
//	code.go       the text of the code: statement and signature
//	key.go        the house's key, and keys as they are published
//	revoked.go    the signed list of what is no longer valid
//	check.go      the verdict
//
// A statement is not a signature of the paper: it says what the register of the house held at the moment of issue.
// The signature is ECDSA on P-256 with SHA-256 (FIPS 186-5), since every browser can check it by itself.
package offline
