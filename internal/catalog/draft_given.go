package catalog

import (
	"github.com/nha-san/nhasan/internal/org/term"
)

// given is a procedure as the file of details writes it.
type given struct {
	Code           string `json:"code"`
	Name           string `json:"name"`
	NameEn         string `json:"name_en"`
	Level          string `json:"level"`
	FieldVi        string `json:"field_vi"`
	HandlingUnitVi string `json:"handling_unit_vi"`
	ServiceLevel   string `json:"service_level"`
	Deadline       struct {
		Value      float64   `json:"value"`
		Unit       term.Unit `json:"unit"`
		TotalHours float64   `json:"total_hours"`
	} `json:"deadline"`
	Components        []givenPaper   `json:"components"`
	Channels          []givenChannel `json:"channels"`
	Steps             []givenStep    `json:"steps"`
	Result            string         `json:"result"`
	Requirements      []string       `json:"requirements"`
	LegalBases        []string       `json:"legal_bases"`
	FormFields        []givenField   `json:"form_fields"`
	SupplementReasons []string       `json:"supplement_reasons"`
	CodeSource        string         `json:"code_source"`
	Confidence        string         `json:"confidence"`
	Note              string         `json:"note"`

	Handling *givenHandling `json:"handling"` // nil: as is usual in its field of work
	Children []Child        `json:"children"`
}

type givenHandling struct {
	Certification bool   `json:"certification"`
	Book          string `json:"certification_book"`
	PaymentPauses bool   `json:"payment_pauses"`
	AgencyPauses  bool   `json:"agency_pauses"`
	NoExtension   bool   `json:"no_extension"`
}

type givenPaper struct {
	Name            string `json:"name"`
	OriginalCopies  int    `json:"original_copies"`
	PlainCopies     int    `json:"plain_copies"`
	CertifiedCopies int    `json:"certified_copies"`
	FormFile        string `json:"form_file"`
	PresentOnly     bool   `json:"present_only"`
	Condition       string `json:"condition"`
	ConditionEn     string `json:"condition_en"`
	NameEn          string `json:"name_en"`
	Electronic      bool   `json:"electronic"`
	Optional        bool   `json:"optional"`
	Reusable        bool   `json:"reusable"`
}

type givenChannel struct {
	Channel       string    `json:"channel"`
	NameVi        string    `json:"name_vi"` // the same for all; pages have words of their own
	DeadlineValue float64   `json:"deadline_value"`
	DeadlineUnit  term.Unit `json:"deadline_unit"`
	FeeVND        *int64    `json:"fee_vnd"`
	FeeNote       string    `json:"fee_note"`
	Note          string    `json:"note"`

	Groups []GroupFee `json:"groups"`
}

type givenStep struct {
	Order    int     `json:"order"`
	RoleVi   string  `json:"role_vi"`
	UnitVi   string  `json:"unit_vi"`
	ActionVi string  `json:"action_vi"`
	Hours    float64 `json:"hours"`
	OutputVi string  `json:"output_vi"`
}

type givenField struct {
	Name       string `json:"name"`
	LabelVi    string `json:"label_vi"`
	LabelEn    string `json:"label_en"`
	Type       string `json:"type"`
	Required   bool   `json:"required"`
	Validation *Rules `json:"validation"`

	HelpVi string       `json:"help_vi"`
	HelpEn string       `json:"help_en"`
	ShowIf string       `json:"show_if"`
	Fields []givenField `json:"fields"`
}
