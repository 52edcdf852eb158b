package loader

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"coldtrail/loader/unwrap"
)

// Three records, as short as records can be.
const (
	recA = `{"eventSource":"s","eventName":"A"}`
	recB = `{"eventSource":"s","eventName":"B","x":{"y":[1,{"z":"]}"}]}}`
	recC = `{"eventName":"C","eventSource":"s","q":"\"{\\"}`
)

// broken is how the tests write a value that is no record.
func broken(offset int, err error) string { return fmt.Sprintf("broken at %d: %v", offset, err) }

// split gives all values of a stream: the texts of the records, and what
// broken says of the others. It fails when a record is not at its offset.
func split(t *testing.T, text string, in io.Reader, limit int) ([]string, error) {
	t.Helper()
	s := newSplitter(in, nil, unwrap.Check)
	s.limit = limit
	var values []string
	for {
		v, err := s.next()
		switch {
		case err != nil:
			return values, err
		case v.err != nil:
			values = append(values, broken(int(v.offset), v.err))
			continue
		}
		if at := text[v.offset : v.offset+int64(len(v.data))]; at != string(v.data) {
			t.Errorf("at byte %d is %q, not %q", v.offset, at, v.data)
		}
		values = append(values, string(v.data))
	}
}

// readings are the ways in which a reader may hand out the same bytes.
var readings = map[string]func(io.Reader) io.Reader{
	"whole":        func(r io.Reader) io.Reader { return r },
	"byte by byte": iotest.OneByteReader,
	"by halves":    iotest.HalfReader,
	"error early":  iotest.DataErrReader,
}

func checkSplit(t *testing.T, text string, limit int, want []string, end error) {
	t.Helper()
	for name, reading := range readings {
		got, err := split(t, text, reading(strings.NewReader(text)), limit)
		if !slices.Equal(got, want) {
			t.Errorf("read %s:\n got %q\nwant %q", name, got, want)
		}
		if !errors.Is(err, end) {
			t.Errorf("read %s: ended with %v, want %v", name, err, end)
		}
	}
}

func TestSplitWhole(t *testing.T) {
	pretty := "{\r\n  \"eventSource\" : \"s\",\r\n  \"eventName\" : \"A\"\r\n}"
	late := `{"x":"` + strings.Repeat("x", 9000) + `","y":1,` + recA[1:]
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing":                     {"", nil},
		"white space":                 {" \r\n\t", nil},
		"byte order mark alone":       {"\ufeff", nil},
		"one record":                  {recA, []string{recA}},
		"records run together":        {recA + recB + recC, []string{recA, recB, recC}},
		"JSON Lines":                  {recA + "\n" + recB + "\n" + recC + "\n", []string{recA, recB, recC}},
		"JSON Lines, CRLF":            {recA + "\r\n" + recB + "\r\n" + recC, []string{recA, recB, recC}},
		"array":                       {"[" + recA + "," + recB + "]", []string{recA, recB}},
		"empty array":                 {"[]", nil},
		"arrays in arrays":            {"[[" + recA + "],[[" + recB + "]," + recC + "]]", []string{recA, recB, recC}},
		"Records":                     {`{"Records":[` + recA + "," + recB + "," + recC + "]}", []string{recA, recB, recC}},
		"Records, none":               {`{"Records":[]}`, nil},
		"Records, line end behind":    {`{"Records":[` + recA + "]}\n", []string{recA}},
		"Records, byte order mark":    {"\ufeff" + `{"Records":[` + recA + "]}", []string{recA}},
		"Records, pretty-printed":     {"{\r\n \"Records\" : [\r\n" + pretty + " ,\r\n" + recB + "\r\n]\r\n}\r\n", []string{pretty, recB}},
		"keys around Records":         {`{"n":1,"o":{"Records":[1]},"a":["]"],"Records":[` + recA + `],"b":{"c":[{}]},"d":null,"e":"]}"}`, []string{recA}},
		"Records twice":               {`{"Records":[` + recA + `],"Records":[` + recB + `]}`, []string{recA, recB}},
		"a later Records is no array": {`{"Records":[` + recA + `],"Records":7}`, []string{recA}},
		"envelopes run together":      {`{"Records":[` + recA + `]}{"Records":[` + recB + `]}` + recC, []string{recA, recB, recC}},
		"envelopes in an array":       {`[{"Records":[` + recA + `]},{"Records":[]},{"Records":[` + recB + `]}]`, []string{recA, recB}},
		"an envelope among records":   {recA + `{"Records":[` + recB + `]}`, []string{recA, recB}},
		"a record that begins late":   {late, []string{late}},
		"a record with Records in it": {`{"eventSource":"s","eventName":"A","Records":[1]}`, []string{`{"eventSource":"s","eventName":"A","Records":[1]}`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { checkSplit(t, test.text, maxRecord, test.want, io.EOF) })
	}
}

