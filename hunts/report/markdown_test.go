package report

import (
	"errors"
	"io"
	"strings"
	"testing"

	"coldtrail/hunts"
	"coldtrail/loader"
)

func markdownOf(t *testing.T, r Report) string {
	t.Helper()
	return text(t, func(w io.Writer, r Report) error { return Markdown(w, r, Style{}) }, r)
}

func TestMarkdown(t *testing.T) {
	got := markdownOf(t, sample(t))
	has(t, got,
		"# coldtrail v1: report\n\n```text\nDump\n",
		"\n## Hunt 1: All there is (`full`)\n\n```text\n  severity    low\n",
		"\nFindings: 2\n\n| # | severity | `target_instance` | `list` | `gone` | `count` | first | last |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
		"\n| 2 | low | `i-0a1b2c3d4e5f60718` | - | - | `1` | 2024-08-01 10:00:00 | 2024-08-01 10:00:00 |\n",
		"\n### Finding 1.1\n\n```text\nmissed: because of",
		"\n!  1  Look at it.\n        it is =",
		"\n·  2  Ask the owner. (ask people) (ours)\n",
		"\nrecord -#0 and 1 more\n```\n",
		"\n## Hunt 2: Nothing (`empty`)\n",
		"  No findings.\n",
		"  FAILED      broke on",
	)
}

// TestMarkdownKeepsEvidenceInCode holds that nothing of a dump can make a link,
// a name to notify, HTML, a cell of a table or the end of a block.
func TestMarkdownKeepsEvidenceInCode(t *testing.T) {
	evils := []string{
		"a|b [x](http://evil.example) @all #1 <img src=x>", "`http://evil.example`", "``` http://evil.example", "x`y``z http://evil.example",
		"```\n# http://evil.example\n````\nhttp://evil.example", "http://evil.example \\", "\\|http://evil.example", "~~~ http://evil.example",
	}
	for n := range 50 { // where lines are wrapped, backticks may come to stand alone
		evils = append(evils, "evil "+strings.Repeat("x ", n)+"```")
	}
	for _, evil := range evils {
		r := sample(t)
		r.Filter = evil
		r.Shown = map[loader.ID]bool{r.Results[0].Findings[0].Events[1]: true}
		found := &r.Results[0].Findings[0]
		found.Values = []hunts.Value{hunts.Text(evil), hunts.List(evil, "b"), {}, hunts.Number(2)}
		found.Marks[0].Reason = evil
		r.Explained[0].Findings[0].Answers[0].Text = evil
		r.Explained[0].Findings[0].Lineage[0].Name = evil
		r.Results[2].Err = errors.New(evil)
		got := markdownOf(t, r)
		prose := outsideCode(t, got)
		for _, never := range []string{"evil", "@all", "#1", "<img", "`"} {
			if strings.Contains(prose, never) {
				t.Errorf("%q: %q stands outside code:\n%s", evil, never, prose)
			}
		}
		if n := strings.Count(got, "evil"); n < 6 {
			t.Errorf("%q: there %d times, want at least 6", evil, n)
		}
	}
}

// outsideCode is what of Markdown is in no block of code and no span of it. It
// holds that rows of the table have eight cells: a bar that no backslash escapes
// ends one, also in a span.
func outsideCode(t *testing.T, markdown string) string {
	t.Helper()
	var out strings.Builder
	fence := ""
	for _, line := range strings.Split(markdown, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "" && len(ticks) >= len(fence) && line == ticks:
			fence = ""
		case fence != "":
		case len(ticks) >= 3 && line == ticks+"text":
			fence = ticks
		default:
			line = strings.ReplaceAll(line, `\|`, "")
			if strings.HasPrefix(line, "| ") && strings.Count(line, "|") != 9 {
				t.Errorf("a row of the table has other cells than its head: %s", line)
			}
			out.WriteString(withoutSpans(line) + "\n")
		}
	}
	if fence != "" {
		t.Error("a block of code does not end")
	}
	return out.String()
}

// withoutSpans leaves out the spans of code of a line: from some backticks to
// the next as many.
func withoutSpans(line string) string {
	for {
		i := strings.IndexByte(line, '`')
		if i < 0 {
			return line
		}
		rest := strings.TrimLeft(line[i:], "`")
		ticks := line[i : len(line)-len(rest)]
		end := -1
		for at := 0; at < len(rest); {
			j := strings.IndexByte(rest[at:], '`')
			if j < 0 {
				break
			}
			run := rest[at+j:]
			n := len(run) - len(strings.TrimLeft(run, "`"))
			if n == len(ticks) {
				end = at + j + n
				break
			}
			at += j + n
		}
		if end < 0 {
			return line
		}
		line = line[:i] + rest[end:]
	}
}
