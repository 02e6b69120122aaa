package dossier

import "github.com/nha-san/nhasan/internal/catalog"

// Roles of posts that the internal process names. The catalogue uses the same words.
const (
	roleReception  = "reception"
	roleSpecialist = "specialist"
	roleHead       = "division-head"
	roleLeader     = "leader"
	roleClerk      = "clerk"
	roleApplicant  = "applicant"
	roleAdmin      = "admin"
	roleInspector  = "inspector"
	roleAgency     = "agency" // of nobody's post: the agencies asked, each at its desk
)

// plan copies the internal steps of a version. A process that does not begin at the desk, or in
// which nobody decides, gets the missing step with no time of its own. A step that nobody was given
// is the specialist's, who keeps the file.
func plan(steps []catalog.Step) []StepPlan {
	var out []StepPlan
	for _, st := range steps {
		role := st.Role
		if Roles[role] == nil || role == roleAdmin {
			role = roleSpecialist
		}
		out = append(out, StepPlan{Role: role, Name: st.Action, RoleName: st.RoleName, Hours: st.Hours})
	}
	if len(out) == 0 || out[0].Role != roleReception {
		out = append([]StepPlan{{Role: roleReception}}, out...)
	}
	if approvalStep(out) == 0 {
		out = append(out, StepPlan{Role: roleSpecialist}, StepPlan{Role: roleLeader})
	}
	if approvalStep(out) == 1 { // somebody must propose before somebody decides
		out = append(out[:1], append([]StepPlan{{Role: roleSpecialist}}, out[1:]...)...)
	}
	return out
}

// approvalStep is the index of the step that decides: the last one of a leader, else of a head of
// division; 0 when there is none.
func approvalStep(plan []StepPlan) int {
	for _, role := range []string{roleLeader, roleHead} {
		for i := len(plan) - 1; i > 0; i-- {
			if plan[i].Role == role {
				return i
			}
		}
	}
	return 0
}

// turn says whose move is awaited.
func turn(d *Dossier) Turn {
	switch d.State {
	case Submitted, Received, Done, Posted:
		return Turn{Role: roleReception, Path: d.Receiving.Path, Name: d.Receiving.Name}
	case Fixing, Waiting, Paying:
		return Turn{Role: roleApplicant}
	case AtAgency:
		return Turn{Role: roleAgency, Name: d.waitsOn()}
	case Processing, Proposed:
		return atStep(d, d.Step)
	case Approved:
		return atStep(d, min(approvalStep(d.Plan)+1, len(d.Plan)))
	}
	return Turn{}
}

// atStep is the turn of the i-th step; past the last step the desk of the office finishes.
func atStep(d *Dossier, i int) Turn {
	role, name := roleReception, ""
	if i < len(d.Plan) {
		role, name = d.Plan[i].Role, d.Plan[i].RoleName
	}
	if d.State == Approved && role != roleClerk {
		role = roleReception
	}
	place := d.Office
	if role == roleSpecialist || role == roleHead {
		place = d.Competent
	}
	if name == "" {
		return Turn{Role: role, Path: place.Path, Name: place.Name}
	}
	return Turn{Role: role, Path: place.Path, Name: name + ", " + place.Name}
}
