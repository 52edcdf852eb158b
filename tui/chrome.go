package tui

import (
	"coldtrail/hunts"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
)

// This file draws what stands round the screens: tabs, breadcrumb, message
// line and footer.

// tabRow names the tabs that there are, and how much was loaded. Where it lacks
// room a tab that is not open is its key alone: none may be out of sight.
func (a *App) tabRow() string {
	var right ink.Line
	right.Add(a.Text, a.Glyphs.Text(a.loadedWords()))
	if a.w >= narrowWidth { // below, the tabs need the room
		right.Add(a.Text, safe.Sprintf("  %s ", safe.Cell(a.zone.String())))
	}
	left := a.tabNames(false)
	if left.Width()+right.Width() >= a.w {
		left = a.tabNames(true)
	}
	return ink.Ends(left, &right, a.w)
}

// tabNames names the tabs, or, in short, the open one alone.
func (a *App) tabNames(short bool) *ink.Line {
	line := new(ink.Line)
	for i, t := range a.tabs {
		name, style := safe.Cell(t.key.Help().Key), a.Tab
		if i == a.open {
			style = a.OpenTab
		}
		if i == a.open || !short {
			name = name.Plus(safe.Lit(" "), t.name)
		}
		if i == len(a.tabs)-1 && a.dump != nil {
			name = name.Plus(a.Glyphs.Text(a.problemSign()))
		}
		if i > 0 {
			line.Add(a.Text, safe.Lit(" "))
		}
		line.Add(style, safe.Sprintf(" %s ", a.Glyphs.Text(name)))
	}
	return line
}

// loadedWords says how many events there are, and whether they are a part; while
// the load goes on, how far it is.
func (a *App) loadedWords() safe.Text {
	switch {
	case a.dump == nil || a.growing():
		return a.progressWords()
	case a.dump.Report().Stopped:
		return safe.Lit("part: ").Plus(a.eventWords(a.dump.Len()), a.days())
	}
	return a.eventWords(a.dump.Len()).Plus(a.days())
}

// progressWords is how much was read: 52%  ≥104,210 events.
func (a *App) progressWords() safe.Text {
	words := safe.Lit("≥").Plus(a.eventWords(a.progress.Events))
	switch {
	case a.progress.BytesTotal == 0: // nobody knows how much standard input has
		return words
	case a.w < narrowWidth:
		return percent(a.progress).Plus(safe.Lit(" "))
	}
	return percent(a.progress).Plus(safe.Lit("  "), words)
}

// eventWords is a number of events, in short where the names of the tabs need the room.
func (a *App) eventWords(n int) safe.Text {
	const roomy = 72
	if a.w < roomy {
		return safe.Int(n).Plus(safe.Lit(" ev"))
	}
	return plural(n, safe.Lit("event"))
}

// days is from when to when the events are, where there is room.
func (a *App) days() safe.Text {
	r := a.dump.Report()
	if a.w < framedWidth || r.First.IsZero() {
		return safe.Text{}
	}
	return safe.Lit("  ").Plus(a.format(r.First, "2006-01-02"), safe.Lit(" .. "), a.format(r.Last, "01-02"))
}

// problemSign is !N where N things of the dump could not be read.
func (a *App) problemSign() safe.Text {
	if n := len(a.dump.Report().Problems); n > 0 {
		return safe.Lit("!").Plus(a.count(n))
	}
	return safe.Text{}
}

// crumbRow is the stack as a breadcrumb, its end always in view.
func (a *App) crumbRow() string {
	var titles []safe.Text
	for _, v := range a.tabs[a.open].stack {
		titles = append(titles, v.screen.Title())
	}
	counts := a.Glyphs.Text(a.top().screen.Status().Counts).Cut(a.w / 2)
	var right ink.Line
	right.Add(a.Text, counts.Plus(safe.Lit(" ")))
	crumbs := a.Glyphs.Text(safe.Join(safe.Lit(" ▸ "), titles...)).CutHead(a.w - right.Width() - 2)
	var left ink.Line
	left.Add(a.Title, safe.Lit(" ").Plus(crumbs))
	return ink.Ends(&left, &right, a.w)
}

