// A registry on loopback that holds exactly the images of one OCI archive. The node asks it for
// every registry there is: an image that does not exist is truly "not found", at once, and no
// outside host is ever asked.
package main

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

const nameAnnotation = "io.containerd.image.name"

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
}

type archive struct {
	blobs  map[string][]byte     // by digest
	images map[string]descriptor // by full name with tag, and by digest
}

func read(path string) (archive, error) {
	result := archive{map[string][]byte{}, map[string]descriptor{}}
	file, err := os.Open(path)
	if err != nil {
		return result, err
	}
	defer file.Close()
	var index struct{ Manifests []descriptor }
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return result, err
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			return result, err
		}
		name := strings.TrimPrefix(header.Name, "./")
		if name == "index.json" {
			err = json.Unmarshal(content, &index)
		} else if sum := strings.TrimPrefix(name, "blobs/sha256/"); sum != name {
			result.blobs["sha256:"+sum] = content
		}
		if err != nil {
			return result, err
		}
	}
	for _, image := range index.Manifests {
		result.images[image.Annotations[nameAnnotation]] = image
		result.images[image.Digest] = image
	}
	return result, nil
}

// ServeHTTP knows /v2/, /v2/NAME/manifests/TAG-OR-DIGEST?ns=REGISTRY and /v2/NAME/blobs/DIGEST.
func (a archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/v2/")
	parts := strings.Split(path, "/")
	if path == "" {
		fmt.Fprint(w, "{}")
		return
	}
	if len(parts) < 3 {
		missing(w)
		return
	}
	name, kind, reference := strings.Join(parts[:len(parts)-2], "/"), parts[len(parts)-2], parts[len(parts)-1]
	if kind == "manifests" {
		image, ok := a.images[reference]
		if !ok {
			image = a.images[r.URL.Query().Get("ns")+"/"+name+":"+reference]
		}
		w.Header().Set("Content-Type", image.MediaType)
		reference = image.Digest
	}
	content, ok := a.blobs[reference]
	if !ok {
		missing(w)
		return
	}
	w.Header().Set("Docker-Content-Digest", reference)
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	if r.Method != http.MethodHead {
		w.Write(content)
	}
}

func missing(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}`)
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: registry ADDRESS ARCHIVE")
	}
	images, err := read(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(os.Args[1], images))
}
