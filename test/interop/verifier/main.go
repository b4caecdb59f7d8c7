// Command verifier checks a transparency log with nothing but Go's own sumdb/note and sumdb/tlog packages.
//
//	verifier URL VKEY PROOFS
//
// URL is the prefix of the log. PROOFS is a JSON file with proofs that the log's program made; each must hold, be the one that tlog
// proves from the served tiles, and stop holding when a bit of it is changed.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofs struct {
	Inclusion []struct {
		Index int64
		Entry []byte
		Proof [][]byte
	}
	Consistency []struct {
		Size  int64
		Root  []byte
		Proof [][]byte
	}
}

func main() {
	if len(os.Args) != 4 {
		fail("usage: verifier URL VKEY PROOFS")
	}
	url, vkey, file := strings.TrimSuffix(os.Args[1], "/")+"/", os.Args[2], os.Args[3]
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(get(url+"checkpoint"), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	var tree tlog.Tree
	_, err = fmt.Sscan(lines[1], &tree.N)
	check(err)
	tree.Hash, err = tlog.ParseHash(lines[2])
	check(err)
	if lines[0] != verifier.Name() {
		fail("origin %q is not the key's name", lines[0])
	}

	var given proofs
	text, err := os.ReadFile(file)
	check(err)
	check(json.Unmarshal(text, &given))
	// Reads tiles over HTTP and proves each from the tree's hash before it is used.
	hashes := tlog.TileHashReader(tree, tiles(url))
	for _, one := range given.Inclusion {
		leaf, proof := tlog.RecordHash(one.Entry), hashesOf(one.Proof)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, one.Index, leaf))
		own, err := tlog.ProveRecord(tree.N, one.Index, hashes)
		check(err)
		if len(own)+len(proof) > 0 && !reflect.DeepEqual([]tlog.Hash(own), proof) {
			fail("the proof of entry %d is not tlog's", one.Index)
		}
		leaf[0] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, one.Index, leaf) == nil {
			fail("a changed entry %d is accepted", one.Index)
		}
	}
	for _, one := range given.Consistency {
		root, proof := tlog.Hash(one.Root), hashesOf(one.Proof)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, one.Size, root))
		own, err := tlog.ProveTree(tree.N, one.Size, hashes)
		check(err)
		if len(own)+len(proof) > 0 && !reflect.DeepEqual([]tlog.Hash(own), proof) {
			fail("the proof from %d is not tlog's", one.Size)
		}
		root[0] ^= 1
		if tlog.CheckTree(proof, tree.N, tree.Hash, one.Size, root) == nil {
			fail("a changed root of %d is accepted", one.Size)
		}
	}
	fmt.Printf("verified %s: size %d, %d inclusions, %d consistencies\n", lines[0], tree.N, len(given.Inclusion), len(given.Consistency))
}

// tiles reads tiles of height 8 under the names of c2sp.org/tlog-tiles, which leave the height out.
type tiles string

func (url tiles) Height() int { return 8 }

func (url tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data[i] = get(string(url) + strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
	}
	return data, nil
}

func (url tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func get(url string) []byte {
	response, err := http.Get(url)
	check(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		fail("%s: %s", url, response.Status)
	}
	body, err := io.ReadAll(response.Body)
	check(err)
	return body
}

func hashesOf(bytes [][]byte) []tlog.Hash {
	var hashes []tlog.Hash
	for _, one := range bytes {
		hashes = append(hashes, tlog.Hash(one))
	}
	return hashes
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}
