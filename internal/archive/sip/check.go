package sip

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Report is what a package was found to be.
type Report struct {
	ObjID string `json:"objid"`
	Files int    `json:"files"` // descriptions and files, METS.xml itself not counted
	Bytes int64  `json:"bytes"` // of those
}

// Check reads a whole package. Nil means sound: METS.xml lists every file that is there, every file listed is there,
// each has the size and the digest that METS says, and what PREMIS says of the files of the records is the same.
// Otherwise the error tells everything that is wrong, a line each.
func Check(r io.ReaderAt, size int64) (Report, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Report{}, fmt.Errorf("reading the package: %w", err)
	}
	there, err := entries(z, size)
	if err != nil {
		return Report{}, fmt.Errorf("the package is refused: %w", err)
	}
	list, err := readList(there)
	if err != nil {
		return Report{}, err
	}
	c := &checking{Report: Report{ObjID: list.ObjID}, there: there, listed: map[string]listed{}}
	c.hold(list)
	return c.Report, errors.Join(c.wrong...)
}

// listed is a file as METS lists it.
type listed struct {
	Size  int64  `xml:"SIZE,attr"`
	Sum   string `xml:"CHECKSUM,attr"`
	Named string `xml:"CHECKSUMTYPE,attr"`
	Href  string `xml:"http://www.w3.org/1999/xlink href,attr"`
}

// metsList is what is read of METS.xml, whoever wrote it.
type metsList struct {
	XMLName xml.Name `xml:"http://www.loc.gov/METS/ mets"`
	ObjID   string   `xml:"OBJID,attr"`
	Dmd     []listed `xml:"dmdSec>mdRef"`
	Prov    []listed `xml:"amdSec>digiprovMD>mdRef"`
	Groups  []struct {
		Files []struct {
			listed
			Locat struct {
				Href string `xml:"http://www.w3.org/1999/xlink href,attr"`
			} `xml:"FLocat"`
		} `xml:"file"`
	} `xml:"fileSec>fileGrp"`
}

func readList(there map[string]*zip.File) (*metsList, error) {
	l := &metsList{}
	if err := readXML(there[metsPath], l); err != nil {
		return nil, fmt.Errorf("reading %s: %w", metsPath, err)
	}
	if !objID.MatchString(l.ObjID) {
		return nil, fmt.Errorf("%s names its package %q, which is no urn:…:uuid:…", metsPath, l.ObjID)
	}
	return l, nil
}

// readXML reads a description of bounded size.
func readXML(f *zip.File, into any) error {
	if f == nil {
		return errors.New("it is not there")
	}
	if f.UncompressedSize64 > mostDescribed {
		return fmt.Errorf("%d bytes are too many", f.UncompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(io.LimitReader(r, mostDescribed)).Decode(into)
}

// checking gathers what is wrong.
type checking struct {
	Report
	there  map[string]*zip.File
	listed map[string]listed
	wrong  []error
}

func (c *checking) say(says string, args ...any) {
	c.wrong = append(c.wrong, fmt.Errorf(says, args...))
}

// hold holds the list against what is there.
func (c *checking) hold(l *metsList) {
	for _, ref := range slices.Concat(l.Dmd, l.Prov) {
		c.list(ref)
	}
	for _, g := range l.Groups {
		for _, f := range g.Files {
			f.listed.Href = f.Locat.Href
			c.list(f.listed)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.there)) {
		if _, ok := c.listed[name]; !ok && name != metsPath {
			c.say("%q is there and not listed", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.listed)) {
		c.one(name)
	}
	for _, ref := range l.Prov {
		c.preserved(ref.Href)
	}
}

func (c *checking) list(ref listed) {
	switch _, twice := c.listed[ref.Href]; {
	case ref.Named != sha256Name:
		c.say("%q has a digest of the kind %q; only %s is understood", ref.Href, ref.Named, sha256Name)
	case twice:
		c.say("%q is listed twice", ref.Href)
	default:
		c.listed[ref.Href] = ref
	}
}

// one holds one listed file against its digest.
func (c *checking) one(name string) {
	want, f := c.listed[name], c.there[name]
	if f == nil || name == metsPath {
		c.say("%q is listed and not there", name)
		return
	}
	if f.UncompressedSize64 != uint64(want.Size) {
		c.say("%q has %d bytes, %d are listed", name, f.UncompressedSize64, want.Size)
		return
	}
	sum, err := sumOf(f, want.Size)
	switch {
	case err != nil:
		c.say("reading %q: %w", name, err)
	case !strings.EqualFold(sum, want.Sum):
		c.say("%q was changed: it is not what its digest says", name)
	default:
		c.Files, c.Bytes = c.Files+1, c.Bytes+want.Size
	}
}

func sumOf(f *zip.File, size int64) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, size+1))
	if err == nil && n != size {
		err = fmt.Errorf("%d bytes came, %d were said", n, size)
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}
