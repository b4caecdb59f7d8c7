// Command witnessing is what other people's programs make of witnesses, trust policies and proofs. It shares nothing with ours:
//
//	witnessing proof POLICY PROOF ENTRY     verifies a tlog-proof under a tlog-policy, with torchwood and transparency-dev/formats
//	witnessing log POLICY DIRECTORY COUNT   a Tessera log in DIRECTORY: adds COUNT entries and waits until its witnesses have cosigned
//	witnessing key NAME SOCKET              an ssh-agent with a new key for litewitness; prints the vkey of the witness and the fingerprint
package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"filippo.io/torchwood"
	f_note "github.com/transparency-dev/formats/note"
	f_proof "github.com/transparency-dev/formats/proof"
	f_witness "github.com/transparency-dev/formats/witness"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 4 {
		fail("usage: witnessing proof|log|key ...")
	}
	switch arguments := os.Args[2:]; os.Args[1] {
	case "proof":
		verifyProof(read(arguments[0]), read(arguments[1]), read(arguments[2]))
	case "log":
		count, err := strconv.Atoi(arguments[2])
		check(err)
		growLog(read(arguments[0]), arguments[1], count)
	case "key":
		serveKey(arguments[0], arguments[1])
	default:
		fail("unknown: %s", os.Args[1])
	}
}

func verifyProof(policyFile, proofFile, entry []byte) {
	policy, err := torchwood.ParsePolicy(policyFile)
	check(err)
	leaf := tlog.RecordHash(entry)
	check(torchwood.VerifyProof(policy, leaf, proofFile))
	leaf[0] ^= 1
	if torchwood.VerifyProof(policy, leaf, proofFile) == nil {
		fail("a changed entry is accepted")
	}

	// A second implementation: the same file comes out, and its checkpoint satisfies the same policy.
	var proof f_proof.TLogProof
	check(proof.Unmarshal(proofFile))
	if !bytes.Equal(proof.Marshal(), proofFile) {
		fail("the proof is written otherwise than formats writes it")
	}
	group, err := f_witness.ParsePolicy(policyFile)
	check(err)
	tesserasGroup, err := tessera.NewWitnessGroupFromPolicy(policyFile)
	check(err)
	if !group.Satisfied(proof.Checkpoint) || !tesserasGroup.Satisfied(proof.Checkpoint) {
		fail("the quorum is not satisfied")
	}
	for _, verifier := range group.Endpoints() {
		opened, err := note.Open(proof.Checkpoint, note.VerifierList(verifier))
		if err != nil {
			fmt.Printf("%s did not cosign\n", verifier.Name())
			continue
		}
		at, err := f_note.CoSigV1Timestamp(opened.Sigs[0])
		check(err)
		fmt.Printf("%s cosigned at %d\n", verifier.Name(), at.Unix())
	}
	fmt.Printf("verified index %d\n", proof.Index)
}

func growLog(policyFile []byte, directory string, count int) {
	ctx := context.Background()
	signer, err := note.NewSigner(string(read(filepath.Join(directory, "key"))))
	check(err)
	group, err := tessera.NewWitnessGroupFromPolicy(policyFile)
	check(err)
	driver, err := posix.New(ctx, posix.Config{Path: filepath.Join(directory, "log")})
	check(err)
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithBatching(uint(count), 100*time.Millisecond).
		WithCheckpointInterval(100*time.Millisecond).WithWitnesses(group, &tessera.WitnessOptions{Timeout: 5 * time.Second})
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	check(err)
	futures := make([]tessera.IndexFuture, count)
	for i := range futures {
		entry := make([]byte, 16)
		_, _ = rand.Read(entry)
		futures[i] = appender.Add(ctx, tessera.NewEntry(entry))
	}
	// What its witnesses have not cosigned is not published.
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 50*time.Millisecond)
	for _, future := range futures {
		waiting, cancel := context.WithTimeout(ctx, 15*time.Second)
		_, _, err := awaiter.Await(waiting, future)
		cancel()
		check(err)
	}
	check(shutdown(ctx))
	checkpoint, err := reader.ReadCheckpoint(ctx)
	check(err)
	_, _ = os.Stdout.Write(checkpoint)
}

// serveKey holds a new key for litewitness, which takes its key from an ssh-agent only.
func serveKey(name, socket string) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	check(err)
	keys := agent.NewKeyring()
	check(keys.Add(agent.AddedKey{PrivateKey: private}))
	sshKey, err := ssh.NewPublicKey(public)
	check(err)
	plain, err := note.NewEd25519VerifierKey(name, public)
	check(err)
	vkey, err := f_note.VKeyToCosignatureV1(plain)
	check(err)
	listener, err := net.Listen("unix", socket)
	check(err)
	fmt.Printf("%s %s\n", vkey, ssh.FingerprintSHA256(sshKey))
	for {
		connection, err := listener.Accept()
		check(err)
		go func() { _ = agent.ServeAgent(keys, connection) }()
	}
}

func read(file string) []byte {
	content, err := os.ReadFile(file)
	check(err)
	return content
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
