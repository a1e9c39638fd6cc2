// Program probe asks the collector's health endpoint and answers with its exit code, for a HEALTHCHECK in an
// image that has no shell and no other program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

const (
	exitHealthy   = 0
	exitUnhealthy = 1
	exitUsage     = 2
)

const usage = `Asks a collector whether it is healthy.

  probe [-url URL] [-timeout DURATION]

Without -url it asks the address that SIDECAR_HEALTH_HOST (default 127.0.0.1) and SIDECAR_HEALTH_PORT
(default 13133) name; a host that means "every interface" is asked on 127.0.0.1.

Exit code: 0 healthy, 1 not healthy or no answer, 2 wrong usage.

`

func main() {
	os.Exit(run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

func run(args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("probe", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {}
	url := flags.String("url", healthURL(getenv), "")
	timeout := flags.Duration("timeout", 2*time.Second, "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return exitHealthy
	} else if err != nil {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "unexpected argument: %s\n%s", flags.Arg(0), usage)
		return exitUsage
	}
	if err := check(*url, *timeout); err != nil {
		fmt.Fprintln(stderr, err)
		return exitUnhealthy
	}
	return exitHealthy
}

func check(url string, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

func healthURL(getenv func(string) string) string {
	host, port := getenv("SIDECAR_HEALTH_HOST"), getenv("SIDECAR_HEALTH_PORT")
	switch host {
	case "", "0.0.0.0", "::", "[::]":
		host = "127.0.0.1"
	}
	if port == "" {
		port = "13133"
	}
	if len(host) > 2 && host[0] == '[' {
		host = host[1 : len(host)-1]
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
