// Package key reaches signing keys wherever they are kept. A signer's key never comes to this program unless it is a
// file that was given to it; cards, boxes and providers sign a digest and send the signature back.
//
// Map: key.go (Key) · file.go (PKCS#12) · card.go (PKCS#11, through pkcs11-tool) · remote.go (a provider that keeps the key, CSC API v2).
package key
