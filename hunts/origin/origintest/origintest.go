// Package origintest writes small MaxMind databases and range files for tests.
package origintest

import (
	"encoding/binary"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Database writes a database of IPv4 prefixes in the MaxMind DB format 2.0 and
// returns its path. Values are maps, texts and numbers (uint32).
func Database(t testing.TB, entries map[string]any) string {
	t.Helper()
	w := writer{nodes: [][2]uint32{{}}}
	for _, prefix := range slices.Sorted(maps.Keys(entries)) {
		w.add(netip.MustParsePrefix(prefix), entries[prefix])
	}
	return file(t, "test.mmdb", w.bytes())
}

// Ranges writes a file of the form that AWS publishes its ranges in: prefix →
// service, all in one region.
func Ranges(t testing.TB, region string, services map[string]string) string {
	t.Helper()
	list := map[bool]string{}
	for _, prefix := range slices.Sorted(maps.Keys(services)) {
		key, is4 := "ipv6_prefix", netip.MustParsePrefix(prefix).Addr().Is4()
		if is4 {
			key = "ip_prefix"
		}
		if list[is4] != "" {
			list[is4] += ","
		}
		list[is4] += fmt.Sprintf(`{%q:%q,"region":%q,"service":%q,"network_border_group":%[3]q}`, key, prefix, region, services[prefix])
	}
	return file(t, "ip-ranges.json", fmt.Appendf(nil, `{"syncToken":"1","prefixes":[%s],"ipv6_prefixes":[%s]}`, list[true], list[false]))
}

func file(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// writer gathers the search tree and the data. In a node 0 is nothing, and a
// number with the top bit is an offset in the data.
type writer struct {
	nodes [][2]uint32
	data  []byte
}

const leaf = 1 << 31

func (w *writer) add(p netip.Prefix, value any) {
	ip, node := p.Addr().As4(), uint32(0)
	for i := range p.Bits() {
		bit := ip[i/8] >> (7 - i%8) & 1
		if i == p.Bits()-1 {
			w.nodes[node][bit] = leaf | uint32(len(w.data))
			break
		}
		if w.nodes[node][bit] == 0 {
			w.nodes[node][bit] = uint32(len(w.nodes))
			w.nodes = append(w.nodes, [2]uint32{})
		}
		node = w.nodes[node][bit]
	}
	w.data = encode(w.data, value)
}

// bytes is the file: the tree of 24-bit records, 16 zeros, the data, the metadata.
func (w *writer) bytes() []byte {
	var out []byte
	count := uint32(len(w.nodes))
	for _, node := range w.nodes {
		for _, to := range node {
			switch {
			case to == 0:
				to = count
			case to&leaf != 0:
				to = to&^leaf + count + 16
			}
			out = append(out, byte(to>>16), byte(to>>8), byte(to))
		}
	}
	out = append(append(out, make([]byte, 16)...), w.data...)
	return encode(append(out, "\xab\xcd\xefMaxMind.com"...), map[string]any{
		"node_count": count, "record_size": uint32(24), "ip_version": uint32(4), "database_type": "Test",
		"binary_format_major_version": uint32(2), "binary_format_minor_version": uint32(0), "build_epoch": uint32(1),
	})
}

// encode writes a value with its control byte: 2 is a text, 6 a uint32, 7 a map.
func encode(out []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		if len(v) >= 29 {
			out = append(out, 2<<5|29, byte(len(v)-29))
		} else {
			out = append(out, 2<<5|byte(len(v)))
		}
		return append(out, v...)
	case uint32:
		return binary.BigEndian.AppendUint32(append(out, 6<<5|4), v)
	case map[string]any:
		out = append(out, 7<<5|byte(len(v)))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = encode(encode(out, key), v[key])
		}
		return out
	}
	panic(fmt.Sprintf("a test writes a %T into a database", value))
}
