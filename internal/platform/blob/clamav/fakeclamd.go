package clamav

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
)

// EICAR is the test file of the European Institute for Computer Antivirus Research, in two halves so that no scanner
// takes our source for it.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}` + `$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// Fake answers like clamd on every connection of ln until that is closed: it finds the test file wherever it stands
// and refuses streams longer than most bytes. It is for tests and for trying the setting out.
func Fake(ln net.Listener, most int) {
	for {
		line, err := ln.Accept()
		if err != nil {
			return
		}
		go func() {
			defer line.Close()
			_, _ = io.WriteString(line, verdict(bufio.NewReader(line), most)+"\x00")
		}()
	}
}

func verdict(r *bufio.Reader, most int) string {
	if command, err := r.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		return "UNKNOWN COMMAND"
	}
	var file bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return "INSTREAM: read failed. ERROR"
		}
		if size == 0 {
			break
		}
		if file.Len()+int(size) > most {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&file, r, int64(size)); err != nil {
			return "INSTREAM: read failed. ERROR"
		}
	}
	if bytes.Contains(file.Bytes(), []byte(EICAR)) {
		return "stream: Win.Test.EICAR_HDB-1 FOUND"
	}
	return "stream: OK"
}
