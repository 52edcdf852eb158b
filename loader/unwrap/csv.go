package unwrap

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// CSV knows what the columns of a CSV of CloudTrail events mean.
type CSV struct {
	columns []csvColumn
	named   bool // the columns have at least an event's source and name
	whole   []int
}

// csvColumn is a column: the place in the record of its values.
type csvColumn struct {
	target
	known bool
}

// wholeColumns are the columns, in lower case, whose cells hold records.
var wholeColumns = map[string]bool{
	"cloudtrailevent": true, "eventjson": true, "event.original": true, "_raw": true, "message": true, "@message": true,
}

// RecogniseCSV tells from its header whether a CSV holds CloudTrail events:
// records in a column, or their fields in columns of CloudTrail's names, or of
// those of its console, of Athena and Lake, of Sentinel, Elastic or OCSF.
func RecogniseCSV(header []string) (CSV, bool) {
	c := CSV{columns: make([]csvColumn, len(header))}
	has := map[string]bool{}
	for i, name := range header {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\uFEFF"))
		if wholeColumns[strings.ToLower(name)] {
			c.whole = append(c.whole, i)
			continue
		}
		t, ok := lookUp(name)
		c.columns[i] = csvColumn{t, ok}
		has[t.name] = ok
	}
	c.named = has["eventsource"] && has["eventname"]
	return c, c.named || len(c.whole) > 0
}

// Record makes the record of a row: the one that a cell holds, or else the one
// that its cells make together.
func (c CSV) Record(fields []string) (Record, error) {
	if len(fields) != len(c.columns) {
		return Record{}, fmt.Errorf("a row of %d fields under a header of %d", len(fields), len(c.columns))
	}
	for _, i := range c.whole {
		o := opener{left: maxUnescaped}
		o.text(fields[i], 0)
		switch {
		case len(o.records) == 1:
			return o.records[0], nil
		case len(o.records) > 1:
			return Record{}, fmt.Errorf("%d records in one row", len(o.records))
		}
	}
	if !c.named {
		return Record{}, errNoRecordInRow
	}
	m := &maker{}
	for i, column := range c.columns {
		if column.known {
			m.put(column.target, gjson.Result{Type: gjson.String, Str: fields[i]})
		}
	}
	return m.record()
}

var errNoRecordInRow = errors.New("no CloudTrail record in the row")
