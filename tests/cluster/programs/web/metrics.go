package main

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"sync"
	"time"
)

// The buckets that OpenTelemetry advises for http.server.request.duration, in seconds.
var edges = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

// series is what is counted for one method and status.
type series struct {
	method  string
	status  int
	buckets []uint64 // one more than edges; not cumulative
	sum     float64
}

// ledger counts the requests that were served. Probes, /metrics and /behave are not among them.
type ledger struct {
	lock sync.Mutex
	all  map[string]*series
}

var served = ledger{all: map[string]*series{}}

func (l *ledger) add(method string, status int, took time.Duration) {
	l.lock.Lock()
	defer l.lock.Unlock()
	key := method + " " + strconv.Itoa(status)
	one := l.all[key]
	if one == nil {
		one = &series{method: method, status: status, buckets: make([]uint64, len(edges)+1)}
		l.all[key] = one
	}
	seconds := took.Seconds()
	one.sum += seconds
	one.buckets[sort.SearchFloat64s(edges, seconds)]++
}

// write tells all in the text format of Prometheus, under the names that OpenTelemetry's exporters use.
func (l *ledger) write(w io.Writer) {
	const name = "http_server_request_duration_seconds"
	l.lock.Lock()
	defer l.lock.Unlock()
	keys := make([]string, 0, len(l.all))
	for key := range l.all {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var total uint64
	fmt.Fprintf(w, "# HELP %s Duration of HTTP server requests.\n# TYPE %s histogram\n", name, name)
	for _, key := range keys {
		one := l.all[key]
		labels := fmt.Sprintf("http_request_method=%q,http_response_status_code=\"%d\"", one.method, one.status)
		var count uint64
		for i, edge := range edges {
			count += one.buckets[i]
			fmt.Fprintf(w, "%s_bucket{%s,le=\"%g\"} %d\n", name, labels, edge, count)
		}
		count += one.buckets[len(edges)]
		total += count
		fmt.Fprintf(w, "%s_bucket{%s,le=\"+Inf\"} %d\n", name, labels, count)
		fmt.Fprintf(w, "%s_sum{%s} %g\n%s_count{%s} %d\n", name, labels, one.sum, name, labels, count)
	}
	fmt.Fprintf(w, "# TYPE shop_requests_total counter\nshop_requests_total{version=%q} %d\n", version, total)
	fmt.Fprintf(w, "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds %.3f\n",
		float64(started.UnixMilli())/1000)
}
