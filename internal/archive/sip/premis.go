package sip

import (
	"encoding/xml"
	"fmt"
)

const (
	nsPREMIS = "http://www.loc.gov/premis/v3"
	packing  = "information package creation"
	program  = "program"
	maker    = "maker"
)

// premisDoc is the least of PREMIS 3: objects with their fixity, what was done to them, by whom.
type premisDoc struct {
	XMLName xml.Name       `xml:"premis"`
	NS      string         `xml:"xmlns,attr"`
	XSI     string         `xml:"xmlns:xsi,attr"`
	Version string         `xml:"version,attr"`
	Objects []premisObject `xml:"object"`
	Events  []premisEvent  `xml:"event"`
	Agents  []premisAgent  `xml:"agent"`
}

type premisObject struct {
	Type   string     `xml:"xsi:type,attr"`
	IDType string     `xml:"objectIdentifier>objectIdentifierType"`
	ID     string     `xml:"objectIdentifier>objectIdentifierValue"`
	Chars  *premisHas `xml:"objectCharacteristics"`
	Name   string     `xml:"originalName,omitempty"`
}

type premisHas struct {
	Algorithm string `xml:"fixity>messageDigestAlgorithm"`
	Digest    string `xml:"fixity>messageDigest"`
	Size      int64  `xml:"size"`
	Format    string `xml:"format>formatDesignation>formatName"`
}

type premisEvent struct {
	IDType  string          `xml:"eventIdentifier>eventIdentifierType"`
	ID      string          `xml:"eventIdentifier>eventIdentifierValue"`
	Kind    string          `xml:"eventType"`
	At      string          `xml:"eventDateTime"`
	Outcome *premisEnd      `xml:"eventOutcomeInformation"`
	Agents  []premisLink    `xml:"linkingAgentIdentifier"`
	Objects []premisObjLink `xml:"linkingObjectIdentifier"`
}

type premisEnd struct {
	Outcome string `xml:"eventOutcome,omitempty"`
	Note    string `xml:"eventOutcomeDetail>eventOutcomeDetailNote,omitempty"`
}

type premisLink struct {
	Type string `xml:"linkingAgentIdentifierType"`
	ID   string `xml:"linkingAgentIdentifierValue"`
	Role string `xml:"linkingAgentRole"`
}

type premisObjLink struct {
	Type string `xml:"linkingObjectIdentifierType"`
	ID   string `xml:"linkingObjectIdentifierValue"`
}

type premisAgent struct {
	IDType string `xml:"agentIdentifier>agentIdentifierType"`
	ID     string `xml:"agentIdentifier>agentIdentifierValue"`
	Name   string `xml:"agentName"`
	Type   string `xml:"agentType"`
}

// premisOf lists what was done to each record and to the package. An object that is a file is called by its path in
// the package, one that is a record by its code.
func premisOf(l *laid) *premisDoc {
	h := &history{doc: &premisDoc{NS: nsPREMIS, XSI: nsXSI, Version: "3.0"}, agents: map[string]string{}}
	h.doc.Objects = append(h.doc.Objects, premisObject{Type: "intellectualEntity", IDType: "urn", ID: l.ObjID(), Name: l.Title})
	h.agent(program, l.Software, "software")
	h.agent(maker, l.Maker, "organization")
	files := l.byRecord()
	for i, r := range l.Records {
		h.record(r, files[i])
	}
	h.event(Event{Kind: packing, At: l.Made, By: l.Officer, Outcome: "success"}, premisObjLink{"urn", l.ObjID()})
	return h.doc
}

// history gathers objects, events and agents as they come.
type history struct {
	doc    *premisDoc
	agents map[string]string // name: key
}

func (h *history) record(r Record, files []placed) {
	h.doc.Objects = append(h.doc.Objects, premisObject{Type: "intellectualEntity", IDType: "code", ID: r.Code, Name: r.Title})
	for _, f := range files {
		h.doc.Objects = append(h.doc.Objects, premisObject{Type: "file", IDType: "path", ID: f.path, Name: f.Name,
			Chars: &premisHas{Algorithm: sha256Name, Digest: f.SHA256, Size: f.Size, Format: f.Type}})
	}
	for _, e := range r.Events {
		of := premisObjLink{"code", r.Code}
		for _, f := range files {
			if f.SHA256 == e.File {
				of = premisObjLink{"path", f.path}
			}
		}
		h.event(e, of)
	}
}

func (h *history) event(e Event, of premisObjLink) {
	p := premisEvent{IDType: "local", ID: fmt.Sprintf("event-%06d", len(h.doc.Events)+1), Kind: e.Kind, At: instant(e.At), Objects: []premisObjLink{of},
		Agents: []premisLink{{"local", program, "executing program"}}}
	if e.By != "" {
		p.Agents = append(p.Agents, premisLink{"local", h.person(e.By), "implementer"})
	}
	if e.Outcome != "" || e.Note != "" {
		p.Outcome = &premisEnd{e.Outcome, e.Note}
	}
	h.doc.Events = append(h.doc.Events, p)
}

// person is the key of somebody who acted, entered when they are met first.
func (h *history) person(name string) string {
	if key, ok := h.agents[name]; ok {
		return key
	}
	key := fmt.Sprintf("person-%06d", len(h.agents)+1)
	h.agents[name] = key
	h.agent(key, name, "person")
	return key
}

func (h *history) agent(key, name, kind string) {
	h.doc.Agents = append(h.doc.Agents, premisAgent{"local", key, name, kind})
}