func TestSplitBroken(t *testing.T) {
	noQuote := strings.Replace(recB, `"B"`, `"B`, 1)
	moreQuotes := strings.Replace(recB, `"B"`, `"B""`, 1)
	const records = `{"Records":[`
	invalid := unwrap.Check([]byte("{"))
	at := len(records) + len(recA) + 1 // where the second record begins
	tests := map[string]struct {
		text string
		want []string
		end  error
	}{
		"not JSON":                   {"eventSource,eventName\n", nil, errNotJSON},
		"only a part of a BOM":       {"\xef\xbb{}", nil, errNotJSON},
		"broken off in a record":     {records + recA + "," + recB[:30], []string{recA, broken(at, errUnended)}, io.ErrUnexpectedEOF},
		"broken off in a string":     {records + recA + "," + recB[:20], []string{recA, broken(at, errUnended)}, io.ErrUnexpectedEOF},
		"broken off after a record":  {records + recA, []string{recA}, io.ErrUnexpectedEOF},
		"broken off after a comma":   {records + recA + ",", []string{recA}, io.ErrUnexpectedEOF},
		"broken off after the array": {records + recA + "]", []string{recA}, io.ErrUnexpectedEOF},
		"broken off in the envelope": {`{"Recor`, []string{broken(0, errUnended)}, io.ErrUnexpectedEOF},
		"broken off in a key behind": {records + recA + `],"next`, []string{recA, broken(at+1, errUnended)}, io.ErrUnexpectedEOF},
		"a line broken off":          {recA + "\n" + recB[:30], []string{recA, broken(len(recA)+1, errUnended)}, io.ErrUnexpectedEOF},
		"a quote is missing": {
			records + recA + "," + noQuote + "," + recC + "," + recA + "]}",
			[]string{recA, broken(at, errMismatch), recC, recA}, io.EOF,
		},
		"a quote too many": {
			records + recA + "," + moreQuotes + "," + recC + "," + recA + "]}",
			[]string{recA, broken(at, errMismatch), recC, recA}, io.EOF,
		},
		"a quote is missing in a line": {
			recA + "\n" + noQuote + "\n" + recC,
			[]string{recA, broken(len(recA)+1, errMismatch), recC}, io.EOF,
		},
		"the last line is broken":    {recA + "\n{\"a\":\"b}\n", []string{recA, broken(len(recA)+1, errRawNewline)}, io.EOF},
		"a closing bracket is wrong": {records + recA + `,{"a":[1}},` + recC + "]}", []string{recA, broken(at, errMismatch), recC}, io.EOF},
		"an opening one is missing":  {`{"Records":` + recA + "," + recB + "]}", []string{broken(0, errMismatch), recA, recB}, io.EOF},
		"not valid JSON":             {records + recA + `,{"a":tru},` + recC + "]}", []string{recA, broken(at, invalid), recC}, io.EOF},
		"no comma in a record":       {records + recA + `,{"a":1 "b":2},` + recC + "]}", []string{recA, broken(at, invalid), recC}, io.EOF},
		"a raw control character":    {records + recA + ",{\"a\":\"\x01\"}," + recC + "]}", []string{recA, broken(at, invalid), recC}, io.EOF},
		"an object that is no record": {
			records + recA + `,{"a":{"eventSource":1}},` + recC + "]}",
			[]string{recA, broken(at, unwrap.ErrNoRecord), recC}, io.EOF,
		},
		"Records is no array":  {`{"Records":{}}`, []string{broken(0, unwrap.ErrNoRecord)}, io.EOF},
		"a bare word":          {records + recA + ",null," + recC + "]}", []string{recA, broken(at, errNoObject), recC}, io.EOF},
		"a number":             {records + recA + ",17," + recC + "]}", []string{recA, broken(at, errNoObject), recC}, io.EOF},
		"a string":             {records + recA + `,"{",` + recC + "]}", []string{recA, broken(at, errNoObject), recC}, io.EOF},
		"garbage behind":       {records + recA + "]}\x00\x00\x00", []string{recA, broken(at+1, errNoObject)}, io.EOF},
		"no commas":            {records + recA + recB + " " + recC + "]}", []string{recA, recB, recC}, io.EOF},
		"brackets too many":    {records + recA + "]}]}]", []string{recA}, io.EOF},
		"a bracket is missing": {records + recA + "}", []string{recA}, io.ErrUnexpectedEOF},
		"a key without value":  {records + recA + `],"a",` + `"b":}`, []string{recA}, io.EOF},
		"a line ends in a key": {records + recA + "],\"a\n\":1}" + recC, []string{recA, broken(at+1, errRawNewline), recC}, io.ErrUnexpectedEOF},
		"a line ends in a key's value": {
			records + recA + "],\"a\":\"\n\"}\n" + records + recC + "]}",
			[]string{recA, broken(at+1+len(`"a":`), errRawNewline), recC}, io.EOF,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { checkSplit(t, test.text, maxRecord, test.want, test.end) })
	}
}

