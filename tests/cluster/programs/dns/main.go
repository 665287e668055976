// Cluster DNS, as small as it can be: services (also headless ones and their named pods) under
// cluster.local, nothing else, and no forwarding: a name from outside does not exist.
package main

import (
	"encoding/binary"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

func main() {
	names := newTable()
	go follow("/api/v1/services", names.setService)
	go follow("/api/v1/endpoints", names.setEndpoints)
	go serveUDP(names)
	go serveTCP(names)
	http.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) {
		if !names.complete() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	log.Print("cluster DNS started")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func serveUDP(names *table) {
	socket, err := net.ListenPacket("udp", ":53")
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 4096)
	for {
		size, from, err := socket.ReadFrom(buffer)
		if err != nil {
			log.Fatal(err)
		}
		if reply := answer(buffer[:size], names.lookup); reply != nil {
			socket.WriteTo(reply, from)
		}
	}
}

func serveTCP(names *table) {
	listener, err := net.Listen("tcp", ":53")
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(10 * time.Second))
			answerStream(connection, names)
		}()
	}
}

// Over TCP each message has its length before it.
func answerStream(connection net.Conn, names *table) {
	var size uint16
	for binary.Read(connection, binary.BigEndian, &size) == nil {
		query := make([]byte, size)
		if _, err := io.ReadFull(connection, query); err != nil {
			return
		}
		reply := answer(query, names.lookup)
		if reply == nil {
			return
		}
		connection.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
	}
}
