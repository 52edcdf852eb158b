package hunts

import (
	"context"
	"fmt"
	"strings"

	"coldtrail/loader"

	"github.com/tidwall/gjson"
)

// The providers that the hunts speak of.
const (
	ssm    = "ssm.amazonaws.com"
	signin = "signin.amazonaws.com"
	sts    = "sts.amazonaws.com"
	iam    = "iam.amazonaws.com"
	ec2    = "ec2.amazonaws.com"
)

// record is the JSON text of an event, opened for the questions that the columns do not answer.
type record []byte

func open(ctx context.Context, d *loader.Dataset, id loader.ID) (record, error) {
	text, err := d.Record(ctx, id)
	if err != nil {
		place := d.Place(id)
		return nil, fmt.Errorf("opening record %d of %s: %w", place.Record, place.File, err)
	}
	return text, nil
}

// part is a member of the record, such as requestParameters. Some exports hold
// it as JSON in a string, which is then read.
func (r record) part(name string) gjson.Result {
	v := gjson.GetBytes(r, name)
	if v.Type == gjson.String && strings.HasPrefix(strings.TrimSpace(v.Str), "{") && gjson.Valid(v.Str) {
		return gjson.Parse(v.Str)
	}
	return v
}

func (r record) request() gjson.Result  { return r.part("requestParameters") }
func (r record) response() gjson.Result { return r.part("responseElements") }

// flat is a member of the record as the sources' queries see it: flattened.
func (r record) flat(name string) string { return loader.Flatten(gjson.GetBytes(r, name)) }

// scalar is the text of a value; what counts as absent is the empty text.
func scalar(v gjson.Result) string {
	if v.IsObject() || v.IsArray() {
		return loader.Flatten(v)
	}
	return v.String()
}

// scalars are the texts of a list, or of a lone value in its place.
func scalars(v gjson.Result) []string {
	var all []string
	for _, one := range v.Array() {
		if s := scalar(one); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// distinct is a list of texts without repeats, in the order in which they
// came. The empty text, which is no value, is left out.
type distinct struct {
	texts []string
	seen  map[string]bool
}

func (s *distinct) add(texts ...string) {
	for _, text := range texts {
		if text == "" || s.seen[text] {
			continue
		}
		if s.seen == nil {
			s.seen = map[string]bool{}
		}
		s.seen[text] = true
		s.texts = append(s.texts, text)
	}
}

func (s *distinct) value() Value { return List(s.texts...) }
