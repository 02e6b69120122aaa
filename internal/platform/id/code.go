package id

import "crypto/rand"

// CodeLetters are the signs of codes that people read aloud and type: none is mistaken for another. There are 32 of
// them, so each stands for five bits, and none comes more often than another.
const CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// Code draws a code of n such signs that nobody can guess.
func Code(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	for i := range raw {
		raw[i] = CodeLetters[int(raw[i])%len(CodeLetters)]
	}
	return string(raw)
}
