package app

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/nha-san/nhasan/internal/archive/sip"
)

// verifySIPCmd checks a package for an archive. It needs neither a database nor a network.
type verifySIPCmd struct {
	File string `arg:"" type:"existingfile" help:"The package, a ZIP."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints what the package is, and ends with status 1 and all that is wrong unless it is sound.
func (c verifySIPCmd) Run(s std) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	got, err := sip.Check(f, info.Size())
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(got)
	}
	_, err = fmt.Fprintf(s.out, "sound: %s, %d files, %d bytes\n", got.ObjID, got.Files, got.Bytes)
	return err
}
