package portal

import (
	"context"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestEveryStateTellsOnWhatGround(t *testing.T) {
	v := groundOf(context.Background())
	parts := map[string]groundPart{}
	for _, p := range v.Parts {
		parts[p.ID] = p
	}
	for _, s := range dossier.States[1:] {
		part, ok := parts[strings.TrimPrefix(groundLink(s), groundPath+"#")]
		if !ok || part.Title == "" || len(part.Rules) == 0 {
			t.Errorf("%s: %+v tells no ground", s, part)
		}
		for _, r := range part.Rules {
			if r.Plain == "" || len(r.Laws) == 0 {
				t.Errorf("%s: a rule says nothing: %+v", s, r)
			}
		}
	}
}

func TestWhatCouldNotBeReadIsNotShownAsLaw(t *testing.T) {
	ctx := context.Background()
	unsure := ruleOf(ctx, "onestop/receive").Laws
	if len(unsure) != 2 || unsure[0].Name != "Nghị định 118/2025/NĐ-CP" || unsure[0].Unsure == nil ||
		unsure[1].Period != "từ 21/06/2018 đến 30/06/2025" {
		t.Errorf("reception rests on %+v", unsure)
	}
	if sure := ruleOf(ctx, "civil-code/147").Laws; sure[0].Name != "Điều 147, Bộ luật Dân sự 91/2015/QH13" || sure[0].Unsure != nil {
		t.Errorf("the beginning of a term rests on %+v", sure)
	}
	if en := ruleOf(text.WithLang(ctx, text.En), "onestop/receive"); !strings.HasPrefix(en.Plain, "A complete dossier") {
		t.Errorf("in English: %q", en.Plain)
	}
}
