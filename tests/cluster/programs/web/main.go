// The web server in the test images. Its behaviour is shaped by environment variables, so that
// one small program can be a good service, a slow one and every kind of bad one:
//
//	VERSION                       shown in the body of / (default "dev")
//	PORT                          default 8080
//	SLOW_START_SECONDS            /ready is 503 for so long
//	NEVER_READY                   /ready is always 503
//	FAIL_READY_AFTER_SECONDS      /ready is 503 from then on
//	FAIL_LIVENESS_AFTER_SECONDS   /healthz and /health are 500 from then on
//	CRASH_AT_START                two lines on stderr, exit code 3
//	CRASH_AFTER_SECONDS           the same, later
//	EAT_MEMORY_AT_START           takes memory until it is killed
//	LOG_EVERY_MS                  a numbered line on stdout, again and again
//	FAIL_PERCENT                  so many of the requests are answered with 500
//	SLOW_PERCENT                  so many of the requests take SLOW_DELAY longer
//	SLOW_DELAY                    such as 700ms
//
// The last three can be changed at any time: POST /behave?fail=5&slow=10&delay=700ms.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

var (
	version = text("VERSION", "dev")
	host, _ = os.Hostname()
	started = time.Now()
)

func text(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func number(name string) int {
	value, _ := strconv.Atoi(os.Getenv(name))
	return value
}

// since tells whether the seconds in the variable are set and have passed.
func since(name string) bool {
	seconds := number(name)
	return seconds > 0 && time.Since(started) >= time.Duration(seconds)*time.Second
}

func crash() {
	fmt.Fprintln(os.Stderr, "connecting to database at db:5432")
	fmt.Fprintln(os.Stderr, "FATAL: cannot open database")
	os.Exit(3)
}

// eat writes to all it takes, since memory that nobody has touched counts for nothing; up to 1 GiB, if nobody kills it.
func eat() {
	for kept := []byte{}; len(kept) < 1<<30; {
		kept = append(kept, make([]byte, 1<<20)...)
		for i := range kept {
			kept[i] = 1
		}
	}
}

func answer(w http.ResponseWriter, ok bool, failure int) {
	if !ok {
		w.WriteHeader(failure)
		fmt.Fprintln(w, "no")
		return
	}
	fmt.Fprintln(w, "ok")
}

func live(w http.ResponseWriter, _ *http.Request) {
	answer(w, !since("FAIL_LIVENESS_AFTER_SECONDS"), http.StatusInternalServerError)
}

func ready(w http.ResponseWriter, _ *http.Request) {
	slow := time.Since(started) < time.Duration(number("SLOW_START_SECONDS"))*time.Second
	never := os.Getenv("NEVER_READY") != ""
	answer(w, !slow && !never && !since("FAIL_READY_AFTER_SECONDS"), http.StatusServiceUnavailable)
}

func home(w http.ResponseWriter, r *http.Request) {
	begun := time.Now()
	delay, fails := behaviour.next()
	time.Sleep(delay)
	status := http.StatusOK
	if fails {
		status = http.StatusInternalServerError
	}
	// Counted before it is answered: who has the answer finds it in the next scrape.
	took := time.Since(begun)
	served.add(r.Method, status, took)
	w.Header().Set("Server-Timing", fmt.Sprintf("app;dur=%.3f", float64(took.Microseconds())/1000))
	w.WriteHeader(status)
	fmt.Fprintf(w, "version %s on %s\n", version, host)
}

func metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	served.write(w)
}

func chatter() {
	pause := time.Duration(number("LOG_EVERY_MS")) * time.Millisecond
	for line := 1; pause > 0; line++ {
		fmt.Printf("line %d\n", line)
		time.Sleep(pause)
	}
}

func crashLater() {
	if seconds := number("CRASH_AFTER_SECONDS"); seconds > 0 {
		time.Sleep(time.Duration(seconds) * time.Second)
		crash()
	}
}

func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	fmt.Printf("stopping on %s\n", <-signals)
	os.Exit(0)
}

func main() {
	if os.Getenv("CRASH_AT_START") != "" {
		crash()
	}
	if os.Getenv("EAT_MEMORY_AT_START") != "" {
		eat()
	}
	port := text("PORT", "8080")
	fmt.Printf("shop %s started on %s, port %s\n", version, host, port)
	go stopOnSignal()
	go crashLater()
	go chatter()
	http.HandleFunc("/", home)
	http.HandleFunc("/healthz", live)
	http.HandleFunc("/health", live)
	http.HandleFunc("/ready", ready)
	http.HandleFunc("/metrics", metrics)
	http.HandleFunc("/behave", behave)
	if err := http.ListenAndServe(":"+port, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
