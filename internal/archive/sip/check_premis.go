package sip

import (
	"maps"
	"slices"
	"strings"
)

// premisList is what is read of PREMIS: the fixity of each file, called by its path.
type premisList struct {
	Objects []struct {
		IDType string `xml:"objectIdentifier>objectIdentifierType"`
		Path   string `xml:"objectIdentifier>objectIdentifierValue"`
		Digest string `xml:"objectCharacteristics>fixity>messageDigest"`
		Size   int64  `xml:"objectCharacteristics>size"`
	} `xml:"http://www.loc.gov/premis/v3 object"`
}

// preserved holds what PREMIS says of the files of the records against METS: two lists that do not say the same are no
// proof of anything.
func (c *checking) preserved(name string) {
	l := &premisList{}
	if err := readXML(c.there[name], l); err != nil {
		c.say("reading %s: %w", name, err)
		return
	}
	missing := map[string]bool{}
	for path := range c.listed {
		missing[path] = strings.HasPrefix(path, dataFolder)
	}
	for _, o := range l.Objects {
		if o.IDType != "path" {
			continue
		}
		want, ok := c.listed[o.Path]
		if !ok || want.Size != o.Size || !strings.EqualFold(want.Sum, o.Digest) {
			c.say("PREMIS says of %q what METS does not", o.Path)
		}
		delete(missing, o.Path)
	}
	for _, path := range slices.Sorted(maps.Keys(missing)) {
		if missing[path] {
			c.say("PREMIS does not speak of %q", path)
		}
	}
}
