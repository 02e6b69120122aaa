package dossier

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// shownInBrowser are the types of files that browsers show; others are downloaded.
var shownInBrowser = map[string]bool{blob.PDF: true, blob.JPEG: true, blob.PNG: true}

// file shows a file of a dossier.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenFile(r.Context(), r.PathValue("id"), r.PathValue("sha"))
	return sendFile(w, f, content, err)
}

// draftFile shows a file of an intake that is not finished.
func (p *Pages) draftFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenDraftFile(r.Context(), r.PathValue("draft"), r.PathValue("sha"))
	return sendFile(w, f, content, err)
}

// sendFile sends a file with nothing in it able to run. It is read whole first: bytes that are not
// those handed in are found out only at the end, and then none may have left.
func sendFile(w http.ResponseWriter, f File, content io.ReadCloser, err error) error {
	if err != nil {
		return err
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	sendBytes(w, f.Type, f.Name, raw)
	return nil
}

// slip shows a slip to print.
func (p *Pages) slip(w http.ResponseWriter, r *http.Request) error {
	s, pdf, err := p.s.SlipPDF(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	sendBytes(w, blob.PDF, strings.ReplaceAll("mau-"+s.Form+"-"+s.Number, "/", "-")+".pdf", pdf)
	return nil
}

func sendBytes(w http.ResponseWriter, kind, name string, raw []byte) {
	how := "attachment"
	if shownInBrowser[kind] {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", policyOf(kind))
	h.Set("Cache-Control", "no-store")
	_, _ = io.Copy(w, bytes.NewReader(raw)) // the reader may have gone
}

// policyOf lets nothing in a file reach anything. A PDF goes without the sandbox: older browsers do
// not start their viewer in one, and what runs in a PDF runs in the viewer, not in our pages.
func policyOf(kind string) string {
	const nothing = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
	if kind == blob.PDF {
		return nothing + "; object-src 'self'"
	}
	return nothing + "; sandbox"
}

// sizeText writes a size in bytes as people read it.
func sizeText(ctx context.Context, bytes int64) string {
	if bytes < 1<<20 {
		return text.Decimal(ctx, float64((bytes*10+1023)/1024)/10) + " kB"
	}
	return text.Decimal(ctx, float64(bytes*10>>20)/10) + " MB"
}
