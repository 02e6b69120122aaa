package dossier

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mostTogether bounds the files of one request; together they may be a quarter as large as each may be alone.
const mostTogether = 20

type uploadIn struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type apiUploaded struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256" doc:"Of the bytes as kept: position data of photographs are removed first"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
}

func uploadedOf(u Upload) apiUploaded { return apiUploaded{u.ID, u.SHA256, u.Size, u.Type} }

type uploadOut struct{ Body apiUploaded }

func (s *Service) apiUpload(ctx context.Context, in *uploadIn) (*uploadOut, error) {
	f := in.RawBody.Data().File
	u, err := s.Upload(ctx, f.Filename, f)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	return &uploadOut{uploadedOf(u)}, nil
}

type uploadsIn struct {
	RawBody huma.MultipartFormFiles[struct {
		Files []huma.FormFile `form:"file" required:"true"`
	}]
}

type uploadsOut struct {
	Body struct {
		Uploads []apiUploaded `json:"uploads" doc:"In the order in which the files came"`
	}
}

func (s *Service) apiUploadTogether(ctx context.Context, in *uploadsIn) (*uploadsOut, error) {
	files := in.RawBody.Data().Files
	if len(files) > mostTogether {
		return nil, web.Problem(ctx, fault.New(fault.Invalid, "dossier.too-many-files", "n", mostTogether))
	}
	var named []Arriving
	for _, f := range files {
		named = append(named, Arriving{f.Filename, f})
	}
	ups, err := s.UploadAll(ctx, named)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	out := &uploadsOut{}
	for _, u := range ups {
		out.Body.Uploads = append(out.Body.Uploads, uploadedOf(u))
	}
	return out, nil
}
