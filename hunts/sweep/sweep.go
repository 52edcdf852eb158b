// Package sweep looks for a list of indicators in a dump: which of them are
// seen, how often, when and in what calls.
//
// The words used here:
//
//   - indicator: what a list names: an entity by its id, or a word that may
//     stand anywhere in a record.
//   - hit: an indicator with the events that mention it.
package sweep

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// Indicator is one entry of a list.
type Indicator struct {
	Text   string
	Entity loader.Entity // what the text names by its shape; zero for a word
}

// Word tells whether the indicator names no entity by its shape.
func (i Indicator) Word() bool { return i.Entity.Value == "" }

// Kind is the kind of entity that the indicator names by its shape, or "word".
func (i Indicator) Kind() string {
	if i.Word() {
		return "word"
	}
	return i.Entity.Kind.String()
}

// Query asks for the events that mention the indicator.
func (i Indicator) Query() kql.Query {
	if i.Word() {
		return kql.Word(i.Text)
	}
	return kql.Is(loader.RelatedEntity, i.Entity.Value)
}

// Hit is an indicator with the events that mention it, in time order. The times
// are zero where no event does.
type Hit struct {
	Indicator
	Events      []loader.ID
	First, Last time.Time
	Calls       []string // event.action, the most frequent first, no more than mostCalls
}

// Among is the hit with those of its events alone that are kept.
func (h Hit) Among(d *loader.Dataset, kept map[loader.ID]bool) Hit {
	some := Hit{Indicator: h.Indicator}
	for _, id := range h.Events {
		if kept[id] {
			some.Events = append(some.Events, id)
		}
	}
	some.describe(d)
	return some
}

// mostCalls is how many calls a hit names.
const mostCalls = 3

// maxList is how large a list may be, in bytes.
const maxList = 64 << 20

// ReadFile reads a list of indicators from a file, as Parse does.
func ReadFile(file string) ([]Indicator, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading the indicators: %w", err)
	}
	defer f.Close() // nothing was written
	return Parse(f)
}

// Parse reads a list: one indicator a line, or the first column of CSV. Empty
// lines and those that begin with # are left out, and so are repeats. Dots and
// colons in brackets, as lists are passed on, are read as dots and colons. The
// error says what is wrong with the list.
func Parse(r io.Reader) ([]Indicator, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil {
		return nil, fmt.Errorf("reading the indicators: %w", err)
	}
	if len(data) > maxList {
		return nil, fmt.Errorf("reading the indicators: more than %d bytes", maxList)
	}
	var list []Indicator
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	lines.Buffer(nil, maxList+1)
	for lines.Scan() {
		text := refang(firstColumn(strings.TrimSpace(lines.Text())))
		if text == "" || strings.HasPrefix(text, "#") || seen[text] {
			continue
		}
		seen[text] = true
		e, _ := loader.EntityOf(text)
		list = append(list, Indicator{text, e})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the indicators: %w", err)
	}
	if list == nil {
		return nil, errors.New("reading the indicators: there is none: write one a line")
	}
	return list, nil
}

// firstColumn is the first field of a line of CSV, the line itself where it is none.
func firstColumn(line string) string {
	if !strings.ContainsAny(line, `,;"`) {
		return line
	}
	r := csv.NewReader(strings.NewReader(line))
	r.LazyQuotes = true
	if i := strings.IndexAny(line, ",;"); i >= 0 && line[i] == ';' {
		r.Comma = ';'
	}
	fields, err := r.Read()
	if err != nil || len(fields) == 0 {
		return line
	}
	return strings.TrimSpace(fields[0])
}

var fangs = strings.NewReplacer("[.]", ".", "(.)", ".", "[:]", ":")

func refang(text string) string { return fangs.Replace(text) }

// Run looks for every indicator, and gives a hit for each in their order: also
// for those that nothing mentions. Words are looked for in one pass over the
// records, whose progress is told in bytes. It fails when ctx ends, or when a
// record cannot be read.
func Run(ctx context.Context, d *loader.Dataset, list []Indicator, progress func(done, total int64)) ([]Hit, error) {
	hits := make([]Hit, len(list))
	var words []int // indexes into list
	for i, in := range list {
		hits[i].Indicator = in
		if in.Word() {
			words = append(words, i)
			continue
		}
		hits[i].Events = d.Events(in.Entity)
	}
	if err := findWords(ctx, d, hits, words, progress); err != nil {
		return nil, fmt.Errorf("looking for indicators: %w", err)
	}
	for i := range hits {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("looking for indicators: %w", ctx.Err())
		}
		hits[i].describe(d)
	}
	return hits, nil
}

// findWords looks for all words at once, and then for each in what was found.
func findWords(ctx context.Context, d *loader.Dataset, hits []Hit, words []int, progress func(done, total int64)) error {
	if len(words) == 0 {
		return nil
	}
	any := make([]kql.Query, len(words))
	for i, w := range words {
		any[i] = hits[w].Query()
	}
	var found []loader.ID
	if err := d.Search(ctx, kql.Or(any...), func(ids []loader.ID) { found = append(found, ids...) }, progress); err != nil {
		return err
	}
	d.InOrder(found)
	for i, w := range words {
		if len(words) == 1 {
			hits[w].Events = found
			break
		}
		rows, err := d.Among(ctx, any[i], found)
		if err != nil {
			return err
		}
		for _, row := range rows {
			hits[w].Events = append(hits[w].Events, found[row])
		}
	}
	return nil
}

// describe fills in when the indicator was seen, and in what calls.
func (h *Hit) describe(d *loader.Dataset) {
	calls := map[string]int{}
	for _, id := range h.Events {
		e := d.At(id)
		calls[e.Action]++
		if !e.Time.IsZero() {
			if h.First.IsZero() {
				h.First = e.Time
			}
			h.Last = e.Time
		}
	}
	for call := range calls {
		h.Calls = append(h.Calls, call)
	}
	slices.SortFunc(h.Calls, func(a, b string) int {
		return cmp.Or(cmp.Compare(calls[b], calls[a]), cmp.Compare(a, b))
	})
	h.Calls = h.Calls[:min(len(h.Calls), mostCalls)]
}
