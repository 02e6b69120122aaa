package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Files in pieces, as the script of the paper's page sends them:
//
//	POST   …/giay-to/{paper}/phan            name, size, sha256     announces a file, or finds it begun
//	GET    …/giay-to/{paper}/phan/{part}                            how much is here
//	PATCH  …/giay-to/{paper}/phan/{part}?tu=65536                   the next piece, from that byte on
//	POST   …/giay-to/{paper}/phan/{part}/xong                       all is here: make it a file
//	DELETE …/giay-to/{paper}/phan/{part}                            give it up
//
// All answer with partState but the last, which answers 204. A piece that does not fit where the file
// stands is answered 409; the sender asks how much is here and goes on from there.

// partState is how a file under way stands.
type partState struct {
	ID   string `json:"id"`
	Have int64  `json:"have"` // bytes that are here
	Size int64  `json:"size"`
	Most int64  `json:"most"` // bytes that a piece may have

	SHA256 string `json:"sha256,omitempty"` // of the file as it is kept, once it is whole
	Sent   string `json:"sent,omitempty"`   // of the bytes as they came, as the sender announced them
	At     string `json:"at,omitempty"`     // since when it is whole, in the reader's words
	Name   string `json:"name,omitempty"`
}

func answerPart(w http.ResponseWriter, r *http.Request, status int, p *dossier.Part) error {
	s := partState{ID: p.ID, Have: p.Have, Size: p.Size, Most: dossier.MostPiece, Sent: p.SHA256}
	if p.File != nil {
		s.SHA256, s.Name, s.At = p.File.SHA256, p.File.Name, text.DateTime(r.Context(), p.File.At)
	}
	return web.JSON(w, status, s)
}

// announced is what a sender says of a file before it sends it.
type announced struct {
	Name, SHA256 string
	Size         int64
}

// announcedIn reads it; a size that is no number is refused.
func announcedIn(form url.Values) (announced, error) {
	size, err := strconv.ParseInt(form.Get("size"), 10, 64)
	if err != nil {
		return announced{}, fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return announced{Name: form.Get("name"), SHA256: form.Get("sha256"), Size: size}, nil
}

// offsetIn reads from which byte on a piece goes.
func offsetIn(query url.Values) (int64, error) {
	at, err := strconv.ParseInt(query.Get("tu"), 10, 64)
	if err != nil || at < 0 {
		return 0, fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return at, nil
}

// beginPart announces a file for a paper.
func (p *Pages) beginPart(w http.ResponseWriter, r *http.Request) error {
	k, c, err := p.paperAsked(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	a, err := announcedIn(r.PostForm)
	if err != nil {
		return err
	}
	part, err := p.Dossiers.Begin(r.Context(), k.ID, paperOf(c), a.Name, a.Size, a.SHA256)
	if err != nil {
		return err
	}
	return answerPart(w, r, http.StatusCreated, part)
}

// paperOf is the paper under which files of a component lie.
func paperOf(c catalog.Component) dossier.Paper {
	return dossier.Paper{Key: c.Key, Name: c.Name, Form: "electronic"}
}

func (p *Pages) part(w http.ResponseWriter, r *http.Request) error {
	part, err := p.Dossiers.Part(r.Context(), r.PathValue("draft"), r.PathValue("part"))
	if err != nil {
		return err
	}
	return answerPart(w, r, http.StatusOK, part)
}

func (p *Pages) addPiece(w http.ResponseWriter, r *http.Request) error {
	at, err := offsetIn(r.URL.Query())
	if err != nil {
		return err
	}
	part, err := p.Dossiers.AddPiece(r.Context(), r.PathValue("draft"), r.PathValue("part"), at, r.Body)
	if err != nil {
		return err
	}
	return answerPart(w, r, http.StatusOK, part)
}

func (p *Pages) finishPart(w http.ResponseWriter, r *http.Request) error {
	part, err := p.Dossiers.Finish(r.Context(), r.PathValue("draft"), r.PathValue("part"))
	if err != nil {
		return err
	}
	return answerPart(w, r, http.StatusOK, part)
}

func (p *Pages) cancelPart(w http.ResponseWriter, r *http.Request) error {
	err := p.Dossiers.Cancel(r.Context(), r.PathValue("draft"), r.PathValue("part"))
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}
