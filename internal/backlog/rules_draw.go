package backlog

import (
	"crypto/sha256"
	"encoding/binary"
)

// drawOf draws a paper for being typed anew, by its key: nobody chooses, and the same paper is always drawn the same way.
func drawOf(paperID string, percent int) Draw {
	sum := sha256.Sum256([]byte(paperID))
	if int(binary.BigEndian.Uint32(sum[:])%100) < percent {
		return Drawn
	}
	return NotDrawn
}
