package tickets

// The rights of this room, asked at the unit whose counter it is.
const (
	CanServe      = "tickets.serve"       // sit at a window, call, serve; the day's list
	CanManage     = "tickets.manage"      // settings, kiosks, the day's end
	CanSeeFigures = "tickets.see-figures" // waiting and service times
)

// Roles are the rights each role of a post has, at its unit and below.
var Roles = map[string][]string{
	"reception":  {CanServe, CanSeeFigures},
	"supervisor": {CanManage, CanSeeFigures},
	"leader":     {CanSeeFigures},
	"admin":      {CanManage, CanSeeFigures},
}
