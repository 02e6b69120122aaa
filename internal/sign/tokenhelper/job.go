package tokenhelper

// Addresses are where helpers listen, the first that is free, and pages look for theirs: on a machine with several people
// at once each has a helper of their own, which hears their house alone.
var Addresses = []string{"http://127.0.0.1:14317", "http://127.0.0.1:14318", "http://127.0.0.1:14319", "http://127.0.0.1:14320", "http://127.0.0.1:14321"}

// Job is what a page asks to be signed with one confirmation.
type Job struct {
	Certificate string `json:"certificate"` // SHA-256 of the certificate that is asked, hexadecimal
	Signer      string `json:"signer"`
	Items       []Item `json:"items"`
}

// Item is one file of a job.
type Item struct {
	ID     string `json:"id"`
	Title  string `json:"title"` // what the person reads
	File   string `json:"file"`
	Hash   string `json:"hash"`   // "SHA-256"
	Digest string `json:"digest"` // base64
}

// Taken says where the person confirms a job, and the page asks for its outcome.
type Taken struct {
	ID string `json:"id"`
}

// Outcome is what came of a job.
type Outcome struct {
	State  string            `json:"state"`            // "waits", "signed", "refused"
	Values map[string]string `json:"values,omitempty"` // signatures in base64, by the items' keys
}

// Certificates are those of the cards in the PC: each chain in PEM, the signer's own first.
type Certificates struct {
	Chains []string `json:"chains"`
}
