package main

import (
	"encoding/binary"
	"net"
	"strings"
)

const (
	headerSize = 12
	typeA      = 1
	noError    = 0
	noName     = 3
	timeToLive = 5
)

// answer makes the reply to one query, or nil when the query cannot be read. lookup tells the
// addresses of a name and whether there is such a name.
func answer(query []byte, lookup func(string) ([]net.IP, bool)) []byte {
	name, end, ok := question(query)
	if !ok {
		return nil
	}
	addresses, exists := lookup(strings.ToLower(name))
	code := uint16(noError)
	if !exists {
		code = noName
	}
	if binary.BigEndian.Uint16(query[end-4:]) != typeA {
		addresses = nil
	}
	flags := uint16(0x8480) | binary.BigEndian.Uint16(query[2:])&0x0100 | code // a response, authoritative
	reply := append([]byte{}, query[:2]...)
	for _, field := range []uint16{flags, 1, uint16(len(addresses)), 0, 0} {
		reply = binary.BigEndian.AppendUint16(reply, field)
	}
	reply = append(reply, query[headerSize:end]...)
	for _, address := range addresses {
		// The name by reference to the question, type, class IN, life, length, address.
		reply = append(reply, 0xc0, headerSize, 0, typeA, 0, 1, 0, 0, 0, timeToLive, 0, 4)
		reply = append(reply, address.To4()...)
	}
	return reply
}

// question reads the first question: its name, and where it ends.
func question(query []byte) (name string, end int, ok bool) {
	if len(query) < headerSize || query[2]&0x80 != 0 || binary.BigEndian.Uint16(query[4:]) != 1 {
		return "", 0, false
	}
	labels := []string{}
	position := headerSize
	for {
		if position >= len(query) {
			return "", 0, false
		}
		size := int(query[position])
		position++
		if size == 0 {
			break
		}
		if size > 63 || position+size > len(query) {
			return "", 0, false
		}
		labels = append(labels, string(query[position:position+size]))
		position += size
	}
	end = position + 4
	return strings.Join(labels, "."), end, end <= len(query)
}
