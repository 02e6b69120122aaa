package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// phrases that stand in one licence and in no other, the narrower first.
var phrases = []struct{ licence, phrase string }{
	{"Apache-2.0", "apache license version 2.0, january 2004"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"CC0-1.0", "cc0 1.0 universal"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"BSD-3-Clause", "may be used to endorse or promote products derived from this software without specific prior written permission"},
	{"BSD-2-Clause", "redistributions in binary form must reproduce the above copyright notice"},
}

// publicDomain is for those who give up their rights in words of their own.
const publicDomain = "LicenseRef-public-domain"

// carried are the licences whose work may be part of a work under the EUPL-1.2.
var carried = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "OFL-1.1", "Unlicense", publicDomain}

var (
	licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying)(-go|-mmap-go|-sqlite)?(\.md|\.txt)?$`)
	noticeFile  = regexp.MustCompile(`(?i)^notice(\.md|\.txt)?$|^LICENSE-3RD-PARTY\.md$`)
)

// licensed reads the licence of what lies in a folder, as an SPDX expression, and the texts that must go along.
func licensed(dir string) (licence string, text []byte, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", nil, err
	}
	var all []string
	for _, e := range entries {
		if !licenceFile.MatchString(e.Name()) && !noticeFile.MatchString(e.Name()) || e.IsDir() {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", nil, err
		}
		text = append(append(text, bytes.TrimSpace(raw)...), "\n\n"...)
		if noticeFile.MatchString(e.Name()) {
			continue
		}
		one := recognise(raw)
		if one == "" {
			return "", nil, fmt.Errorf("%s is of no licence that is known here", e.Name())
		}
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return "", nil, errors.New("no licence lies beside it")
	}
	slices.Sort(all)
	return strings.Join(all, " AND "), text, nil
}

var (
	space    = regexp.MustCompile(`\s+`)
	ornament = strings.NewReplacer("*", " ", "#", " ", "//", " ", "“", `"`, "”", `"`)
)

// recognise names the licence whose phrase stands in the text; none when none does.
func recognise(text []byte) string {
	plain := space.ReplaceAllString(ornament.Replace(strings.ToLower(string(text))), " ")
	for _, p := range phrases {
		if strings.Contains(plain, p.phrase) {
			return p.licence
		}
	}
	if strings.Contains(plain, "the public domain") || strings.Contains(plain, "the author disclaims copyright") {
		return publicDomain // as SQLite says it
	}
	return ""
}
