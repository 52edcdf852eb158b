package loader

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"sync"
	"testing"
)

// held gives a text, but holds back what is behind its first part until it is released.
type held struct {
	first, rest io.Reader
	release     chan struct{}
}

func (h *held) Read(p []byte) (int, error) {
	n, err := h.first.Read(p)
	if err == io.EOF {
		<-h.release
		return h.rest.Read(p)
	}
	return n, err
}

// While a load goes on there are snapshots: of the files that were read, and
// of what was read so far of a long one.
func TestSnapshots(t *testing.T) {
	short := dump(t, map[string]string{"a.json": envelope(call(1), call(2))})
	var text bytes.Buffer
	const many = publishEvery + 1000
	for n := range many {
		text.WriteString(`{"eventSource":"s","eventName":"n","eventTime":"2024-08-01T00:00:00Z","x":"i-` + strconv.Itoa(100_000_000+n%1000) + `","n":` + strconv.Itoa(n) + "}\n")
	}
	stdin := &held{first: bytes.NewReader(text.Bytes()), rest: bytes.NewReader([]byte(call(3))), release: make(chan struct{})}
	release := sync.OnceFunc(func() { close(stdin.release) })
	var snapshots []*Dataset
	progress := func(p Progress) {
		if p.Dump != nil && (len(snapshots) == 0 || snapshots[len(snapshots)-1] != p.Dump) {
			snapshots = append(snapshots, p.Dump)
			if p.Dump.Len() >= publishEvery+2 {
				release()
			}
		}
	}
	d, err := Load(context.Background(), []string{short, Stdin}, Options{Stdin: stdin, Snapshots: true}, progress)
	if err != nil || d.Len() != many+3 || d.Report().Loading {
		t.Fatalf("%d events, %v", d.Len(), err)
	}
	checkBalance(t, d)
	if len(snapshots) == 0 {
		t.Fatal("there was no snapshot")
	}
	for _, s := range snapshots {
		checkBalance(t, s)
		if !s.Report().Loading {
			t.Error("a snapshot does not say that it is one")
		}
		for _, id := range s.All() {
			if got, want := s.At(id), d.At(id); got != want {
				t.Fatalf("event %v is %+v in a snapshot, %+v at the end", id, got, want)
			}
		}
		for _, e := range s.EntitiesOf(Instance) {
			if n := s.Count(e); n == 0 || n > d.Count(e) {
				t.Errorf("%v has %d events in a snapshot, %d at the end", e, n, d.Count(e))
			}
		}
		last := s.ID(s.Len() - 1)
		if got, err := s.Raw(context.Background(), last); err != nil || !bytes.HasPrefix(got, []byte("{")) {
			t.Errorf("the record of %v is %q, %v", last, got, err)
		}
	}
}
