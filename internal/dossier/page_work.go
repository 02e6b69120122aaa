package dossier

import (
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// workView is the panel of what can be done now.
type workView struct {
	Turn    string // whose move it is
	Form    ui.FormFrame
	Seen    int
	Note    *ui.TextField // words for the next person, when something is passed on
	Buttons []ui.Button
	More    []ui.Button // what is done now and then, folded away
}

// deeds without a question are done from the dossier's page at once.
var atOnce = map[Action]bool{Receive: true, HandOver: true, Take: true, Advance: true, Approve: true, Initial: true}

// grave actions end the straight path and look like it.
var grave = map[Action]string{Refuse: ui.LinkLike, Withdraw: ui.LinkLike, Reject: ui.Secondary}

// rare actions are off the straight path: they stand folded away, unless there is nothing else to do.
var rare = map[Action]bool{Assign: true, HandBack: true, AskPayment: true, Consult: true, SendPart: true, Recall: true, AskExtension: true,
	Extend: true, Stop: true, Withdraw: true, Classify: true, Correct: true, PostBack: true, GiveBack: true}

// occasional actions are offered while there is something to do, and not named otherwise: a desk sees many dossiers without papers to digitise.
var occasional = map[Action]bool{Digitise: true}

// work lists the buttons. The first that can be pressed is the primary one; those that must wait
// stand at the end, each with its reason.
func (rd *reading) work() workView {
	w := workView{Turn: rd.turn(), Form: ui.FormFrame{Action: filePath(rd.v.ID)}, Seen: rd.v.Version}
	var ready, waiting, more []ui.Button
	for _, c := range rd.v.Choices {
		switch {
		case c.Do == Take && c.Why != nil && rd.v.AssigneeID == rd.me():
		case c.Do == Initial && !rd.signs: // there is nothing to put them with
		case c.Do == Digitise && !rd.signs && rd.v.Result != nil && rd.v.Result.Number != "": // nor to answer for a scan with
		case (rare[c.Do] || occasional[c.Do]) && c.Why != nil: // would only be noise
		case rare[c.Do]:
			more = append(more, rd.button(c.Do, false))
		case c.Why != nil:
			waiting = append(waiting, ui.Button{Text: doing(rd.ctx, c.Do), Kind: ui.Secondary, Disabled: true,
				Why: text.TMap(rd.ctx, c.Why.Key, c.Why.Args)})
		default:
			ready = append(ready, rd.button(c.Do, len(ready) == 0))
		}
		if c.Why == nil && (c.Do == HandOver || c.Do == Advance) {
			w.Note = &ui.TextField{Name: "note", Label: rd.t("dossier.work.note"), Value: rd.held.Value("note", ""), MaxLength: 500}
		}
	}
	w.Buttons, w.More = append(ready, waiting...), more
	return w
}

func (rd *reading) button(do Action, first bool) ui.Button {
	b := ui.Button{Text: doing(rd.ctx, do), Kind: ui.Secondary}
	if first {
		b.Kind = ui.Primary
	}
	if kind := grave[do]; kind != "" {
		b.Kind = kind
	}
	if atOnce[do] {
		b.Action = actPath(rd.v.ID, do)
	} else {
		b.Href = actPath(rd.v.ID, do)
	}
	return b
}

// turn says whose move it is, in a sentence.
func (rd *reading) turn() string {
	v := rd.v
	switch {
	case v.Turn.Role == "":
		return rd.t("dossier.turn.nobody")
	case v.Turn.Role == roleApplicant:
		return rd.t("dossier.turn.applicant")
	case v.AssigneeID != "" && v.AssigneeID == rd.me():
		return rd.t("dossier.turn.mine", "since", text.DateTime(rd.ctx, v.StepSince))
	case v.AssigneeID != "":
		return rd.t("dossier.turn.of", "name", v.Assignee, "turn", v.Turn.Name)
	}
	return rd.t("dossier.turn.waits", "role", roleWord(rd.ctx, v.Turn.Role), "turn", v.Turn.Name, "since", text.DateTime(rd.ctx, v.StepSince))
}
