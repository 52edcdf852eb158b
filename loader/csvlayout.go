package loader

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// csvLayout knows what the columns of a CSV of CloudTrail events mean.
type csvLayout struct {
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

// recogniseCSV tells from its header whether a CSV holds CloudTrail events:
// records in a column, or their fields in columns of CloudTrail's names, or of
// those of its console, of Athena and Lake, of Sentinel, Elastic or OCSF.
func recogniseCSV(header []string) (csvLayout, bool) {
	l := csvLayout{columns: make([]csvColumn, len(header))}
	has := map[string]bool{}
	for i, name := range header {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\uFEFF"))
		if wholeColumns[strings.ToLower(name)] {
			l.whole = append(l.whole, i)
			continue
		}
		t, ok := lookUp(name)
		l.columns[i] = csvColumn{t, ok}
		has[t.name] = ok
	}
	l.named = has["eventsource"] && has["eventname"]
	return l, l.named || len(l.whole) > 0
}

// record makes the record of a row: the one that a cell holds, or else the one
// that its cells make together.
func (l csvLayout) record(fields []string) (unwrapped, error) {
	if len(fields) != len(l.columns) {
		return unwrapped{}, fmt.Errorf("a row of %d fields under a header of %d", len(fields), len(l.columns))
	}
	for _, i := range l.whole {
		o := opener{left: maxUnescaped}
		o.text(fields[i], 0)
		switch {
		case len(o.records) == 1:
			return o.records[0], nil
		case len(o.records) > 1:
			return unwrapped{}, fmt.Errorf("%d records in one row", len(o.records))
		}
	}
	if !l.named {
		return unwrapped{}, errNoRecordInRow
	}
	m := &maker{}
	for i, column := range l.columns {
		if column.known {
			m.put(column.target, gjson.Result{Type: gjson.String, Str: fields[i]})
		}
	}
	return m.record()
}

var errNoRecordInRow = errors.New("no CloudTrail record in the row")
