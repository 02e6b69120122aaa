// Package cms writes and reads signed data as signatures in PDF need it: RFC 5652 with the attributes of
// CAdES baseline (ETSI EN 319 122-1), and time-stamp tokens (RFC 3161), which are signed data too.
//
// One signer, certificates beside the signature, RSA and ECDSA. What is read may be hostile: sizes and counts
// are limited, and nothing here decides whether a certificate is to be trusted.
//
// Map: algorithms.go (digests and signature algorithms) · attributes.go (what is signed) · write.go (the
// whole) · read.go (Parse, Verify) · der.go (BER to DER) · token.go (time stamps).
package cms
