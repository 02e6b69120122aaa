package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/archive/sip"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// archiveCmd is work for whoever keeps papers.
type archiveCmd struct {
	SIP archiveSIPCmd `cmd:"" name:"sip" help:"Pack the papers that a unit issued in a year for a historical archive."`
}

// archiveSIPCmd writes a package for an archive.
type archiveSIPCmd struct {
	settings
	Unit string `required:"" help:"Which unit, with all below it: its name in that year, kind:code such as district:159, or its key."`
	Year int    `required:"" help:"Year in which the papers were issued."`
	Fond string `required:"" help:"Code of the fond, as the archive gave it."`
	Out  string `required:"" type:"path" help:"File to write; it must not exist."`
}

// Run packs, writes, and reads once more what it wrote. A file that is not whole is not left behind.
func (c archiveSIPCmd) Run(ctx context.Context, s std) error {
	return withRooms(ctx, c.settings, s, func(ctx context.Context, h *house) error {
		year := fmt.Sprintf("%04d", c.Year)
		u, err := h.unitNamed(ctx, c.Unit, clock.Date(year+"-01-01"), clock.Date(year+"-12-31"))
		if err != nil {
			return err
		}
		p, err := h.archive.Pack(ctx, archive.Selection{Office: archive.Place{UnitID: u.ID, Path: u.Path, Name: u.FullName}, Year: c.Year, Fond: c.Fond}, software())
		if err != nil {
			return err
		}
		got, err := c.write(ctx, h, p)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s: %s, %d papers, %d files, %d bytes\n", c.Out, got.ObjID, len(p.Records), got.Files, got.Bytes)
		return err
	})
}

func (c archiveSIPCmd) write(ctx context.Context, h *house, p *sip.Package) (got sip.Report, err error) {
	f, err := os.OpenFile(c.Out, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // it holds personal data
	if err != nil {
		return got, err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(c.Out))
		}
	}()
	if err := h.archive.Send(ctx, f, p); err != nil {
		return got, err
	}
	if err := f.Sync(); err != nil {
		return got, err
	}
	info, err := f.Stat()
	if err != nil {
		return got, err
	}
	return sip.Check(f, info.Size())
}

// software is the program's name and version as packages say them.
func software() string { return "Nhà-Sàn " + Version }
