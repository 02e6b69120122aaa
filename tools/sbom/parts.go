package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// part is something of others' in the program.
type part struct {
	name, version string
	purl          string
	licence       string // SPDX expression
	text          []byte
	direct        bool     // we call it ourselves
	needs         []string // refs of what it calls
}

func (p part) ref() string { return p.purl }

func (p part) component() cdx.Component {
	return cdx.Component{
		BOMRef: p.ref(), Type: cdx.ComponentTypeLibrary, Name: p.name, Version: p.version, PackageURL: p.purl,
		Licenses: &cdx.Licenses{{Expression: p.licence}},
	}
}

// program lists the parts of nhasan by name: the modules that are linked, Go's own library, and what is built in beside code.
func program() ([]part, error) {
	found, err := linked("github.com/nha-san/nhasan/cmd/nhasan")
	if err != nil {
		return nil, err
	}
	goes, err := toolchain()
	if err != nil {
		return nil, err
	}
	beside, err := builtIn()
	if err != nil {
		return nil, err
	}
	parts := append(append(found, goes), beside...)
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return parts, nil
}

// listed is a package as `go list` tells of it.
type listed struct {
	ImportPath string
	Imports    []string
	Module     *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked lists the modules whose packages a command is linked of.
func linked(command string) ([]part, error) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Module", command).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var packages []listed
	of := map[string]string{} // package → ref of its module
	parts := map[string]*part{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
		m := p.Module
		if m == nil || m.Main {
			continue
		}
		made := part{name: m.Path, version: m.Version, purl: "pkg:golang/" + m.Path + "@" + m.Version}
		of[p.ImportPath] = made.ref()
		if parts[made.ref()] == nil {
			if made.licence, made.text, err = licensed(m.Dir); err != nil {
				return nil, fmt.Errorf("%s: %w", m.Path, err)
			}
			parts[made.ref()] = &made
		}
	}
	tie(packages, of, parts)
	all := make([]part, 0, len(parts))
	for _, ref := range slices.Sorted(maps.Keys(parts)) {
		all = append(all, *parts[ref])
	}
	return all, nil
}

// tie notes which part calls which.
func tie(packages []listed, of map[string]string, parts map[string]*part) {
	for _, p := range packages {
		for _, imported := range p.Imports {
			to, from := of[imported], of[p.ImportPath]
			switch {
			case to == "" || to == from:
			case from == "":
				parts[to].direct = parts[to].direct || p.Module != nil
			case !slices.Contains(parts[from].needs, to):
				parts[from].needs = append(parts[from].needs, to)
			}
		}
	}
	for _, p := range parts {
		slices.Sort(p.needs)
	}
}

// toolchain is Go's own library.
func toolchain() (part, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return part{}, err
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	p := part{name: "Go standard library", version: version, purl: "pkg:golang/std@" + strings.TrimPrefix(version, "go"), direct: true}
	p.licence, p.text, err = licensed(root)
	return p, err
}

// builtIn are the parts that are no modules: type faces, and the style sheets that are compiled from govuk-frontend.
func builtIn() ([]part, error) {
	root, err := top()
	if err != nil {
		return nil, err
	}
	faces := part{name: "Liberation Serif", version: "2", purl: "pkg:generic/liberation-fonts@2", licence: "OFL-1.1", direct: true}
	if faces.text, err = os.ReadFile(filepath.Join(root, "internal/platform/pdf/fonts/LICENSE")); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(root, "internal/platform/ui/static/app.css"))
	if err != nil {
		return nil, err
	}
	m := regexp.MustCompile(`--govuk-frontend-version: "([0-9.]+)"`).FindSubmatch(raw)
	if m == nil {
		return nil, errors.New("app.css does not say which govuk-frontend it is of")
	}
	styles := part{name: "govuk-frontend", version: string(m[1]), purl: "pkg:npm/govuk-frontend@" + string(m[1]), licence: "MIT", direct: true}
	styles.text, err = os.ReadFile(filepath.Join(root, "tools/assets/LICENSE-govuk-frontend"))
	return []part{faces, styles}, err
}

// top is the folder of the module.
func top() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	return filepath.Dir(strings.TrimSpace(string(out))), err
}
