// Command core calls a function over mTLS as Crossplane does: with its messages, its version of
// grpc-go, one connection, and many calls at once.
//
//	core ADDRESS NAME CERTIFICATES CALLS < REQUEST
//
// The request is a RunFunctionRequest message. All calls have to give the same response, which is
// written to standard output.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/proto"

	fnv1 "github.com/crossplane/crossplane/v2/proto/fn/v1"
)

const roundRobin = `{"loadBalancingConfig": [{"round_robin": {}}]}`

func secured(name, folder string) (credentials.TransportCredentials, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"))
	if err != nil {
		return nil, err
	}
	roots, authority := x509.NewCertPool(), filepath.Join(folder, "ca.crt")
	if pem, err := os.ReadFile(authority); err != nil || !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("no authority in %s", authority)
	}
	return credentials.NewTLS(&tls.Config{
		ServerName: name, MinVersion: tls.VersionTLS12,
		Certificates: []tls.Certificate{pair}, RootCAs: roots,
	}), nil
}

// callAll makes the calls at once; the first failure is the answer.
func callAll(client fnv1.FunctionRunnerServiceClient, request *fnv1.RunFunctionRequest, calls int) (*fnv1.RunFunctionResponse, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	responses, failures := make([]*fnv1.RunFunctionResponse, calls), make([]error, calls)
	var group sync.WaitGroup
	for i := range calls {
		group.Go(func() { responses[i], failures[i] = client.RunFunction(ctx, request) })
	}
	group.Wait()
	for i := range calls {
		if failures[i] != nil {
			return nil, failures[i]
		}
		if !proto.Equal(responses[i], responses[0]) {
			return nil, fmt.Errorf("call %d was answered differently", i)
		}
	}
	return responses[0], nil
}

func run(address, name, folder, count string) error {
	calls, err := strconv.Atoi(count)
	if err != nil || calls < 1 {
		return fmt.Errorf("%q is no number of calls", count)
	}
	transport, err := secured(name, folder)
	if err != nil {
		return err
	}
	message, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	request := &fnv1.RunFunctionRequest{}
	if err := proto.Unmarshal(message, request); err != nil {
		return err
	}
	connection, err := grpc.NewClient("dns:///"+address, grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(roundRobin), grpc.WithDefaultCallOptions(grpc.WaitForReady(true)))
	if err != nil {
		return err
	}
	defer connection.Close()
	response, err := callAll(fnv1.NewFunctionRunnerServiceClient(connection), request, calls)
	if err != nil {
		return err
	}
	message, err = proto.Marshal(response)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(message)
	return err
}

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: core ADDRESS NAME CERTIFICATES CALLS < REQUEST")
		os.Exit(64)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
