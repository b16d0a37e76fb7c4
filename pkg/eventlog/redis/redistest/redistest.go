// Package redistest starts a real redis-server for a test: on a port of its own on loopback, in
// a directory of its own, with every write on disk before it is answered.
package redistest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	startTries  = 5 // of another port, when one is taken between choice and use
	startWithin = 10 * time.Second
	stopWithin  = 10 * time.Second
)

// Server is a running redis-server.
type Server struct {
	URL  string // redis://127.0.0.1:port/0
	dir  string
	port int
	args []string
	cmd  *exec.Cmd
	done chan struct{}
}

// Start starts a redis-server that ends with the test, and returns its URL. It fails the test when
// redis-server is not installed.
func Start(t testing.TB) string {
	t.Helper()
	return StartServer(t).URL
}

// StartServer is Start for tests that stop the server or give it further arguments.
func StartServer(t testing.TB, args ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatalf("this test needs a real redis-server, and none is installed: on Debian, `apt-get install redis-server` (%v)", err)
	}
	s := &Server{dir: t.TempDir(), args: args}
	var err error
	for range startTries {
		if s.port, err = freePort(); err != nil {
			t.Fatal(err)
		}
		if err = s.Run(); err == nil {
			t.Cleanup(s.Kill)
			return s
		}
	}
	t.Fatalf("start redis-server: %v", err)
	return nil
}

// Port is the port that the server listens on.
func (s *Server) Port() int { return s.port }

// Dir is the folder that the server keeps its data in.
func (s *Server) Dir() string { return s.dir }

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Run starts the server on its port and directory and waits until it answers; again after Kill, this time with
// further arguments.
func (s *Server) Run(more ...string) error {
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--daemonize", "no",
		"--appendonly", "yes", "--appendfsync", "always",
	}, append(s.args[:len(s.args):len(s.args)], more...)...)
	s.cmd = exec.Command("redis-server", args...)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.done = make(chan struct{})
	go func(cmd *exec.Cmd, done chan struct{}) {
		_ = cmd.Wait()
		close(done)
	}(s.cmd, s.done)
	s.URL = fmt.Sprintf("redis://127.0.0.1:%d/0", s.port)
	if err := s.answering(); err != nil {
		s.Kill()
		return err
	}
	return nil
}

func (s *Server) answering() error {
	client := redis.NewClient(&redis.Options{Addr: fmt.Sprintf("127.0.0.1:%d", s.port), MaxRetries: -1})
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	for {
		if err := client.Ping(ctx).Err(); err == nil {
			return nil
		} else if ctx.Err() != nil {
			return fmt.Errorf("redis-server does not answer: %w", err)
		}
		select {
		case <-s.done:
			return errors.New("redis-server ended at once: is its port taken?")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Kill ends the server as a power cut would. It may be called again.
func (s *Server) Kill() {
	select {
	case <-s.done:
		return
	default:
	}
	_ = s.cmd.Process.Kill()
	select {
	case <-s.done:
	case <-time.After(stopWithin):
	}
}
