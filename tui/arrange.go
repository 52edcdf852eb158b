package tui

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/tui/table"

	tea "github.com/charmbracelet/bubbletea"
)

// This file computes, in commands, which rows of a list are shown and in which
// order.

// arrangement is rows as a view asks for them.
type arrangement struct {
	rows    listRows
	of      view
	order   []int // the rows that are shown, in their order; nil is the order of the source
	matched []int // those that the filter lets through, in the order of the source; nil is all
	lit     bits  // the same rows, where the others are shown too
	partial bool  // the search was stopped: there may be more
	err     error // why it could not be computed

	runs   map[int]int // row → how many it stands for, where repeats are folded
	before []int       // the order before it was folded
	starts []int       // position → where its run begins there
}

// lens is the rows as the table draws them.
func (a *arrangement) lens(t *Theme) *lens {
	return &lens{rows: a.rows, runs: a.runs, theme: t, dim: a.dimmed(), lit: a.lit}
}

// dimmed tells whether rows that do not match are shown too.
func (a *arrangement) dimmed() bool { return a.of.dim && a.matched != nil }

// run gives the rows that the one at a position stands for.
func (a *arrangement) run(pos int) []int {
	start := a.starts[pos]
	n := max(a.runs[a.order[pos]], 1)
	if a.before != nil {
		return a.before[start : start+n]
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = start + i
	}
	return rows
}

// job is an arrangement in the making.
type job struct {
	number int
	stop   context.CancelCauseFunc
	rows   listRows
	of     view
	reuse  []int // what matches, where that is known
	known  bool
	over   chan struct{} // closed at the end

	found, done, total atomic.Int64 // of a search that reads records
	reading            atomic.Bool
}

func (j *job) sorts() bool { return len(j.of.sorts) > 0 }

// errStopped is why a search ends that the analyst stopped: what it found is kept.
var errStopped = errors.New("stopped")

// read tells how far a search through the records is.
func (j *job) read(done, total int64) {
	j.done.Store(done)
	j.total.Store(total)
	j.reading.Store(true)
}

// arrangedMsg carries what a job computed.
type arrangedMsg struct {
	number int
	result arrangement
}

// tickMsg asks to look how far a job is.
type tickMsg struct{ number int }

// searcher is a row source that finds what matches by itself. It counts in the
// job what it found, and how far it is.
type searcher interface {
	Search(ctx context.Context, d *loader.Dataset, q kql.Query, j *job) ([]int, error)
}

// latest are the newest rows there are, shown or not yet.
func (l *list) latest() listRows {
	if l.job != nil {
		return l.job.rows
	}
	return l.rows
}

// wanted is the newest view that was asked for, shown or not yet.
func (l *list) wanted() view {
	if l.job != nil {
		return l.job.of
	}
	if l.ready {
		return l.of
	}
	return l.view
}

// arrange shows rows as a view asks: at once where nothing has to be computed,
// else when a command has done so; what goes on is given up. same says that the
// rows are those that are shown.
func (l *list) arrange(rows listRows, v view, same bool) tea.Cmd {
	l.halt()
	if !same {
		l.memo = memo{}
	}
	if v.plain() {
		l.put(arrangement{rows: rows, of: v})
		return nil
	}
	ctx, stop := context.WithCancelCause(l.ctx)
	l.jobs++
	j := &job{number: l.jobs, stop: stop, rows: rows, of: v, over: make(chan struct{})}
	if l.memo.known && l.memo.query.Equal(v.stack.Query()) {
		j.reuse, j.known = l.memo.matched, true
	}
	l.job = j
	dump := l.dump
	return tea.Batch(func() tea.Msg { return j.compute(ctx, dump) }, j.tick())
}

// memo is what the rows that are shown gave for a query.
type memo struct {
	query   kql.Query
	matched []int
	known   bool
}

// halt gives up what is being computed.
func (l *list) halt() {
	if l.job != nil {
		l.job.stop(nil)
		l.job = nil
	}
}

// tick waits a while, or for the end of the job.
func (j *job) tick() tea.Cmd {
	return func() tea.Msg {
		select {
		case <-j.over:
			return nil
		case <-time.After(100 * time.Millisecond):
			return tickMsg{j.number}
		}
	}
}

