package origin_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/hunts/origin"
	"coldtrail/hunts/origin/origintest"
)

func country(code, name string) map[string]any {
	return map[string]any{"country": map[string]any{"iso_code": code, "names": map[string]any{"en": name}}}
}

func TestPlace(t *testing.T) {
	countries := origintest.Database(t, map[string]any{"203.0.113.0/24": country("NL", "The Netherlands"), "198.51.100.0/25": country("SE", "")})
	networks := origintest.Database(t, map[string]any{"203.0.113.0/26": map[string]any{
		"autonomous_system_number": uint32(64500), "autonomous_system_organization": "Example Networks and Hosting of Delft"}})
	b, err := origin.Open([]string{countries, networks}, "")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"203.0.113.5": "The Netherlands (NL), AS64500 Example Networks and Hosting of Delft", "::ffff:203.0.113.5": "The Netherlands (NL), AS64500 Example Networks and Hosting of Delft",
		"203.0.113.200": "The Netherlands (NL)", "198.51.100.1": "SE", "198.51.100.200": "", "192.0.2.1": "", "2001:db8::1": "",
	} {
		place := b.Place(netip.MustParseAddr(address))
		if place.String() != want || place.Empty() != (want == "") {
			t.Errorf("%s is in %q, want %q", address, place, want)
		}
	}
	if !b.Places() || b.Ranges() {
		t.Errorf("places %v, ranges %v", b.Places(), b.Ranges())
	}
}

func TestRange(t *testing.T) {
	b, err := origin.Open(nil, origintest.Ranges(t, "eu-west-1", map[string]string{
		"203.0.0.0/8": "AMAZON", "203.0.113.0/24": "EC2", "198.51.100.0/24": "AMAZON", "2001:db8::/32": "S3",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"203.0.113.5": "EC2 in eu-west-1, 203.0.113.0/24", "203.0.114.5": "AMAZON in eu-west-1, 203.0.0.0/8", "::ffff:198.51.100.1": "AMAZON in eu-west-1, 198.51.100.0/24",
		"2001:db8::1": "S3 in eu-west-1, 2001:db8::/32", "192.0.2.1": "", "::1": "",
	} {
		r, ok := b.Range(netip.MustParseAddr(address))
		if ok != (want != "") || ok && r.String() != want {
			t.Errorf("%s is in %q, %v, want %q", address, r, ok, want)
		}
	}
	if b.Places() || !b.Ranges() {
		t.Errorf("places %v, ranges %v", b.Places(), b.Ranges())
	}
}

// A range that AWS lists twice is named by its service.
func TestRangeOfOneService(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.json")
	const r = `{"ip_prefix":"192.0.2.0/24","region":"x","service":`
	for _, text := range []string{`{"prefixes":[` + r + `"AMAZON"},` + r + `"EC2"}]}`, `{"prefixes":[` + r + `"EC2"},` + r + `"AMAZON"}]}`} {
		write(t, path, text)
		b, err := origin.Open(nil, path)
		if err != nil {
			t.Fatal(err)
		}
		if r, _ := b.Range(netip.MustParseAddr("192.0.2.1")); r.Service != "EC2" {
			t.Errorf("%s: %s", text, r)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	for _, c := range []struct{ content, want string }{
		{"", "ranges from " + path}, {"{}", "no range"}, {`{"prefixes":[{"ip_prefix":"x"}]}`, `range "x"`}, {`{"ipv6_prefixes":[{"ipv6_prefix":"::/999"}]}`, `range "::/999"`},
	} {
		write(t, path, c.content)
		if _, err := origin.Open(nil, path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.content, err, c.want)
		}
		if _, err := origin.Open([]string{path}, ""); err == nil || !strings.Contains(err.Error(), "MaxMind database "+path) {
			t.Errorf("%q as a database: %v", c.content, err)
		}
	}
	if _, err := origin.Open([]string{filepath.Join(dir, "none")}, ""); err == nil {
		t.Error("a database that does not exist was opened")
	}
}

// Without files nothing is known, and nothing fails.
func TestNothingIsKnown(t *testing.T) {
	empty, err := origin.Open(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []*origin.Book{nil, empty} {
		_, inRange := b.Range(netip.MustParseAddr("192.0.2.1"))
		if b.Places() || b.Ranges() || inRange || !b.Place(netip.MustParseAddr("192.0.2.1")).Empty() {
			t.Errorf("%v knows something", b)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A damaged database may know nothing, and must not harm.
func FuzzPlace(f *testing.F) {
	whole, err := os.ReadFile(origintest.Database(f, map[string]any{"203.0.113.0/24": country("NL", "The Netherlands")}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f.mmdb")
		write(t, path, string(data))
		if b, err := origin.Open([]string{path}, ""); err == nil {
			_ = b.Place(netip.MustParseAddr("203.0.113.1")).String()
		}
		if b, err := origin.Open(nil, path); err == nil && !b.Ranges() {
			t.Error("ranges without a range")
		}
	})
}
