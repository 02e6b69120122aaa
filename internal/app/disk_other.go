//go:build !unix

package app

import "errors"

func room(string) (free, all int64, disk string, err error) {
	return 0, 0, "", errors.New("the room on disks is not known on this kind of machine")
}
