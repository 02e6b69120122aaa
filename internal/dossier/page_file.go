package dossier

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// file shows a file of a dossier.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenFile(r.Context(), r.PathValue("id"), r.PathValue("sha"))
	framed := r.URL.Query().Has("khung") // beside the form, in a frame of our own page
	return sendWhole(w, web.File{Type: f.Type, Name: f.Name, Framed: framed}, content, err)
}

// draftFile shows a file of an intake that is not finished.
func (p *Pages) draftFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenDraftFile(r.Context(), r.PathValue("draft"), r.PathValue("sha"))
	return sendFile(w, f, content, err)
}

// sendFile sends a file with nothing in it able to run. It is read whole first: bytes that are not
// those handed in are found out only at the end, and then none may have left.
func sendFile(w http.ResponseWriter, f File, content io.ReadCloser, err error) error {
	return sendWhole(w, web.File{Type: f.Type, Name: f.Name}, content, err)
}

func sendWhole(w http.ResponseWriter, f web.File, content io.ReadCloser, err error) error {
	if err != nil {
		return err
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	web.SendFile(w, f, raw)
	return nil
}

// slip shows a slip to print.
func (p *Pages) slip(w http.ResponseWriter, r *http.Request) error {
	s, pdf, err := p.s.SlipPDF(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	sendPDF(w, strings.ReplaceAll("mau-"+s.Form+"-"+s.Number, "/", "-")+".pdf", pdf)
	return nil
}

// sendPDF sends a paper that the house has printed.
func sendPDF(w http.ResponseWriter, name string, raw []byte) {
	web.SendFile(w, web.File{Type: blob.PDF, Name: name}, raw)
}

// sizeText writes a size in bytes as people read it.
func sizeText(ctx context.Context, bytes int64) string {
	if bytes < 1<<20 {
		return text.Decimal(ctx, float64((bytes*10+1023)/1024)/10) + " kB"
	}
	return text.Decimal(ctx, float64(bytes*10>>20)/10) + " MB"
}
