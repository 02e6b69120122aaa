package sip

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const nsEAD = "http://ead3.archivists.org/schema/"

// eadDoc is the least of EAD 3 that tells an archivist what each paper is.
type eadDoc struct {
	XMLName xml.Name   `xml:"ead"`
	NS      string     `xml:"xmlns,attr"`
	Control eadControl `xml:"control"`
	Desc    eadArch    `xml:"archdesc"`
}

type eadControl struct {
	RecordID string        `xml:"recordid"`
	Title    string        `xml:"filedesc>titlestmt>titleproper"`
	Status   eadValue      `xml:"maintenancestatus"`
	Agency   string        `xml:"maintenanceagency>agencyname"`
	History  []eadHappened `xml:"maintenancehistory>maintenanceevent"`
}

type eadValue struct {
	Value string `xml:"value,attr"`
}

type eadHappened struct {
	Kind      eadValue `xml:"eventtype"`
	At        string   `xml:"eventdatetime"`
	AgentKind eadValue `xml:"agenttype"`
	Agent     string   `xml:"agent"`
}

type eadArch struct {
	Level string   `xml:"level,attr"`
	Did   eadDid   `xml:"did"`
	Items []eadOne `xml:"dsc>c"`
}

type eadOne struct {
	ID     string    `xml:"id,attr"`
	Level  string    `xml:"level,attr"`
	Did    eadDid    `xml:"did"`
	Names  []eadName `xml:"controlaccess>persname,omitempty"`
	Kind   *eadText  `xml:"scopecontent"`
	Access *eadText  `xml:"accessrestrict"`
}

type eadText struct {
	P []string `xml:"p"`
}

type eadName struct {
	Part string `xml:"part"`
}

type eadDid struct {
	UnitID string   `xml:"unitid"`
	Title  string   `xml:"unittitle"`
	Date   *eadDate `xml:"unitdatestructured>datesingle"`
	Office string   `xml:"origination>corpname>part,omitempty"`
	Links  []eadDao `xml:"dao"`
}

type eadDate struct {
	Standard string `xml:"standarddate,attr"`
	Text     string `xml:",chardata"`
}

type eadDao struct {
	Type string `xml:"daotype,attr"`
	Href string `xml:"href,attr"`
}

func recordID(i int) string { return fmt.Sprintf("record-%06d", i+1) }

// eadOf describes the fond's part that is handed over, paper by paper.
func eadOf(l *laid) *eadDoc {
	d := &eadDoc{NS: nsEAD,
		Control: eadControl{RecordID: l.ObjID(), Title: l.Title, Status: eadValue{"new"}, Agency: l.Maker,
			History: []eadHappened{{eadValue{"created"}, instant(l.Made), eadValue{"machine"}, l.Software}}},
		Desc: eadArch{Level: "fonds", Did: eadDid{UnitID: l.Fond, Title: l.Title, Office: l.Maker}},
	}
	files := l.byRecord()
	for i, r := range l.Records {
		d.Desc.Items = append(d.Desc.Items, r.item(i, files[i]))
	}
	return d
}

// item describes one paper. Whom it speaks of is personal data: the archive is told so.
func (r *Record) item(i int, files []placed) eadOne {
	one := eadOne{ID: recordID(i), Level: "item", Did: eadDid{UnitID: r.Code, Title: r.Title + ", " + r.Number, Date: &eadDate{r.IssuedOn, r.IssuedOn}, Office: r.Office},
		Kind: &eadText{P: r.facts()}}
	for _, h := range r.Holders {
		one.Names = append(one.Names, eadName{h})
	}
	if len(r.Holders) > 0 {
		one.Access = &eadText{P: []string{"Có dữ liệu cá nhân"}}
	}
	for _, f := range files {
		one.Did.Links = append(one.Did.Links, eadDao{"borndigital", f.path})
	}
	return one
}

// facts are what else stands in the register, a line each, in the language of the papers.
func (r *Record) facts() []string {
	var out []string
	for _, f := range [][2]string{{"Số", r.Number}, {"Thủ tục", r.Procedure}, {"Mã hồ sơ", r.From}, {"Người ký", r.SignedBy},
		{"Có giá trị đến hết ngày", r.Until}, {"Tình trạng", r.State}} {
		if strings.TrimSpace(f[1]) != "" {
			out = append(out, f[0]+": "+f[1])
		}
	}
	return out
}