// Files that broke off, put one behind the other: however many, none hides the next.
func TestSplitManyBreaks(t *testing.T) {
	const files = 3 * maxEnvelopes
	text := strings.Repeat(`{"Records":[`+recA+","+recB[:25], files) + `{"Records":[` + recC + "]}"
	values, err := split(t, text, strings.NewReader(text), maxRecord)
	if err != io.EOF {
		t.Errorf("ended with %v", err)
	}
	if len(values) != 2*files+1 || values[len(values)-1] != recC {
		t.Errorf("got %d values, the last %s", len(values), values[len(values)-1])
	}
}

func TestSplitDepth(t *testing.T) {
	nested := func(depth int) string {
		return `{"eventSource":"s","eventName":"N","x":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + "}"
	}
	deep, tooDeep := nested(unwrap.MaxDepth), nested(unwrap.MaxDepth+1)
	checkSplit(t, deep+recA, maxRecord, []string{deep, recA}, io.EOF)
	checkSplit(t, tooDeep+recA, maxRecord, []string{broken(0, errTooDeep), recA}, io.EOF)

	arrays := strings.Repeat("[", maxEnvelopes)
	checkSplit(t, arrays+recA+strings.Repeat("]", maxEnvelopes), maxRecord, []string{recA}, io.EOF)
	checkSplit(t, arrays+"["+recA+"]", maxRecord, []string{broken(maxEnvelopes, errNoObject)}, io.ErrUnexpectedEOF)
}

func TestSplitLimit(t *testing.T) {
	const limit = 100
	long := func(n int) string {
		const rest = `{"eventSource":"s","eventName":"L","x":""}`
		return rest[:len(rest)-2] + strings.Repeat("x", n-len(rest)) + `"}`
	}
	tests := map[string]struct {
		text string
		want []string
		end  error
	}{
		"just short enough":     {long(limit) + recA, []string{long(limit), recA}, io.EOF},
		"just too long":         {long(limit+1) + recA, []string{broken(0, errTooLong), recA}, io.EOF},
		"far too long":          {"[" + long(9*limit) + "," + recA + "]", []string{broken(1, errTooLong), recA}, io.EOF},
		"a word too long":       {recA + strings.Repeat("x", 3*limit) + recA, []string{recA, broken(len(recA), errTooLong), recA}, io.EOF},
		"a key too long":        {`{"Records":[],"` + strings.Repeat("k", 3*limit) + `":1}`, []string{broken(14, errTooLong)}, io.ErrUnexpectedEOF},
		"a long Records array":  {`{"Records":[` + strings.Repeat(recA+",", 9) + recB + "]}", append(slices.Repeat([]string{recA}, 9), recB), io.EOF},
		"white space between":   {recA + strings.Repeat(" ", 3*limit) + recB, []string{recA, recB}, io.EOF},
		"white space in object": {recA + "{" + strings.Repeat(" ", 3*limit) + recB, []string{recA, broken(len(recA), errTooLong), recB}, io.EOF},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { checkSplit(t, test.text, limit, test.want, test.end) })
	}
}

// endless gives the same byte for ever, as a hostile archive may.
type endless struct{ c byte }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.c
	}
	return len(p), nil
}

func TestSplitMemory(t *testing.T) {
	const limit, length = 1 << 16, 8 << 20
	for name, head := range map[string]string{"white space": " ", "string": `{"a":"`, "object": "{", "arrays": "[", "word": "[x", "braces": "{\"{"} {
		in := io.MultiReader(strings.NewReader(head), io.LimitReader(endless{head[len(head)-1]}, length))
		s := newSplitter(in, nil, unwrap.Check)
		s.limit = limit
		for {
			if _, err := s.next(); err != nil {
				break
			}
		}
		if cap(s.buf) > 4<<20 {
			t.Errorf("%s: holds %d bytes", name, cap(s.buf))
		}
	}
}

func TestSplitReadError(t *testing.T) {
	failed := errors.New("bad disk")
	in := io.MultiReader(strings.NewReader("["+recA+","+recB[:20]), iotest.ErrReader(failed))
	values, err := split(t, "["+recA, in, maxRecord)
	if want := []string{recA, broken(len(recA)+2, failed)}; !slices.Equal(values, want) || err != failed {
		t.Errorf("got %q and %v, want %q and %v", values, err, want, failed)
	}
}

// Whatever one byte is changed to, the other records are found where they are,
// apart from the one before it when it is the comma or bracket between them.
func TestSplitFlippedByte(t *testing.T) {
	const head = `{"Records":[`
	text := head + recA + "," + recB + "," + recC + "," + recA + "]}"
	from, to := len(head)+len(recA)+1, len(head)+len(recA)+1+len(recB)
	for i := from; i < to; i++ {
		for _, c := range []byte("\"\\{}[],:x1 \n\x00\xff") {
			if text[i] == c {
				continue
			}
			flipped := text[:i] + string([]byte{c}) + text[i+1:]
			values, err := split(t, flipped, strings.NewReader(flipped), maxRecord)
			if err != io.EOF || len(values) < 4 || values[0] != recA || !slices.Equal(values[len(values)-2:], []string{recC, recA}) {
				t.Errorf("byte %d made %q: got %q, %v", i-from, c, values, err)
			}
		}
	}
}
