package stories

import (
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// chromium is one browser process for all stories; each Browser is a profile of its own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	name, err := installed()
	if err != nil {
		return nil, err
	}
	sees, err := cameraSees()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(name),
		chromedp.NoSandbox, // it sees our own pages only, and root may not have one
		chromedp.DisableGPU,
		chromedp.Flag("lang", "vi"),
		chromedp.Flag("accept-lang", "vi"),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("force-device-scale-factor", "1"),
		chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("use-fake-device-for-media-stream", true), // a document camera, which sees a sheet on the desk
		chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", sees),
	)
	processes, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(processes)
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	atEnd(func() {
		end, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_ = chromedp.Cancel(end)
		stop()
	})
	return ctx, nil
})

// cameraSees is a film of one picture, for the camera that the browser believes in.
func cameraSees() (string, error) {
	f, err := os.CreateTemp("", "may-anh-*.mjpeg")
	if err != nil {
		return "", err
	}
	atEnd(func() { _ = os.Remove(f.Name()) })
	corners := askew
	for i := range corners {
		corners[i] = point{corners[i].X * 0.6, corners[i].Y * 0.6}
	}
	return f.Name(), errors.Join(jpeg.Encode(f, slanted(1080, 1200, corners), nil), f.Close())
}

func installed() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless_shell"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", errors.New("the stories need Chromium. Install it with: apt-get install chromium (or: make setup)")
}