// compute finds, sorts and folds.
func (j *job) compute(ctx context.Context, d *loader.Dataset) tea.Msg {
	defer close(j.over)
	a := arrangement{rows: j.rows, of: j.of, matched: j.reuse}
	q := j.of.stack.Query()
	if !j.known && !q.All() {
		a.matched, a.err = j.match(ctx, d, q)
		if a.partial = a.err != nil && context.Cause(ctx) == errStopped; a.partial {
			a.err, ctx = nil, context.WithoutCancel(ctx) // what was found is shown
		}
	}
	if a.err != nil {
		return arrangedMsg{j.number, a}
	}
	a.order = a.matched
	if a.dimmed() {
		a.order, a.lit = nil, bitsOf(a.matched, a.rows.Len())
	}
	if j.sorts() {
		a.order, a.err = j.sorted(ctx, d, a.order)
	}
	if f, ok := j.rows.(folder); ok && j.of.fold {
		a.fold(f)
	}
	return arrangedMsg{j.number, a}
}

func (j *job) match(ctx context.Context, d *loader.Dataset, q kql.Query) ([]int, error) {
	if s, ok := j.rows.(searcher); ok {
		return s.Search(ctx, d, q, j)
	}
	return matchRows(ctx, j.rows.(asker), q)
}

// sorted gives rows, all for nil, in the order that the view asks for.
func (j *job) sorted(ctx context.Context, d *loader.Dataset, rows []int) ([]int, error) {
	by := make([]table.By, len(j.of.sorts))
	n := j.rows.Len()
	if rows != nil {
		n = len(rows)
	}
	for i, s := range j.of.sorts {
		key := j.rows.Keys(d, s.Col)
		if rows != nil {
			all := key
			key = func(i int) table.Key { return all(rows[i]) }
		}
		by[i] = table.By{Key: key, Desc: s.Desc}
	}
	order, err := table.Order(ctx, n, by...)
	if rows != nil {
		for i, k := range order {
			order[i] = rows[k]
		}
	}
	return order, err
}

// fold leaves of rows that follow each other and only repeat the one above the
// first.
func (a *arrangement) fold(f folder) {
	n := a.rows.Len()
	at := func(i int) int { return i }
	if a.order != nil {
		n, at = len(a.order), func(i int) int { return a.order[i] }
	}
	var order []int
	a.runs, a.starts = map[int]int{}, nil
	for i := 0; i < n; {
		end := i + 1
		for end < n && f.Repeats(at(end-1), at(end)) {
			end++
		}
		if end-i > 1 {
			a.runs[at(i)] = end - i
		}
		order, a.starts = append(order, at(i)), append(a.starts, i)
		i = end
	}
	a.before, a.order = a.order, append([]int{}, order...)
}

// heard takes what the commands of every list give back, and tells whether it
// was that.
func (l *list) heard(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case arrangedMsg:
		if l.job != nil && msg.number == l.job.number {
			l.halt()
			l.put(msg.result)
		}
	case tickMsg:
		if l.job != nil && msg.number == l.job.number {
			return l.job.tick(), true
		}
	case offersMsg:
		if l.bar != nil {
			l.bar.offered(msg)
		}
	case withMsg:
		return l.filter(msg.conditions...), true
	case columnsMsg:
		for i, col := range msg.cols {
			l.SetShape(col, msg.shapes[i])
		}
	case stackMsg:
		v := l.view
		v.stack = msg.stack
		return l.do(v), true
	default:
		return nil, false
	}
	return nil, true
}

// put shows an arrangement. The cursor stays on the row that it was on, if that
// is shown, else it goes to the next one.
func (l *list) put(a arrangement) {
	if a.err != nil {
		l.err, l.ready = a.err, true
		return
	}
	if f, ok := a.rows.(finder); ok && l.anchor >= 0 && l.anchor < l.rows.Len() {
		l.anchor = f.Find(l.rows, l.anchor)
	}
	l.arrangement, l.ready = a, true
	if a.matched != nil && !a.partial {
		l.memo = memo{a.of.stack.Query(), a.matched, true}
	}
	l.version++
	l.Set(l.lens(&l.Theme), a.order, l.nearest())
	if l.anchor < 0 {
		l.anchor = l.Row()
	}
	l.SetSorts(a.of.sorts...)
}

// nearest is the anchor, or the row that is shown next behind it.
func (l *list) nearest() int {
	if l.order == nil || len(l.of.sorts) > 0 || len(l.order) == 0 || l.anchor < 0 {
		return l.anchor
	}
	i, _ := slices.BinarySearch(l.order, l.anchor)
	return l.order[min(i, len(l.order)-1)]
}
