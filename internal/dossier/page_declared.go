package dossier

import "github.com/nha-san/nhasan/internal/platform/text"

// declaredWords are what another system says of a dossier that was brought in, each as declared.
func (rd *reading) declaredWords(c *Declared) []string {
	if c == nil {
		return nil
	}
	out := []string{rd.t("dossier.declared.source", "value", c.Source, "line", c.Line),
		rd.t("dossier.declared.state", "value", stateName(rd.ctx, c.State))}
	add := func(key, value string) {
		if value != "" {
			out = append(out, rd.t("dossier.declared."+key, "value", value))
		}
	}
	add("officer", c.Officer)
	add("ended", text.DateTime(rd.ctx, c.EndedAt))
	add("returned", text.DateTime(rd.ctx, c.ReturnedAt))
	if c.Asked > 0 {
		out = append(out, rd.t("dossier.declared.asked", "n", c.Asked))
	}
	return out
}
