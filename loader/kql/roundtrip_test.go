package kql

import (
	"math/rand"
	"strings"
	"testing"
	"time"
)

// checkRoundTrip holds for every query: both readers read back what is printed.
func checkRoundTrip(t *testing.T, q Query) {
	t.Helper()
	text := q.String()
	for name, parse := range readers() {
		again, err := parse(text)
		if err != nil {
			t.Fatalf("%s(%q): %v", name, text, err)
		}
		if !again.Equal(q) {
			t.Fatalf("%s(%q) = %#v, want %#v", name, text, again.expr, q.expr)
		}
	}
}

var pieces = []string{
	"a", "B", "1", "10.5", "user.name", "i-0abc", "é", "😀", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "*", "**", `\`, `"`, "(", ")", ":", "<", ">=",
	"{", "}", "!", "and", "or", "not", "OR", `\u0041`, `\n`, "\x00", "\x1b", "\xff", "\ufffd", "\u202e", "\U000e0001", "arn:aws:iam::1:role/x", "2024-08-01",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.Intn(5) {
		b.WriteString(pieces[r.Intn(len(pieces))])
	}
	return b.String()
}

func randomQuery(r *rand.Rand, depth int) Query {
	kinds := 10
	if depth == 0 {
		kinds = 6
	}
	several := func() []Query {
		qs := make([]Query, r.Intn(4))
		for i := range qs {
			qs[i] = randomQuery(r, depth-1)
		}
		return qs
	}
	at := func() time.Time { return time.Unix(r.Int63n(1<<32), r.Int63n(1e9)) }
	switch r.Intn(kinds) {
	case 0:
		values := make([]string, r.Intn(4))
		for i := range values {
			values[i] = randomText(r)
		}
		return Is(randomText(r), values...)
	case 1:
		return Like(randomText(r), randomText(r))
	case 2:
		return Exists(randomText(r))
	case 3:
		return Word(randomText(r))
	case 4:
		return Within(at(), at())
	case 5:
		return Is("same", randomText(r))
	case 6, 7:
		return And(several()...)
	case 8:
		return Or(several()...)
	default:
		return Not(randomQuery(r, depth-1))
	}
}

func TestRoundTripOfConstructors(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 5_000 {
		checkRoundTrip(t, randomQuery(r, 4))
	}
}

func TestRoundTripOfParsers(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	tokens := append([]string{"a:", "a:1", "b:(", "c > 5", " and ", " or ", " not ", "@timestamp:", `"x y"`}, pieces...)
	read := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + r.Intn(8) {
			b.WriteString(tokens[r.Intn(len(tokens))])
		}
		for _, parse := range readers() {
			if q, err := parse(b.String()); err == nil {
				read++
				checkRoundTrip(t, q)
			}
		}
	}
	if read < 1000 {
		t.Errorf("only %d texts were queries: the test does not test", read)
	}
}

// The deepest query that is read can be read again when it is printed.
func TestRoundTripOfDeepest(t *testing.T) {
	for _, level := range []string{"x and (y or ", "not (x or ", "not (x and ", "(", "not ", "f:1 or (f:2 and "} {
		deepest := 0
		for _, n := range []int{1, maxDepth/2 - 2, maxDepth/2 - 1, maxDepth / 2, maxDepth - 2, maxDepth - 1, maxDepth} {
			for _, core := range []string{"f:a or f:b", "f:(a or b)", "not f:a and g:b"} {
				q, err := Parse(strings.Repeat(level, n) + core + strings.Repeat(")", n*strings.Count(level, "(")))
				if err == nil {
					deepest = n
					checkRoundTrip(t, q)
				}
			}
		}
		if deepest < maxDepth/2-2 {
			t.Errorf("%q is read only when nested %d times", level, deepest)
		}
	}
}

// Negation, conjunction and disjunction mean the same however they are folded.
func TestOperatorsAreBoolean(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 2_000 {
		doc := record{"same": {randomText(r)}, "a": {randomText(r)}, TimeField: {formatTime(time.Unix(r.Int63n(1<<32), 0))}}
		p, q := randomQuery(r, 3), randomQuery(r, 3)
		inP, inQ := p.Compile()(doc), q.Compile()(doc)
		if Not(p).Compile()(doc) == inP {
			t.Fatalf("not: %s on %q", p, doc)
		}
		if And(p, q).Compile()(doc) != (inP && inQ) {
			t.Fatalf("and: %s; %s on %q", p, q, doc)
		}
		if Or(p, q).Compile()(doc) != (inP || inQ) {
			t.Fatalf("or: %s; %s on %q", p, q, doc)
		}
	}
}

func FuzzParse(f *testing.F)        { fuzz(f, Parse) }
func FuzzParseLenient(f *testing.F) { fuzz(f, ParseLenient) }

func fuzz(f *testing.F, parse func(string) (Query, error)) {
	for _, text := range append(pieces, "a:(1 or not 2*) and b > 3", `@timestamp:"2024-08-01" or x`, `a:"\ud83d\ude00"`, `a:\and\ b`) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if q, err := parse(text); err == nil {
			checkRoundTrip(t, q)
			q.Compile()(record{"a": {"1"}})
			q.Window()
		}
	})
}
