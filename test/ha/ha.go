// Package ha makes a highly available PostgreSQL on this machine, of Debian's patroni, etcd-server and haproxy: two
// nodes of which one follows the other synchronously, and an address behind which whichever is the primary answers. What
// uses it kills the primary and sees what is lost. Everything listens on loopback, and is gone after the test.
package ha

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take until it works; it is a limit, not a wait.
const patience = 3 * time.Minute

// Cluster is two nodes and what stands before them.
type Cluster struct {
	URL string // of a database that is empty at first

	t     testing.TB
	dir   string
	as    *syscall.Credential // PostgreSQL does not run as root
	etcd  string              // host and port
	nodes []*node
}

// node is a PostgreSQL and the patroni that looks after it.
type node struct {
	name      string
	port, api int
	patroni   *exec.Cmd
}

// Start starts a cluster and waits until one node follows the other.
func Start(t testing.TB) *Cluster {
	t.Helper()
	dir, err := os.MkdirTemp("", "nhasan-ha-") // a short path: sockets lie in it
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{t: t, dir: dir, as: postgres(t), etcd: fmt.Sprintf("127.0.0.1:%d", freePort(t))}
	t.Cleanup(func() {
		for _, n := range c.nodes {
			_ = c.killServer(n.name)
		}
		_ = os.RemoveAll(dir)
	})
	if err := os.Chown(dir, int(c.as.Uid), int(c.as.Gid)); err != nil {
		t.Fatal(err)
	}
	peer := fmt.Sprintf("http://127.0.0.1:%d", freePort(t))
	c.run("etcd", "--name", "one", "--data-dir", filepath.Join(dir, "etcd"), "--listen-client-urls", "http://"+c.etcd, "--advertise-client-urls", "http://"+c.etcd,
		"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "one="+peer)
	c.until("etcd answers", func() bool {
		r, err := http.Get("http://" + c.etcd + "/health")
		if err == nil {
			_ = r.Body.Close()
		}
		return err == nil && r.StatusCode == http.StatusOK
	})
	for _, name := range []string{"one", "two"} {
		n := &node{name: name, port: freePort(t), api: freePort(t)}
		c.nodes = append(c.nodes, n)
		c.write(name+".yml", c.settings(n))
		c.Rejoin(n.name)
		c.until(name+" is primary or follows", func() bool { return c.role(n) != "" })
	}
	front := freePort(t)
	c.write("haproxy.cfg", c.front(front))
	c.run("haproxy", "-db", "-f", filepath.Join(dir, "haproxy.cfg"))
	c.Synchronous()
	c.URL = fmt.Sprintf("postgres://postgres:test@127.0.0.1:%d/postgres?sslmode=disable", front)
	return c
}

// Primary is the name of the node that is the primary, "" while there is none.
func (c *Cluster) Primary() string {
	for _, n := range c.nodes {
		if r := c.role(n); r == "master" || r == "primary" || r == "leader" {
			return n.name
		}
	}
	return ""
}

// Synchronous waits until a node follows so closely that nothing acknowledged is on the primary alone.
func (c *Cluster) Synchronous() {
	c.t.Helper()
	c.until("a node follows synchronously", func() bool {
		for _, n := range c.nodes {
			if c.role(n) == "sync_standby" {
				return true
			}
		}
		return false
	})
}

// KillPrimary kills the primary, and what would start it again, without a word, and returns its name.
func (c *Cluster) KillPrimary() string {
	c.t.Helper()
	name := c.Primary()
	n := c.node(name)
	if n == nil {
		c.t.Fatal("there is no primary to kill")
	}
	_ = n.patroni.Process.Kill()
	if err := c.killServer(name); err != nil {
		c.t.Fatalf("the primary %s could not be killed: %v", name, err)
	}
	_, _ = n.patroni.Process.Wait()
	return name
}

// killServer kills the PostgreSQL of a node: patroni gives it a session of its own.
func (c *Cluster) killServer(name string) error {
	raw, err := os.ReadFile(filepath.Join(c.dir, name, "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// Rejoin starts a node, which follows whoever is the primary by then.
func (c *Cluster) Rejoin(name string) {
	c.t.Helper()
	c.node(name).patroni = c.run("patroni", filepath.Join(c.dir, name+".yml"))
}

func (c *Cluster) node(name string) *node {
	for _, n := range c.nodes {
		if n.name == name {
			return n
		}
	}
	return nil
}

// role asks the cluster, by any node that answers, what a node is.
func (c *Cluster) role(of *node) string {
	for _, n := range c.nodes {
		r, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/cluster", n.api))
		if err != nil {
			continue
		}
		var said struct {
			Members []struct{ Name, Role, State string }
		}
		err = json.NewDecoder(r.Body).Decode(&said)
		_ = r.Body.Close()
		if err != nil {
			continue
		}
		for _, m := range said.Members {
			if m.Name == of.name && (m.State == "running" || m.State == "streaming") {
				return m.Role
			}
		}
		return ""
	}
	return ""
}

func (c *Cluster) until(what string, done func() bool) {
	c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if done() {
			return
		}
	}
	logs, _ := filepath.Glob(filepath.Join(c.dir, "*.log"))
	for _, l := range logs {
		raw, _ := os.ReadFile(l)
		c.t.Logf("%s:\n%s", filepath.Base(l), raw[max(0, len(raw)-3000):])
	}
	c.t.Fatalf("in %s it did not come about that %s", patience, what)
}

// run starts a program that is killed after the test.
func (c *Cluster) run(name string, args ...string) *exec.Cmd {
	c.t.Helper()
	log, err := os.OpenFile(filepath.Join(c.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, log, log
	cmd.Env = append(os.Environ(), "HOME="+c.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Setpgid: true}
	if err := cmd.Start(); err != nil {
		c.t.Fatalf("%s (make ha installs it): %v", name, err)
	}
	c.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_, _ = cmd.Process.Wait()
		_ = log.Close()
	})
	return cmd
}

func (c *Cluster) write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(content), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// postgres is the user that Debian's package makes.
func postgres(t testing.TB) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
