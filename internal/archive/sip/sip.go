package sip

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Package is what is handed over.
type Package struct {
	Fond     string // code of the fond, as the archive gave it
	ID       string // UUID of this package
	Title    string
	Made     time.Time
	Maker    string // office that hands over
	Officer  string // who packed it
	Software string // name of the program, then a space and its version
	Records  []Record
}

// Record is one issued paper.
type Record struct {
	Code      string // by which the paper is checked; unlike that of any other record
	From      string // code of the dossier it came from, "" when none is known
	Title     string
	Number    string
	IssuedOn  string // 2023-08-10
	Until     string // last day it is valid, "" without end
	Office    string
	Procedure string
	SignedBy  string
	Holders   []string
	State     string // "valid", "revoked", "replaced"
	Events    []Event
	Files     []File // none when it is on paper only
}

// Event is something that befell a record, or one of its files.
type Event struct {
	Kind    string // "creation", "digital signature validation", …: PREMIS' own words where it has one
	At      time.Time
	By      string // "" is the program
	Outcome string
	Note    string
	File    string // SHA-256 of the file it is about, "" when it is about all of the record
}

// File is a file of a record.
type File struct {
	SHA256 string // hex
	Size   int64  // bytes
	Type   string // media type
	Name   string // as people called it
}

// Opener opens a file of the package; Build closes it before it opens the next one.
type Opener func(ctx context.Context, f File) (io.ReadCloser, error)

// ObjID names a package: the fond and the package itself.
func (p *Package) ObjID() string { return "urn:" + p.Fond + ":uuid:" + p.ID }

// Build writes the package. When it fails, what was written is no package and must not look like one.
func Build(ctx context.Context, w io.Writer, p *Package, open Opener) error {
	l, err := lay(p)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	ead, err := l.describe(eadPath, eadOf(l))
	if err != nil {
		return err
	}
	premis, err := l.describe(premisPath, premisOf(l))
	if err != nil {
		return err
	}
	mets, err := l.describe(metsPath, metsOf(l, ead, premis))
	if err != nil {
		return err
	}
	for _, d := range []described{mets, ead, premis} {
		if err := l.write(z, d.path, zip.Deflate, func(w io.Writer) error { _, err := w.Write(d.raw); return err }); err != nil {
			return err
		}
	}
	for _, f := range l.files {
		err := l.write(z, f.path, zip.Store, func(w io.Writer) error { return f.copy(ctx, w, open) })
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// described is a description as it lies in the package.
type described struct {
	path string
	raw  []byte
	sum  string // SHA-256, hex
}

func (l *laid) describe(path string, what any) (described, error) {
	raw, err := xml.MarshalIndent(what, "", " ")
	if err != nil {
		return described{}, fmt.Errorf("describing the package in %s: %w", path, err)
	}
	raw = append([]byte(xml.Header), append(raw, '\n')...)
	sum := sha256.Sum256(raw)
	return described{path, raw, hex.EncodeToString(sum[:])}, nil
}

// write puts one entry into the ZIP. Its time is that of the package: nothing else may make two packages differ.
func (l *laid) write(z *zip.Writer, path string, how uint16, fill func(io.Writer) error) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: how, Modified: l.Made.UTC()})
	if err != nil {
		return err
	}
	return fill(w)
}

// copy puts the bytes of a file into the package, and fails unless they are those that the register speaks of.
func (f *placed) copy(ctx context.Context, w io.Writer, open Opener) error {
	r, err := open(ctx, f.File)
	if err != nil {
		return fmt.Errorf("opening %s: %w", f.path, err)
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), r)
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.path, err)
	}
	if n != f.Size || hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return fmt.Errorf("%s is not the file that the register speaks of", f.path)
	}
	return nil
}
