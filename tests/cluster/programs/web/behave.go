package main

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

// sharing decides which requests fail and which are slow: every so many, evenly and not by chance, so that a test knows
// how many to expect.
type sharing struct {
	lock       sync.Mutex
	fail, slow float64 // percent
	delay      time.Duration
	count      float64
}

var behaviour = sharing{
	fail:  percent(os.Getenv("FAIL_PERCENT")),
	slow:  percent(os.Getenv("SLOW_PERCENT")),
	delay: duration(os.Getenv("SLOW_DELAY")),
}

func percent(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) {
		return 0
	}
	return math.Max(0, math.Min(100, value))
}

func duration(text string) time.Duration {
	value, _ := time.ParseDuration(text)
	return value
}

// next tells what becomes of the next request. Slow ones begin half a turn earlier,
// so that what fails need not be slow.
func (s *sharing) next() (delay time.Duration, fails bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if isTurn(s.count, s.slow, 0.5) {
		delay = s.delay
	}
	fails = isTurn(s.count, s.fail, 0)
	s.count++
	return delay, fails
}

// isTurn tells whether the share, counted from start on, reaches its next whole number at this request.
func isTurn(count, percent, start float64) bool {
	return math.Floor((count+1)*percent/100+start) > math.Floor(count*percent/100+start)
}

// behave changes what the query names, and begins to count anew; a GET only shows it.
func behave(w http.ResponseWriter, r *http.Request) {
	behaviour.lock.Lock()
	defer behaviour.lock.Unlock()
	if r.Method == http.MethodPost {
		query := r.URL.Query()
		if query.Has("fail") {
			behaviour.fail = percent(query.Get("fail"))
		}
		if query.Has("slow") {
			behaviour.slow = percent(query.Get("slow"))
		}
		if query.Has("delay") {
			behaviour.delay = duration(query.Get("delay"))
		}
		behaviour.count = 0
	}
	fmt.Fprintf(w, "fail=%g slow=%g delay=%s\n", behaviour.fail, behaviour.slow, behaviour.delay)
}
