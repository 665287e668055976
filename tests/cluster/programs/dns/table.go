package main

import (
	"encoding/json"
	"net"
	"strings"
	"sync"
)

const zone = "cluster.local"

type meta struct {
	Name, Namespace string
}

type service struct {
	Metadata meta
	Spec     struct{ ClusterIP string }
}

type endpoints struct {
	Metadata meta
	Subsets  []struct {
		Addresses []struct{ IP, Hostname string }
	}
}

// table holds the addresses by service; the key is "name.namespace".
type table struct {
	mutex     sync.RWMutex
	services  map[string]string            // the cluster IP, or "None"
	endpoints map[string]map[string]net.IP // by host name, or by address where there is none
}

func newTable() *table {
	return &table{services: map[string]string{}, endpoints: map[string]map[string]net.IP{}}
}

// complete tells whether both kinds have been listed.
func (t *table) complete() bool {
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	return t.services["kubernetes.default"] != "" && t.endpoints["kubernetes.default"] != nil
}

func (t *table) setService(object json.RawMessage, gone bool) {
	var s service
	if json.Unmarshal(object, &s) != nil {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	key := s.Metadata.Name + "." + s.Metadata.Namespace
	if gone {
		delete(t.services, key)
	} else {
		t.services[key] = s.Spec.ClusterIP
	}
}

func (t *table) setEndpoints(object json.RawMessage, gone bool) {
	var e endpoints
	if json.Unmarshal(object, &e) != nil {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	key := e.Metadata.Name + "." + e.Metadata.Namespace
	if gone {
		delete(t.endpoints, key)
		return
	}
	hosts := map[string]net.IP{}
	for _, subset := range e.Subsets {
		for _, address := range subset.Addresses {
			host := address.Hostname
			if host == "" {
				host = address.IP
			}
			hosts[host] = net.ParseIP(address.IP)
		}
	}
	t.endpoints[key] = hosts
}

// lookup knows NAME.NAMESPACE.svc.cluster.local and, for headless services, HOST before it.
func (t *table) lookup(name string) ([]net.IP, bool) {
	labels := strings.Split(strings.TrimSuffix(name, "."), ".")
	tail := strings.Split("svc."+zone, ".")
	count := len(labels) - len(tail)
	if count < 2 || count > 3 || strings.Join(labels[count:], ".") != "svc."+zone {
		return nil, false
	}
	key := strings.Join(labels[count-2:count], ".")
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	cluster, exists := t.services[key]
	if count == 3 {
		address, exists := t.endpoints[key][labels[0]]
		return []net.IP{address}, exists && cluster == "None"
	}
	if address := net.ParseIP(cluster); address != nil {
		return []net.IP{address}, true
	}
	addresses := []net.IP{}
	for _, address := range t.endpoints[key] {
		addresses = append(addresses, address)
	}
	return addresses, exists
}
