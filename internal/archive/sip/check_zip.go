package sip

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"strings"
)

// What a ZIP may ask of whoever looks into it. Reading costs at most a fixed multiple of the ZIP's own size.
const (
	mostEntries   = 200_000
	mostDescribed = 256 << 20 // bytes of one description
	mostSwollen   = 200       // times the packed size; text swells about 40 times, a bomb 1000
	freeSwelling  = 1 << 20   // bytes that an entry may have however well it is packed
)

// entries are what lies in a ZIP, by name. A ZIP that would write outside of its folder, hide one entry behind
// another, or swell beyond measure is refused before a byte of it is read.
func entries(z *zip.Reader, size int64) (map[string]*zip.File, error) {
	if len(z.File) > mostEntries {
		return nil, fmt.Errorf("%d entries, more than %d", len(z.File), mostEntries)
	}
	out, seen, packed := map[string]*zip.File{}, map[string]string{}, uint64(0)
	for _, f := range z.File {
		name, folder := strings.CutSuffix(f.Name, "/")
		if err := harmless(f, name, folder); err != nil {
			return nil, err
		}
		if other, twice := seen[strings.ToLower(name)]; twice {
			return nil, fmt.Errorf("%q and %q have one name", other, f.Name)
		}
		seen[strings.ToLower(name)] = f.Name
		packed += f.CompressedSize64
		if packed > uint64(size) {
			return nil, fmt.Errorf("entries lie over one another: they are larger than the ZIP")
		}
		if !folder {
			out[name] = f
		}
	}
	return out, nil
}

// harmless refuses an entry by what is said of it.
func harmless(f *zip.File, name string, folder bool) error {
	switch mode := f.Mode(); {
	case !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\:") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fmt.Errorf("%q is no name of a file in a package", f.Name)
	case !folder && !mode.IsRegular(), folder && (f.UncompressedSize64 > 0 || !mode.IsDir()):
		return fmt.Errorf("%q is neither a file nor a folder", f.Name)
	case f.Flags&1 != 0:
		return fmt.Errorf("%q is locked with a password", f.Name)
	case f.UncompressedSize64 > freeSwelling && f.UncompressedSize64/mostSwollen > f.CompressedSize64:
		return fmt.Errorf("%q swells beyond measure", f.Name)
	}
	return nil
}