// messageRow says what the last act did, what a second key may be, or what is
// under the cursor.
func (a *App) messageRow() string {
	var left, right ink.Line
	room := a.w - 1
	if a.dump != nil && a.options != a.config.Options {
		right.Add(a.Warning, a.Glyphs.Text(a.optionWords()))
		room -= right.Width() + 1
	}
	switch {
	case a.chord != nil:
		left.Add(a.Message, a.Glyphs.Text(a.chord.prompt))
	case a.palette != nil:
		left.Add(a.Text, a.Glyphs.Text(a.palette.says()))
	case a.asked:
		left.Add(a.Message, safe.Lit(quitWords))
	case !a.message.Empty():
		left.Add(a.Message, a.Glyphs.Text(a.message))
	default:
		st := a.top().screen.Status()
		said := a.Glyphs.Text(st.Message)
		if said.Empty() {
			said = st.Under.fit(room, a.Glyphs)
		}
		left.Add(a.Text, said)
	}
	line := new(ink.Line).Add(a.Text, safe.Lit(" "))
	return line.Fit(1) + ink.Ends(&left, &right, a.w-1)
}

// quitWords is the question that q asks at the top, and ^C where nothing goes on.
const quitWords = "Quit?  q, ^C = yes, any other key = no"

// optionWords says how the hunts were run, where that is not as at the start.
func (a *App) optionWords() safe.Text {
	span := safe.Lit("window ").Plus(safe.Cell(a.options.Span.String()))
	switch a.options.Span {
	case hunts.Own:
		span = safe.Lit("the hunts' windows")
	case hunts.Whole:
		span = safe.Lit("whole dump")
	}
	words := safe.Cell(a.options.Mode.String()).Plus(safe.Lit(", "), span)
	if !a.options.Now.IsZero() {
		words = words.Plus(safe.Lit(", now "), a.Short(a.options.Now))
	}
	return words.Plus(safe.Lit(" "))
}

// footRow shows the keys that do something now.
func (a *App) footRow() string {
	k := a.keys
	if a.palette != nil {
		return a.bindings([]key.Binding{named(k.Back, "discard"), named(k.Enter, "do it"), bind("↑ ↓", "choose", "up", "down"), named(k.Focus, "complete"), named(k.HalfUp, "clear")}).Fit(a.w)
	}
	out := named(k.Leave, "quit")
	if len(a.tabs[a.open].stack) > 1 || a.onNotes {
		out = k.Back
	}
	if s, ok := a.top().screen.(peeler); ok && !a.onNotes && !s.PeelWord().Empty() {
		out = named(k.Back, s.PeelWord().String())
	}
	if s, ok := a.top().screen.(typist); ok && s.Typing() && !a.onNotes {
		return a.bindings(append([]key.Binding{out}, s.TypingHelp()...)).Fit(a.w)
	}
	// The way out and the help come first: they are never cut.
	bindings := []key.Binding{out, bind("?", "help", k.Help.Keys()...)}
	if a.stop != nil {
		bindings = append(bindings, named(k.Stop, "stop the load"))
	}
	bindings = append(bindings, a.top().screen.ShortHelp()...)
	bindings = append(bindings, off(k.Notes, !a.switchesNotes()), off(named(k.Step, "step"), a.notes.subject == nil))
	return a.bindings(bindings).Fit(a.w)
}

// bindings draws keys with what they do, as far as they do something.
func (e *env) bindings(list []key.Binding) *ink.Line {
	line := new(ink.Line).Add(e.Text, safe.Lit(" "))
	for _, b := range list {
		if b.Enabled() {
			line.Add(e.Key, e.Glyphs.Text(safe.Cell(b.Help().Key))).
				Add(e.Text, e.Glyphs.Text(safe.Sprintf(" %s  ", safe.Cell(b.Help().Desc))))
		}
	}
	return line
}

// tooSmall says what size is needed; nothing of the state is lost.
func (a *App) tooSmall() string {
	var lines []string
	out := safe.Lit("enlarge, or Q quits")
	if a.asked {
		out = safe.Lit(quitWords)
	}
	for _, t := range []safe.Text{
		safe.Sprintf("%s×%s: need %s×%s", safe.Int(a.w), safe.Int(a.h), safe.Int(minWidth), safe.Int(minHeight)),
		{},
		out,
	} {
		lines = append(lines, new(ink.Line).Add(a.Text, a.Glyphs.Text(t)).Fit(a.w))
	}
	return ink.Block(lines, a.w, a.h)
}
