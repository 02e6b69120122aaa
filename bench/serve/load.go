package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// load sends a request at a steady rate, whether or not the answers come as fast: who waits in the program's queue is
// counted from when they asked.
func load(client *http.Client, request *http.Request, rate int, long time.Duration, name string) error {
	total := int(float64(rate) * long.Seconds())
	var (
		mu    sync.Mutex
		took  []time.Duration
		wrong int
		bytes int64
		all   sync.WaitGroup
	)
	began := time.Now()
	for i := range total {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		all.Go(func() {
			a, err := client.Do(request.Clone(request.Context()))
			n := int64(0)
			if err == nil {
				n, err = io.Copy(io.Discard, a.Body)
				_ = a.Body.Close()
			}
			ended := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || a.StatusCode != http.StatusOK {
				wrong++
				return
			}
			took, bytes = append(took, ended), bytes+n
		})
	}
	all.Wait()
	reached := float64(total) / time.Since(began).Seconds()
	if len(took) == 0 {
		return fmt.Errorf("%s: nobody was answered", name)
	}
	slices.Sort(took)
	fmt.Printf("%s: %d asked a second, %.0f answered; p50 %s, p95 %s, p99 %s; %.1f KB an answer; %d not answered well\n", name, rate, reached,
		at(took, 50), at(took, 95), at(took, 99), float64(bytes)/float64(len(took))/1024, wrong)
	return nil
}

func at(took []time.Duration, percent int) time.Duration {
	return took[len(took)*percent/100].Round(10 * time.Microsecond)
}
