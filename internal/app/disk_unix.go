//go:build unix

package app

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// room is how many bytes are left to us where a folder lies, of how many, and a name of that disk. A folder that is
// not made yet counts where it would be.
func room(folder string) (free, all int64, disk string, err error) {
	var st syscall.Statfs_t
	for {
		err = syscall.Statfs(folder, &st)
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			break
		}
		folder = filepath.Dir(folder)
	}
	if err != nil {
		return 0, 0, "", err
	}
	size := int64(st.Bsize)
	return int64(st.Bavail) * size, int64(st.Blocks) * size, fmt.Sprint(st.Fsid, st.Blocks), nil
}
