package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// doc/licences.md is what the program is linked of, and the EUPL can carry all of it.
func TestTheListIsTrue(t *testing.T) {
	parts, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		for one := range strings.SplitSeq(p.licence, " AND ") {
			if !slices.Contains(carried, one) {
				t.Errorf("%s is under %s", p.name, one)
			}
		}
		if len(bytes.TrimSpace(p.text)) < 200 {
			t.Errorf("%s comes without the text of its licence", p.name)
		}
	}
	doc, err := os.ReadFile("../../doc/licences.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(withoutGo(doc), withoutGo(table(parts))) {
		t.Error("doc/licences.md is not true any more: make licences")
	}
}

// withoutGo leaves the line of Go itself out: whoever builds has a version of their own.
func withoutGo(table []byte) []byte {
	return bytes.Join(slices.DeleteFunc(bytes.Split(table, []byte("\n")), func(l []byte) bool {
		return bytes.HasPrefix(l, []byte("| Go standard library |"))
	}), []byte("\n"))
}

func TestTheBillNamesEveryPartOnce(t *testing.T) {
	parts, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := cdx.NewBOMEncoder(&b, cdx.BOMFileFormatJSON).Encode(billOf("1.0", parts)); err != nil {
		t.Fatal(err)
	}
	var read cdx.BOM
	if err := cdx.NewBOMDecoder(&b, cdx.BOMFileFormatJSON).Decode(&read); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range *read.Components {
		if seen[c.BOMRef] {
			t.Errorf("%s is named twice", c.BOMRef)
		}
		seen[c.BOMRef] = true
	}
	for _, name := range []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5", "govuk-frontend", "Liberation Serif"} {
		if !slices.ContainsFunc(*read.Components, func(c cdx.Component) bool { return c.Name == name && c.Version != "" }) {
			t.Errorf("%s is not named", name)
		}
	}
	reached := map[string]bool{}
	var reach func(ref string)
	needs := map[string][]string{}
	for _, d := range *read.Dependencies {
		if d.Dependencies != nil {
			needs[d.Ref] = *d.Dependencies
		}
	}
	reach = func(ref string) {
		if reached[ref] {
			return
		}
		reached[ref] = true
		for _, n := range needs[ref] {
			reach(n)
		}
	}
	reach("nhasan")
	for ref := range seen {
		if !reached[ref] {
			t.Errorf("nobody needs %s", ref)
		}
	}
}

func TestLicencesAreRecognisedByTheirWords(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                                               "Apache-2.0",
		"Permission is hereby granted, free of charge,\n to any person obtaining a copy":             "MIT",
		"// Redistributions in binary form must reproduce the above copyright\n// notice, this list": "BSD-2-Clause",
		"GNU GENERAL PUBLIC LICENSE Version 3":                                                       "",
	} {
		if got := recognise([]byte(text)); got != want {
			t.Errorf("%q is %q, wanted %q", text, got, want)
		}
	}
}
