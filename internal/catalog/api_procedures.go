package catalog

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// API registers the room's JSON addresses. They are public: the catalogue is for everybody.
func (s *Service) API(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-procedures", Method: http.MethodGet, Path: web.APIPrefix + "/procedures",
		Summary: "Procedures in force today, best match first", Tags: []string{"procedures"}}, s.apiList)
	huma.Register(api, huma.Operation{OperationID: "get-procedure", Method: http.MethodGet, Path: web.APIPrefix + "/procedures/{id}",
		Summary: "A procedure by key, address or national code", Tags: []string{"procedures"}}, s.apiGet)
}

type apiQuery struct {
	Text         string `query:"q" maxLength:"300" doc:"Words of a name, a code, or everyday words; marks may be left out"`
	Level        string `query:"level" enum:"province,district,commune"`
	Field        string `query:"field" maxLength:"200" doc:"Field of work, in Vietnamese as the list gives it"`
	ServiceLevel string `query:"service_level" enum:"full,partial,none"`
	Page         int    `query:"page" minimum:"1" default:"1"`
	PerPage      int    `query:"per_page" minimum:"1" maximum:"500" default:"20"`
}

type apiFound struct {
	Body struct {
		Items []Summary `json:"items"`
		Total int       `json:"total"`
		Page  int       `json:"page"`
		Pages int       `json:"pages"`
	}
}

func (s *Service) apiList(ctx context.Context, in *apiQuery) (*apiFound, error) {
	f, err := s.Search(ctx, Query{Text: in.Text, Level: Level(in.Level), Field: in.Field, ServiceLevel: ServiceLevel(in.ServiceLevel),
		Page: in.Page, PerPage: in.PerPage})
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	out := &apiFound{}
	out.Body.Items, out.Body.Total, out.Body.Page, out.Body.Pages = f.Items, f.Total, f.Page, f.Pages
	return out, nil
}

type apiView struct{ Body *View }

func (s *Service) apiGet(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"200" doc:"Key, address (slug) or national code; a code that two levels share is refused"`
	On string `query:"on" format:"date" doc:"As it holds on that day; today when left out"`
}) (*apiView, error) {
	p, err := s.Find(ctx, in.ID)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	on := s.today()
	if in.On != "" {
		if err := dateOnly(clock.Date(in.On)); err != nil {
			return nil, web.Problem(ctx, err)
		}
		on = clock.Date(in.On)
	}
	v, err := s.View(ctx, p, on)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	return &apiView{v}, nil
}
