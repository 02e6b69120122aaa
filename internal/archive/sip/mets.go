package sip

import (
	"encoding/xml"
	"strings"
	"time"
)

// Namespaces and the profile that the package follows.
const (
	nsMETS  = "http://www.loc.gov/METS/"
	nsXLink = "http://www.w3.org/1999/xlink"
	nsXSI   = "http://www.w3.org/2001/XMLSchema-instance"
	nsCSIP  = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
	profile = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"

	sha256Name = "SHA-256" // in METS and in PREMIS
)

type metsDoc struct {
	XMLName xml.Name  `xml:"mets"`
	NS      string    `xml:"xmlns,attr"`
	XLink   string    `xml:"xmlns:xlink,attr"`
	CSIP    string    `xml:"xmlns:csip,attr"`
	ObjID   string    `xml:"OBJID,attr"`
	Label   string    `xml:"LABEL,attr"`
	Type    string    `xml:"TYPE,attr"`
	Content string    `xml:"csip:CONTENTINFORMATIONTYPE,attr"`
	Profile string    `xml:"PROFILE,attr"`
	Header  metsHdr   `xml:"metsHdr"`
	Dmd     metsMD    `xml:"dmdSec"`
	Digiprv metsMD    `xml:"amdSec>digiprovMD"`
	Group   metsGroup `xml:"fileSec>fileGrp"`
	Struct  metsMap   `xml:"structMap"`
}

type metsHdr struct {
	Created string      `xml:"CREATEDATE,attr"`
	Status  string      `xml:"RECORDSTATUS,attr"`
	OAIS    string      `xml:"csip:OAISPACKAGETYPE,attr"`
	Agents  []metsAgent `xml:"agent"`
}

type metsAgent struct {
	Role      string    `xml:"ROLE,attr"`
	Type      string    `xml:"TYPE,attr"`
	OtherType string    `xml:"OTHERTYPE,attr,omitempty"`
	Name      string    `xml:"name"`
	Note      *metsNote `xml:"note"`
}

type metsNote struct {
	Kind string `xml:"csip:NOTETYPE,attr"`
	Text string `xml:",chardata"`
}

type metsMD struct {
	ID      string  `xml:"ID,attr"`
	Created string  `xml:"CREATED,attr,omitempty"`
	Status  string  `xml:"STATUS,attr,omitempty"`
	Ref     metsRef `xml:"mdRef"`
}

type metsRef struct {
	ID       string `xml:"ID,attr,omitempty"`
	LocType  string `xml:"LOCTYPE,attr,omitempty"`
	XType    string `xml:"xlink:type,attr"`
	Href     string `xml:"xlink:href,attr"`
	MDType   string `xml:"MDTYPE,attr,omitempty"`
	MIME     string `xml:"MIMETYPE,attr,omitempty"`
	Size     int64  `xml:"SIZE,attr"`
	Created  string `xml:"CREATED,attr,omitempty"`
	Sum      string `xml:"CHECKSUM,attr"`
	SumNamed string `xml:"CHECKSUMTYPE,attr"`
}

type metsGroup struct {
	ID    string     `xml:"ID,attr"`
	Use   string     `xml:"USE,attr"`
	Files []metsFile `xml:"file"`
}

type metsFile struct {
	ID       string  `xml:"ID,attr"`
	MIME     string  `xml:"MIMETYPE,attr"`
	Size     int64   `xml:"SIZE,attr"`
	Created  string  `xml:"CREATED,attr"`
	Sum      string  `xml:"CHECKSUM,attr"`
	SumNamed string  `xml:"CHECKSUMTYPE,attr"`
	Locat    flocate `xml:"FLocat"`
}

type flocate struct {
	LocType string `xml:"LOCTYPE,attr"`
	XType   string `xml:"xlink:type,attr"`
	Href    string `xml:"xlink:href,attr"`
}

type metsMap struct {
	ID    string  `xml:"ID,attr"`
	Type  string  `xml:"TYPE,attr"`
	Label string  `xml:"LABEL,attr"`
	Div   metsDiv `xml:"div"`
}

type metsDiv struct {
	ID    string     `xml:"ID,attr"`
	Label string     `xml:"LABEL,attr"`
	DMD   string     `xml:"DMDID,attr,omitempty"`
	ADM   string     `xml:"ADMID,attr,omitempty"`
	Fptr  []metsFptr `xml:"fptr"`
	Divs  []metsDiv  `xml:"div"`
}

type metsFptr struct {
	File string `xml:"FILEID,attr"`
}

// instant is a time as the descriptions write it.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// metsOf lists the package: its descriptions, its files, and which file is of which record.
func metsOf(l *laid, ead, premis described) *metsDoc {
	program, version, _ := strings.Cut(l.Software, " ")
	made := instant(l.Made)
	d := &metsDoc{NS: nsMETS, XLink: nsXLink, CSIP: nsCSIP, ObjID: l.ObjID(), Label: l.Title, Type: "Textual works – Digital", Content: "MIXED", Profile: profile,
		Header: metsHdr{Created: made, Status: "NEW", OAIS: "SIP", Agents: []metsAgent{
			{Role: "ARCHIVIST", Type: "ORGANIZATION", Name: l.Maker},
			{Role: "CREATOR", Type: "INDIVIDUAL", Name: l.Officer},
			{Role: "CREATOR", Type: "OTHER", OtherType: "SOFTWARE", Name: program, Note: &metsNote{"SOFTWARE VERSION", version}}}},
		Dmd:     metsMD{ID: "dmd-ead", Created: made, Status: "CURRENT", Ref: refTo(ead, "EAD", made)},
		Digiprv: metsMD{ID: "amd-premis", Status: "CURRENT", Ref: refTo(premis, "PREMIS", made)},
		Group:   metsGroup{ID: "grp-rep1", Use: "Representations/rep1"},
		Struct: metsMap{ID: "struct-csip", Type: "PHYSICAL", Label: "CSIP", Div: metsDiv{ID: "div-package", Label: l.ObjID(), Divs: []metsDiv{
			{ID: "div-metadata", Label: "Metadata", DMD: "dmd-ead", ADM: "amd-premis"}}}},
	}
	for _, f := range l.files {
		d.Group.Files = append(d.Group.Files, metsFile{ID: f.id, MIME: f.Type, Size: f.Size, Created: made, Sum: f.SHA256, SumNamed: sha256Name,
			Locat: flocate{"URL", "simple", f.path}})
	}
	d.Struct.Div.Divs = append(d.Struct.Div.Divs, l.divs())
	return d
}

// divs is the part of the map with the files, a division for each record that has any.
func (l *laid) divs() metsDiv {
	out := metsDiv{ID: "div-rep1", Label: "Representations/rep1"}
	last := -1
	for _, f := range l.files {
		if f.record != last {
			last = f.record
			out.Divs = append(out.Divs, metsDiv{ID: "div-" + recordID(last), Label: l.Records[last].Code})
		}
		in := &out.Divs[len(out.Divs)-1]
		in.Fptr = append(in.Fptr, metsFptr{f.id})
	}
	return out
}

func refTo(d described, kind, made string) metsRef {
	return metsRef{LocType: "URL", XType: "simple", Href: d.path, MDType: kind, MIME: "text/xml", Size: int64(len(d.raw)), Created: made, Sum: d.sum, SumNamed: sha256Name}
}
