// Package xmlreport writes what the signatures of a PDF are worth as the validation report of ETSI TS 119 102-2 V1.2.1, for
// programs of others. It says what pades.Report says and nothing more: one SignatureValidationReport for each signature,
// or one for the whole file when there is none to speak of.
package xmlreport

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/sign/pades"
)

// The namespaces.
const (
	nsReport = "http://uri.etsi.org/19102/v1.2.1#"
	nsDigest = "http://www.w3.org/2000/09/xmldsig#"

	sha256URI = "http://www.w3.org/2001/04/xmlenc#sha256"
	indicates = "urn:etsi:019102:"
)

type report struct {
	XMLName xml.Name    `xml:"http://uri.etsi.org/19102/v1.2.1# ValidationReport"`
	Digests string      `xml:"xmlns:ds,attr"`
	Reports []signature `xml:"SignatureValidationReport"`
	Objects *objects    `xml:"SignatureValidationObjects"`
}

type signature struct {
	Identifier *identifier `xml:"SignatureIdentifier"`
	Time       *times      `xml:"ValidationTimeInfo"`
	Document   document    `xml:"SignersDocument"`
	Attributes *attributes `xml:"SignatureAttributes"`
	Signer     *signer     `xml:"SignerInformation"`
	Process    process     `xml:"SignatureValidationProcess"`
	Status     status      `xml:"SignatureValidationStatus"`
}

type identifier struct {
	ID          string `xml:"id,attr"`
	HashOnly    bool   `xml:"HashOnly"`
	DocHashOnly bool   `xml:"DocHashOnly"`
	Field       string `xml:"DAIdentifier,omitempty"` // the field of the PDF
}

type times struct {
	At   string `xml:"ValidationTime"`
	Best proof  `xml:"BestSignatureTime"`
}

// proof is the earliest time at which the signature is known to have been there.
type proof struct {
	At   string `xml:"POETime"`
	Type string `xml:"TypeOfProof"`
}

type document struct {
	Digest digest `xml:"DigestAlgAndValue"`
}

type digest struct {
	Method struct {
		Algorithm string `xml:"Algorithm,attr"`
	} `xml:"ds:DigestMethod"`
	Value string `xml:"ds:DigestValue"`
}

type attributes struct {
	SigningTime *struct {
		At string `xml:"Time"`
	} `xml:"SigningTime"`
	Stamp *struct {
		At string `xml:"TimeStampValue"`
	} `xml:"SignatureTimeStamp"`
}

type signer struct {
	Certificate reference `xml:"SignerCertificate"`
	Name        string    `xml:"Signer,omitempty"`
}

type reference struct {
	To string `xml:"VOReference,attr"`
}

type process struct {
	ID string `xml:"SignatureValidationProcessID"`
}

type status struct {
	Main string   `xml:"MainIndication"`
	Sub  []string `xml:"SubIndication"`
}

type objects struct {
	All []object `xml:"ValidationObject"`
}

type object struct {
	ID   string `xml:"id,attr"`
	Type string `xml:"ObjectType"`
	Raw  string `xml:"ValidationObjectRepresentation>base64"`
}

// Write returns the report on a file as it was at an instant.
func Write(file []byte, r pades.Report, at time.Time) ([]byte, error) {
	out := report{Digests: nsDigest}
	sum := sha256.Sum256(file)
	var doc document
	doc.Digest.Method.Algorithm, doc.Digest.Value = sha256URI, base64.StdEncoding.EncodeToString(sum[:])
	held := map[string]string{} // certificates, by their bytes
	for i, s := range r.Signatures {
		one := signature{Identifier: &identifier{ID: fmt.Sprintf("S-%d", i+1), Field: s.Field}, Time: timesOf(s, at), Document: doc, Attributes: attributesOf(s),
			Process: processOf(s.Level), Status: statusOf(s.Reason)}
		if len(s.Certificate) > 0 {
			id, known := held[string(s.Certificate)]
			if !known {
				id = fmt.Sprintf("C-%d", len(held)+1)
				held[string(s.Certificate)] = id
				if out.Objects == nil {
					out.Objects = &objects{}
				}
				out.Objects.All = append(out.Objects.All, object{id, indicates + "validationObject:certificate", base64.StdEncoding.EncodeToString(s.Certificate)})
			}
			one.Signer = &signer{reference{id}, s.Signer}
		}
		out.Reports = append(out.Reports, one)
	}
	if len(out.Reports) == 0 { // no signature, or none that could be read
		out.Reports = []signature{{Time: timesOf(pades.Signature{}, at), Document: doc, Process: processOf(""), Status: statusOf(r.Reason)}}
	}
	raw, err := xml.MarshalIndent(out, "", "  ")
	return append([]byte(xml.Header), append(raw, '\n')...), err
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// timesOf says since when the signature is known to be there: by its time stamp, else since now.
func timesOf(s pades.Signature, at time.Time) *times {
	best := proof{stamp(at), indicates + "poetype:validation"}
	if s.TimeSource == pades.ByStamp && s.SignedAt != nil {
		best = proof{stamp(*s.SignedAt), indicates + "poetype:provided"}
	}
	return &times{stamp(at), best}
}

func attributesOf(s pades.Signature) *attributes {
	if s.SignedAt == nil {
		return nil
	}
	out := &attributes{}
	if s.TimeSource == pades.ByStamp {
		out.Stamp = &struct {
			At string `xml:"TimeStampValue"`
		}{stamp(*s.SignedAt)}
	} else {
		out.SigningTime = &struct {
			At string `xml:"Time"`
		}{stamp(*s.SignedAt)}
	}
	return out
}

// processOf is which validation of TS 119 102-1 was done: that of basic signatures, or with what the file carries for later.
func processOf(level string) process {
	name := map[string]string{"B-T": "LTVM", "B-LT": "LTVM", "B-LTA": "LTA"}[level]
	if name == "" {
		name = "Basic"
	}
	return process{indicates + "validationprocess:" + name}
}
