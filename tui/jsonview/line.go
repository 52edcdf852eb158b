package jsonview

import (
	"unicode/utf8"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// drawing is a line in the making: what stands at its two ends.
type drawing struct {
	m           *Model
	cursor      bool
	left, right ink.Line
}

// over returns style as it is on the line.
func (d *drawing) over(style ink.Style) ink.Style {
	if d.cursor {
		return d.m.st.Cursor.On(style)
	}
	return style
}

// add puts t at the end of one of the two halves.
func (d *drawing) add(l *ink.Line, style ink.Style, t safe.Text) {
	if t.Hostile() {
		style = d.m.st.Hostile.On(style)
	}
	l.Add(d.over(style), d.m.g.Text(t))
}

// unfolded draws the first line of an object or array, whose members follow.
func (d *drawing) unfolded(n *node) {
	d.add(&d.left, d.m.st.Muted, d.m.g.Open)
	d.left.Pad(d.m.keyColumn(n))
	if n.parent != nil {
		d.add(&d.left, d.match(d.m.st.Key, n.keyMatch), n.label())
		d.add(&d.left, d.m.st.Muted, safe.Lit(" "))
	}
	d.add(&d.left, d.m.st.Muted, safe.Cell(n.raw[:1]))
	info := count(n)
	if n.parent == nil {
		info = safe.Sprintf("%s  %s", info, size(len(n.raw)))
	}
	d.add(&d.right, d.m.st.Muted, info)
}

// folded draws an object or array on one line, with some of what is in it.
func (d *drawing) folded(n *node) {
	d.add(&d.left, d.m.st.Muted, d.m.g.Closed)
	d.key(n)
	shape := safe.Sprintf("[%s]", count(n))
	if n.isObject() {
		shape = safe.Sprintf("{%s}", count(n))
	}
	d.add(&d.left, d.m.st.Muted, shape)
	for _, leaf := range telling(n) {
		d.add(&d.left, d.m.st.Muted, safe.Sprintf("  %s=", leaf.label()))
		source := leaf.raw
		if leaf.isString() {
			source = source[1 : len(source)-1]
		}
		d.add(&d.left, d.m.st.Value, safe.JSON(head(source, 4*maxColumn)).Cut(maxColumn))
	}
}

// leaf draws a value on one line, with its hint, or its size when only a part
// of it can be shown.
func (d *drawing) leaf(n *node) {
	d.key(n)
	switch {
	case n.deeper():
		d.add(&d.left, d.m.st.Muted, safe.Sprintf("%s… deeper%s", safe.Cell(n.raw[:1]), safe.Cell(n.raw[len(n.raw)-1:])))
		return
	case len(n.raw) > maxLeaf:
		d.add(&d.right, d.m.st.Muted, size(len(n.raw)))
	case !n.container() && !n.opaque:
		d.add(&d.right, d.m.st.Hint, d.m.hint(n.path(), n.name(), n.text()))
	}
	source := n.raw
	if from := d.from(n); from > 0 {
		d.add(&d.left, d.m.st.Muted, safe.Lit("…"))
		source = n.raw[from:]
	}
	d.add(&d.left, d.match(d.m.st.Value, n.valueMatch), safe.JSON(head(source, maxLeaf)))
}

// from returns the byte from which on a leaf is drawn: 0, or, where its match
// would be out of sight, one shortly before that.
func (d *drawing) from(n *node) int {
	room := max(d.m.w-d.left.Width()-d.right.Width()-1, 1)
	if !n.valueMatch || n.matchAt+d.m.sought <= room {
		return 0
	}
	from := min(n.matchAt-room/4, len(n.raw)-room)
	for from > 0 && !utf8.RuneStart(n.raw[from]) {
		from--
	}
	return from
}

// key draws the key of n in its column.
func (d *drawing) key(n *node) {
	d.left.Pad(d.m.keyColumn(n))
	if n.parent == nil {
		return
	}
	end := d.m.valueColumn(n.parent)
	d.add(&d.left, d.match(d.m.st.Key, n.keyMatch), d.m.g.Text(n.label()).Cut(end-2-d.m.keyColumn(n)))
	d.left.Pad(end)
}

func (d *drawing) match(style ink.Style, matches bool) ink.Style {
	if matches {
		return d.m.st.Match.On(style)
	}
	return style
}
