package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

var client = newClient()

func newClient() *http.Client {
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		log.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

func get(path string) (*http.Response, error) {
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodGet, "https://"+os.Getenv("KUBERNETES_SERVICE_HOST")+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	response, err := client.Do(request)
	if err == nil && response.StatusCode != http.StatusOK {
		response.Body.Close()
		err = fmt.Errorf("%s: %s", path, response.Status)
	}
	return response, err
}

// follow keeps set informed of every object, for ever: list, watch, and again when the watch ends.
func follow(path string, set func(object json.RawMessage, gone bool)) {
	known := map[string]json.RawMessage{}
	for {
		err := followOnce(path, known, set)
		log.Printf("%s: again: %v", path, err)
		time.Sleep(time.Second)
	}
}

func followOnce(path string, known map[string]json.RawMessage, set func(json.RawMessage, bool)) error {
	response, err := get(path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var list struct {
		Metadata struct{ ResourceVersion string }
		Items    []json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil {
		return err
	}
	// What is known but not in the list went away while nobody watched.
	gone := map[string]json.RawMessage{}
	for key, object := range known {
		gone[key] = object
	}
	for _, object := range list.Items {
		known[keyOf(object)] = object
		delete(gone, keyOf(object))
		set(object, false)
	}
	for key, object := range gone {
		delete(known, key)
		set(object, true)
	}
	return watch(path+"?watch=1&resourceVersion="+list.Metadata.ResourceVersion, known, set)
}

func watch(path string, known map[string]json.RawMessage, set func(json.RawMessage, bool)) error {
	response, err := get(path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	for decoder := json.NewDecoder(response.Body); ; {
		var event struct {
			Type   string
			Object json.RawMessage
		}
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		if event.Type == "ERROR" {
			return fmt.Errorf("watch: %s", event.Object)
		}
		gone := event.Type == "DELETED"
		known[keyOf(event.Object)] = event.Object
		if gone {
			delete(known, keyOf(event.Object))
		}
		set(event.Object, gone)
	}
}

func keyOf(object json.RawMessage) string {
	var named struct{ Metadata meta }
	_ = json.Unmarshal(object, &named)
	return named.Metadata.Name + "." + named.Metadata.Namespace
}
