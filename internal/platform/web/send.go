package web

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
)

// File is a file to be looked at or kept: by somebody's hand or ours, nothing in it may run.
type File struct {
	Type string // media type, found in the content
	Name string

	Framed  bool // shown in a frame of a page of ours
	Sandbox bool // a PDF too: older browsers do not start their viewer in a sandbox then
}

// shownInBrowser are the types of files that browsers show; others are handed over.
var shownInBrowser = []string{pdfType, "image/jpeg", "image/png"}

const pdfType = "application/pdf"

// SendFile sends the bytes of a file. No cache keeps it.
func SendFile(w http.ResponseWriter, f File, raw []byte) {
	how := "attachment"
	if slices.Contains(shownInBrowser, f.Type) {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", f.policy())
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(raw) // the reader may have gone
}

// policy lets nothing in a file reach anything. What runs in a PDF runs in the viewer, not in our pages.
func (f File) policy() string {
	by := "'none'"
	if f.Framed {
		by = "'self'"
	}
	nothing := "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors " + by
	if f.Type == pdfType && !f.Sandbox {
		return nothing + "; object-src 'self'"
	}
	return nothing + "; sandbox"
}
