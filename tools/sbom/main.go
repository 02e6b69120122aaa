// Command sbom says what the program is made of: a bill of materials (CycloneDX 1.6), the texts of all licences for who
// passes the program on, and the list that stands in doc/licences.md.
//
//	go run ./tools/sbom -version 1.0 -out bin      writes bin/nhasan.cdx.json and bin/licences.txt
//	go run ./tools/sbom -list doc/licences.md      writes the list anew
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

func main() {
	version := flag.String("version", "unversioned", "of the program")
	out := flag.String("out", "", "folder for the bill and the texts")
	list := flag.String("list", "", "file for the list of parts")
	flag.Parse()
	if err := run(*version, *out, *list); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(version, out, list string) error {
	parts, err := program()
	if err != nil {
		return err
	}
	if list != "" {
		if err := os.WriteFile(list, table(parts), 0o644); err != nil {
			return err
		}
	}
	if out == "" {
		return nil
	}
	bill, err := os.Create(filepath.Join(out, "nhasan.cdx.json"))
	if err != nil {
		return err
	}
	if err := cdx.NewBOMEncoder(bill, cdx.BOMFileFormatJSON).SetPretty(true).Encode(billOf(version, parts)); err != nil {
		return err
	}
	if err := bill.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "licences.txt"), texts(parts), 0o644)
}

// table is doc/licences.md.
func table(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString(`# What the program is made of

Nhà Sàn itself is under the EUPL-1.2. Below is everything that is linked or built into the program, with the licence of each; all of
them let it be carried under the EUPL. Their texts come with the Debian package, and from ` + "`make sbom`" + `, which also writes a
bill of materials (CycloneDX). Written by ` + "`make licences`" + `; a test fails when it is not true.

| part | version | licence |
|---|---|---|
`)
	for _, p := range parts {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.name, p.version, p.licence)
	}
	return b.Bytes()
}

// texts are the licences of all parts, as who passes the program on must pass them on.
func texts(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString("Nhà Sàn is under the EUPL-1.2. It contains the following, each under its own licence.\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "\n==== %s %s (%s) ====\n\n%s\n", p.name, p.version, p.licence, bytes.TrimSpace(p.text))
	}
	return b.Bytes()
}

func billOf(version string, parts []part) *cdx.BOM {
	self := cdx.Component{
		BOMRef: "nhasan", Type: cdx.ComponentTypeApplication, Name: "nhasan", Version: version,
		Licenses: &cdx.Licenses{{License: &cdx.License{ID: "EUPL-1.2"}}},
	}
	components, first := []cdx.Component{}, []string{}
	links := []cdx.Dependency{}
	for _, p := range parts {
		components = append(components, p.component())
		if p.direct {
			first = append(first, p.ref())
		}
		needs := p.needs
		links = append(links, cdx.Dependency{Ref: p.ref(), Dependencies: &needs})
	}
	links = append(links, cdx.Dependency{Ref: "nhasan", Dependencies: &first})
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Component: &self}
	bom.Components, bom.Dependencies = &components, &links
	return bom
}
