package sign

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/vgca"
)

// askPlugin says what the page hands to the signing program for one file. Its addresses are paths: the page makes them
// whole, for where the browser reached the house the program beside it does too.
func (p *Pages) askPlugin(w http.ResponseWriter, r *http.Request) error {
	toFetch, toBring, err := p.s.Tickets(r.Context(), r.PathValue("batch"), r.PathValue("request"))
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, vgca.Ask{FileName: pathTicket + toFetch, FileUploadHandler: pathTicket + toBring, MetaData: []vgca.Meta{}})
}

// fetch sends the program the file, once.
func (p *Pages) fetch(w http.ResponseWriter, r *http.Request) error {
	name, raw, err := p.s.Fetch(r.Context(), r.PathValue("ticket"))
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: blob.PDF, Name: name}, raw)
	return nil
}

// bring takes the signed file, once. Why it is not taken is told in the program's own form.
func (p *Pages) bring(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, err := p.s.Bring(ctx, r.PathValue("ticket"), func() ([]byte, error) {
		if err := readForm(r); err != nil {
			return nil, err
		}
		return fileOf(r, vgca.UploadField, pades.MaxFile)
	})
	if f := fault.As(err); f != nil && q != nil {
		return web.JSON(w, http.StatusOK, vgca.Uploaded{Message: text.TMap(ctx, f.Key, f.Args)})
	}
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, vgca.Uploaded{Status: true, FileName: q.Content.Name, FileServer: q.Content.Name})
}
