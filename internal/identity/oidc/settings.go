package oidc

import (
	"errors"
	"net/url"
	"time"
)

// Settings say where the provider is. Without an Issuer there is none, and citizens cannot sign in.
type Settings struct {
	Name         string `help:"our short name of the provider, kept beside each citizen; never change it"`
	Label        string `help:"what the button calls it, such as VNeID"`
	Issuer       string `help:"address of the provider; what it calls itself in its tokens"`
	ClientID     string `help:"what the provider calls us"`
	ClientSecret string `help:"the secret the provider gave us"`
	RedirectURL  string `help:"our public address that the provider sends people back to"`
	Scopes       []string
	ACR          string `help:"level of identification to ask for, if the provider understands acr_values"`
	Claims       Claims
}

// Claims name what the provider says about a person. An empty name is a fact it does not tell.
type Claims struct {
	Name      string
	Number    string // personal identification number
	Birth     string
	BirthForm string // layout of the date, as package time writes them
	Phone     string
	Email     string
	Kind      string // the sort of account
	Citizen   string // its value for a natural person; others are refused
	Level     string // level of the identification account
	Silent    string // the level when the provider does not tell one
}

// VNeID is what the national provider has been seen to say; no level is among it, and only accounts
// of level 2 may use public services, so that level is taken as given. law: onestop/eid-login
var VNeID = Claims{Name: "HoVaTen", Number: "SoDinhDanh", Birth: "NgayThangNamSinh", BirthForm: "20060102",
	Kind: "LoaiTaiKhoan", Citizen: "1", Silent: "2"}

// Standard is what OpenID Connect itself names. source: OpenID Connect Core 1.0, section 5.1
var Standard = Claims{Name: "name", Birth: "birthdate", BirthForm: time.DateOnly, Phone: "phone_number", Email: "email"}

// check refuses settings with which nobody could ever sign in.
func (s Settings) check() error {
	for _, u := range []string{s.Issuer, s.RedirectURL} {
		if p, err := url.Parse(u); err != nil || !p.IsAbs() || p.Host == "" {
			return errors.New("oidc: issuer and redirect address must be whole addresses")
		}
	}
	if s.Name == "" || s.ClientID == "" || s.Claims.Name == "" {
		return errors.New("oidc: name, client and the claim that holds a person's name must be set")
	}
	return nil
}
