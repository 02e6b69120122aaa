// Package vgca is what the signing program of the Government Cipher Committee (VGCA Sign Service) speaks on an officer's PC.
//
// It listens on the loopback address of the PC; a page opens a WebSocket to the function it wants, sends an Ask and gets one
// Answer. In between the program fetches the file from FileName, shows it, signs it itself as a further revision (the person
// picks the place and types the PIN of the token), and sends the whole file as a multipart form to FileUploadHandler, which
// says Uploaded. Read off public callers of the program; its maker publishes no description.
package vgca

// Address is where the program listens; a function's name follows.
const Address = "wss://127.0.0.1:8987"

// SignApproved is the function by which a leader signs a file.
const SignApproved = "/SignApproved"

// UploadField is the field of the form in which a signed file comes back.
const UploadField = "uploadfile"

// Ask asks for one signature.
type Ask struct {
	FileUploadHandler string // address for the signed file
	SessionID         string `json:"SessionId"` // cookie for the upload; none here: the address itself lets in
	JWTToken          string // the same
	FileName          string // address of the file
	DocNumber         string
	IssuedDate        string
	MetaData          []Meta
}

// Meta is what a caller wants to get back with the upload.
type Meta struct{ Key, Value string }

// Answer is what came of an Ask.
type Answer struct {
	Status         int // 0 signed; anything else: refused, or it could not be done
	Message        string
	FileName       string // of the signed file
	FileServer     string // where Uploaded said that it lies
	DocumentNumber string
	DocumentDate   string
}

// Uploaded is what the house says to a file that was sent up.
type Uploaded struct {
	Status     bool
	Message    string
	FileName   string
	FileServer string
}

// Signed is the status of an Answer after which the file was sent up.
const Signed = 0
