// Package origin tells where an address is and whose, from files that the
// analyst has: MaxMind databases, and AWS's published ip-ranges.json. It asks
// no network.
package origin

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/oschwald/maxminddb-golang/v2"
)

// Book is what the analyst's files tell of addresses. It never changes; a nil
// Book knows nothing.
type Book struct {
	databases []*maxminddb.Reader
	ranges    []Range
}

// Place is what the databases know of an address; what they do not is empty.
type Place struct {
	Country string // ISO 3166-1: NL
	Name    string // in English: The Netherlands
	ASN     uint
	Owner   string // of the network
}

// Empty tells whether the databases know nothing.
func (p Place) Empty() bool { return p == Place{} }

// String is the place in words: "The Netherlands (NL), AS64500 Example Net".
func (p Place) String() string {
	var words []string
	switch {
	case p.Name != "":
		words = append(words, p.Name+" ("+p.Country+")")
	case p.Country != "":
		words = append(words, p.Country)
	}
	if p.ASN != 0 {
		words = append(words, strings.TrimSpace(fmt.Sprintf("AS%d %s", p.ASN, p.Owner)))
	}
	return strings.Join(words, ", ")
}

// Open reads the MaxMind databases of the paths, and the ranges of a file of
// the form of AWS's ip-ranges.json; "" for none.
func Open(databases []string, ranges string) (*Book, error) {
	b := &Book{}
	for _, path := range databases {
		db, err := maxminddb.Open(path)
		if err != nil {
			return nil, fmt.Errorf("opening the MaxMind database %s: %w", path, err)
		}
		b.databases = append(b.databases, db)
	}
	if ranges == "" {
		return b, nil
	}
	var err error
	if b.ranges, err = readRanges(ranges); err != nil {
		return nil, fmt.Errorf("reading AWS's ranges from %s: %w", ranges, err)
	}
	return b, nil
}

// Places tells whether there is any database.
func (b *Book) Places() bool { return b != nil && len(b.databases) > 0 }

// Ranges tells whether AWS's ranges are known.
func (b *Book) Ranges() bool { return b != nil && len(b.ranges) > 0 }

// Place asks the databases for an address. Of two that know the same, the
// first counts; what a damaged one cannot tell is left out.
func (b *Book) Place(ip netip.Addr) Place {
	var p Place
	if b == nil {
		return p
	}
	for _, db := range b.databases {
		var found struct {
			Country struct {
				ISO   string            `maxminddb:"iso_code"`
				Names map[string]string `maxminddb:"names"`
			} `maxminddb:"country"`
			ASN   uint   `maxminddb:"autonomous_system_number"`
			Owner string `maxminddb:"autonomous_system_organization"`
		}
		if err := db.Lookup(ip.Unmap().WithZone("")).Decode(&found); err != nil {
			continue
		}
		if p.Country == "" {
			p.Country, p.Name = found.Country.ISO, found.Country.Names["en"]
		}
		if p.ASN == 0 {
			p.ASN, p.Owner = found.ASN, found.Owner
		}
	}
	return p
}
