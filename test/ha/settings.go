package ha

import (
	"fmt"
	"path/filepath"
	"strings"
)

// settings are those of a node's patroni: whoever is the primary acknowledges nothing that the other has not written, and
// is given up twenty seconds after it was heard last.
func (c *Cluster) settings(n *node) string {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	bin := ""
	if len(bins) > 0 {
		bin = bins[len(bins)-1]
	}
	return strings.NewReplacer("@NAME@", n.name, "@PORT@", fmt.Sprint(n.port), "@API@", fmt.Sprint(n.api), "@ETCD@", c.etcd,
		"@DIR@", c.dir, "@BIN@", bin).Replace(`scope: nhasan
name: @NAME@
restapi:
  listen: 127.0.0.1:@API@
  connect_address: 127.0.0.1:@API@
etcd3:
  host: @ETCD@
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 1
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters:
        max_connections: 120
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
  pg_hba:
    - local all all trust
    - host all all 127.0.0.1/32 trust
    - host replication all 127.0.0.1/32 trust
postgresql:
  listen: 127.0.0.1:@PORT@
  connect_address: 127.0.0.1:@PORT@
  data_dir: @DIR@/@NAME@
  bin_dir: @BIN@
  pgpass: @DIR@/@NAME@.pgpass
  authentication:
    superuser: {username: postgres, password: test}
    replication: {username: replicator, password: test}
    rewind: {username: rewind, password: test}
  parameters:
    unix_socket_directories: '@DIR@'
`)
}

// front is the settings of the proxy: connections go to the primary, and are broken when it is none any more.
func (c *Cluster) front(port int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `defaults
  mode tcp
  timeout connect 3s
  timeout client 10m
  timeout server 10m
frontend database
  bind 127.0.0.1:%d
  default_backend primary
backend primary
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
`, port)
	for _, n := range c.nodes {
		fmt.Fprintf(&b, "  server %s 127.0.0.1:%d check port %d\n", n.name, n.port, n.api)
	}
	return b.String()
}
