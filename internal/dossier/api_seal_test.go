package dossier_test

import (
	"net/http"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

func TestANumberTakenByAProgramIsSealedToo(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		desk := as("reception", c.commune)
		d := c.approved(1)[0]
		c.getsSeal()
		path := "/dossiers/" + d.Code + "/actions"
		code, answer, _ := c.call("clerk", path, "n1", map[string]any{"action": "number", "password": "wrong"})
		if code != http.StatusUnprocessableEntity {
			c.t.Errorf("a wrong password: %d %v", code, answer)
		}
		if now, err := c.Open(desk, d.ID); err != nil || now.State == dossier.Done {
			c.t.Errorf("numbered without a seal: %v", err)
		}
		if code, answer, _ = c.call("clerk", path, "n1", map[string]any{"action": "number", "password": keyPassword}); code != http.StatusOK {
			c.t.Fatalf("numbering: %d %v", code, answer)
		}
		done, err := c.Open(desk, d.ID)
		c.no(err)
		if done.Result.Seal == nil || done.Result.Number != "01" {
			c.t.Fatalf("%+v", done.Result)
		}
		raw := c.bytesOf(done.Result.Files[0])
		trust, err := c.Sign.Trust(desk)
		c.no(err)
		if got := pades.Validate(raw, trust); len(got.Signatures) != 1 || got.Signatures[0].Signer != c.commune.Authority() {
			c.t.Errorf("%+v", got)
		}
		if code, again, _ := c.call("clerk", path, "n1", map[string]any{"action": "number", "password": keyPassword}); code != http.StatusOK || again["version"] != answer["version"] {
			c.t.Errorf("the same request again: %d %v, first %v", code, again, answer)
		}
	})
}
