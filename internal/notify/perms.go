package notify

// The rights of this room.
const (
	CanEdit    = "notify.edit"    // change what notices say
	CanOperate = "notify.operate" // see what could not be delivered and try again
)

// Roles says which roles hold which of the room's rights.
var Roles = map[string][]string{"admin": {CanEdit, CanOperate}}
