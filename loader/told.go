package loader

import (
	"cmp"
	"hash/maphash"
	"strings"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// This file reads what a few calls tell and columns hold: sign-ins to the console,
// and the reports of Systems Manager's agents. Each is read in both ways, with
// gjson and in one pass.

// answer is what a ConsoleLogin answered, "" for any other call.
func answer(action string, response gjson.Result) string {
	if action != "ConsoleLogin" {
		return ""
	}
	return text(response.Get("ConsoleLogin"))
}

// consoleFlag is a yes or no of a ConsoleLogin: anything but "No" is true. It is
// "" where the record does not tell, and for any other call.
func consoleFlag(action string, v gjson.Result) string {
	switch {
	case action != "ConsoleLogin" || !unwrap.Present(v):
		return ""
	case v.String() == "No":
		return "false"
	}
	return "true"
}

// reportsMachine tells whether a call is an agent's report of its machine.
func reportsMachine(provider, action string) bool {
	return action == "UpdateInstanceInformation" && provider == "ssm.amazonaws.com"
}

// machine is the name and the platform that an agent reported. Some exports hold
// the request as JSON in a string.
func machine(request gjson.Result) (host, platform string) {
	if request.Type == gjson.String && gjson.Valid(request.Str) {
		request = gjson.Parse(request.Str)
	}
	if !request.IsObject() {
		return "", ""
	}
	return text(request.Get("computerName")), cmp.Or(text(request.Get("platformName")), text(request.Get("platformType")))
}

// endOf numbers how the call ended whose fields were read.
func (d *decoder) endOf(f *fieldsRead) uint32 {
	login := f.action == "ConsoleLogin"
	if !f.failed && !login && !f.reported {
		return d.fine
	}
	t := endTexts{failed: f.failed, code: f.code}
	if login {
		t.answer, t.mfa = answer(f.action, d.behind(f.response)), consoleFlag(f.action, d.behind(f.additional).Get("MFAUsed"))
	}
	e := d.ended(&t)
	e.host, e.platform = f.host, f.platform
	return d.ends.number(e)
}

// behind is the value that begins at an index of the record; none at 0.
func (d *decoder) behind(i int) gjson.Result {
	if i == 0 {
		return gjson.Result{}
	}
	return gjson.Parse(strings.Clone(d.pass.s[i:d.pass.i]))
}

// knownReport is what was read of an agent's report.
type knownReport struct {
	hash           uint64 // of the bytes
	host, platform uint32
	entities       [3]uint32
	length         uint16 // of the bytes; 0 where there is none
	many           uint8  // how many entities
}

// report reads the request of an agent's report, mostly the one before of the
// same machine.
func (d *decoder) report(f *fieldsRead) bool {
	p := &d.pass
	f.reported = true
	if f.who == nil {
		return d.machine(f)
	}
	known, start := &f.who.report, p.i
	if end := start + int(known.length); end > start && end <= len(p.s) && maphash.String(d.seed, p.s[start:end]) == known.hash {
		p.i = end
		f.host, f.platform = known.host, known.platform
		d.noteAll(known.entities[:known.many])
		return true
	}
	m := d.mark()
	if !d.machine(f) {
		return false
	}
	if entities, plain := d.since(m); plain && p.i-start <= maxMemoText && len(entities) <= len(known.entities) {
		*known = knownReport{hash: maphash.String(d.seed, p.s[start:p.i]), host: f.host, platform: f.platform, length: uint16(p.i - start)}
		known.many = uint8(copy(known.entities[:], entities))
	}
	return true
}

// machine reads the request of an agent's report.
func (d *decoder) machine(f *fieldsRead) bool {
	p := &d.pass
	if p.b[p.i] != '{' {
		return p.word("null")
	}
	p.i++
	var host, name, kind knownMember
	for first := true; ; first = false {
		key, more, ok := p.key(first)
		switch {
		case !ok:
			return false
		case !more:
			f.host, f.platform = d.texts.number(host.text), d.texts.number(cmp.Or(name.text, kind.text))
			return true
		case key == "computerName":
			ok = d.member(key, &host)
		case key == "platformName":
			ok = d.member(key, &name)
		case key == "platformType":
			ok = d.member(key, &kind)
		default:
			ok = d.value(key, 1)
		}
		if !ok {
			return false
		}
	}
}

// knownMember is a text of an object that may have it once.
type knownMember struct {
	text string
	had  bool
}

// member reads it.
func (d *decoder) member(key string, m *knownMember) (ok bool) {
	if m.had {
		return false
	}
	m.had = true
	m.text, ok = d.plainLeaf(key)
	return ok
}
