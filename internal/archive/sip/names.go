package sip

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Where things lie in a package.
const (
	metsPath   = "METS.xml"
	eadPath    = "metadata/descriptive/ead.xml"
	premisPath = "metadata/preservation/premis.xml"
	dataFolder = "representations/rep1/data/"
)

var (
	fondCode = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,58}[A-Za-z0-9])?$`)
	uuid     = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	digest   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	objID    = regexp.MustCompile(`^urn:[A-Za-z0-9.-]{1,60}:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	outside  = regexp.MustCompile(`[^A-Za-z0-9.-]+`)
)

// IsFond tells whether a code can be that of a fond: letters, digits, dots and dashes, 60 at most.
func IsFond(code string) bool { return fondCode.MatchString(code) }

// extensions are the ends of names by media type. Another type has none.
var extensions = map[string]string{"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

// placed is a file of a package and where it lies there.
type placed struct {
	File
	id     string // in METS
	path   string
	record int // index
}

// laid is a package whose files have their places.
type laid struct {
	*Package
	files []placed // in the order of the records
}

// lay finds a place for every file, and refuses a package that could not be checked afterwards.
func lay(p *Package) (*laid, error) {
	switch {
	case !IsFond(p.Fond):
		return nil, fmt.Errorf("%q is no code of a fond", p.Fond)
	case !uuid.MatchString(p.ID):
		return nil, fmt.Errorf("%q is no UUID", p.ID)
	case len(p.Records) == 0:
		return nil, fmt.Errorf("a package of nothing")
	}
	l, used := &laid{Package: p}, map[string]bool{}
	for i, r := range p.Records {
		stem := nameOf(r)
		if r.Code == "" || used[stem] {
			return nil, fmt.Errorf("record %d has the code %q: missing, or another's", i+1, r.Code)
		}
		used[stem] = true
		for n, f := range r.Files {
			if !digest.MatchString(f.SHA256) || f.Size < 0 {
				return nil, fmt.Errorf("file %d of record %s has no digest and size", n+1, r.Code)
			}
			l.files = append(l.files, placed{f, fmt.Sprintf("file-%06d", len(l.files)+1),
				path.Join(dataFolder, fmt.Sprintf("%s.%02d%s", stem, n+1, extensions[f.Type])), i})
		}
	}
	return l, nil
}

// nameOf is how the files of a record begin: the code of the dossier, then that of the paper. Nothing people typed is
// in it.
func nameOf(r Record) string {
	code := outside.ReplaceAllString(r.Code, "-")
	if r.From == "" {
		return code
	}
	return strings.Trim(outside.ReplaceAllString(r.From, "-"), ".") + "." + code
}

// byRecord are the files of each record, by its index.
func (l *laid) byRecord() map[int][]placed {
	out := map[int][]placed{}
	for _, f := range l.files {
		out[f.record] = append(out[f.record], f)
	}
	return out
}
