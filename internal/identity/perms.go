package identity

// CanManage lets an administrator open, disable and reset the accounts of officers whose posts lie
// in the unit or below it.
const CanManage = "identity.manage"

// Roles are the rights this room gives to roles.
var Roles = map[string][]string{
	"admin": {CanManage},
}

// roleAdmin is the role whose sessions are shorter and whose passwords age.
const roleAdmin = "admin"
