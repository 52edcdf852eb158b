package hunts

import (
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

// assuming is an AssumeRole that issues a key for a role session.
func assuming(by caller, at, key, session string) string {
	return by.call(at, sts, "AssumeRole", `"responseElements":{"credentials":{"accessKeyId":"`+key+`"},"assumedRoleUser":{"arn":"arn:aws:sts::111122223333:assumed-role/`+session+`"}}`)
}

// saying is a caller whose identity says more.
func saying(by caller, old, new string) caller {
	by.identity = strings.Replace(by.identity, old, new, 1)
	return by
}

func TestChains(t *testing.T) {
	const last = "2024-08-01T12:00:00Z"
	ops := exampleSession("Ops", "carol", "ASIAEXAMPLEOPS00003", "198.51.100.41")
	app := exampleSession("App", "nightly", "ASIAEXAMPLEAPP00004", "198.51.100.41")
	console := exampleSession("Web", insA, "ASIAEXAMPLECONSOLE5", "203.0.113.66")
	federated := caller{`{"type":"SAMLUser","principalId":"saml:carol@example.com","userName":"carol@example.com"}`, "198.51.100.1", "x"}
	given := exampleEC2().call("2024-08-01T09:00:00Z", sts, "AssumeRole", `"requestParameters":{"roleSessionName":"`+insA+`"},"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEWEBA0001"}}`)
	for _, c := range []struct {
		name    string
		records []string
		last    string // the call whose chain it is
		want    string
		how     []string // of each link
		broken  string
	}{
		{"a user", nil, toA(bob, last), "user/bob", nil, ""},
		{"a role of a user", []string{assuming(bob, "2024-08-01T10:00:00Z", "ASIAEXAMPLEOPS00003", "Ops/carol")}, toA(ops, last),
			"user/bob → Ops/carol", []string{"2024-08-01 10:00:00 AssumeRole issued ASIAEXAMPLEOPS00003"}, ""},
		{"a role of a role", []string{assuming(bob, "2024-08-01T10:00:00Z", "ASIAEXAMPLEOPS00003", "Ops/carol"), assuming(ops, "2024-08-01T11:00:00Z", "ASIAEXAMPLEAPP00004", "App/nightly")}, toA(app, last),
			"user/bob → Ops/carol → App/nightly", []string{"2024-08-01 10:00:00 AssumeRole issued ASIAEXAMPLEOPS00003", "2024-08-01 11:00:00 AssumeRole issued ASIAEXAMPLEAPP00004"}, ""},
		{"a refused call issues nothing", []string{bob.call("2024-08-01T10:00:00Z", sts, "AssumeRole", `"errorCode":"AccessDenied","requestParameters":{"key":"ASIAEXAMPLEOPS00003"}`)}, toA(ops, last),
			"… → Ops/carol", nil, "ASIAEXAMPLEOPS00003 was issued before this dump"},
		{"federation", []string{federated.call("2024-08-01T10:00:00Z", sts, "AssumeRoleWithSAML", `"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEOPS00003"}}`)}, toA(ops, last),
			"saml:carol@example.com → Ops/carol", []string{"2024-08-01 10:00:00 AssumeRoleWithSAML issued ASIAEXAMPLEOPS00003"}, ""},
		{"an instance and who launched it", []string{launch(bob, "2024-08-01T08:00:00Z", insA), given}, toA(webA, last),
			"user/bob → ec2.amazonaws.com → Web/" + insA, []string{"2024-08-01 08:00:00 RunInstances launched " + insA, "2024-08-01 09:00:00 AssumeRole issued ASIAEXAMPLEWEBA0001"}, ""},
		{"an instance whose launch is not here", []string{given}, toA(webA, last), "ec2.amazonaws.com → Web/" + insA, []string{"2024-08-01 09:00:00 AssumeRole issued ASIAEXAMPLEWEBA0001"}, ""},
		{"a console", []string{given, signinToken(webA, "2024-08-01T10:00:00Z")}, toA(console, last),
			"ec2.amazonaws.com → Web/" + insA + " → console", []string{"2024-08-01 09:00:00 AssumeRole issued ASIAEXAMPLEWEBA0001", "2024-08-01 10:00:00 GetSigninToken by the same session"}, ""},
		{"a console whose key is told", []string{given, webA.call("2024-08-01T10:00:00Z", signin, "GetSigninToken", `"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLECONSOLE5"}}`)}, toA(console, last),
			"ec2.amazonaws.com → Web/" + insA + " → console", []string{"2024-08-01 09:00:00 AssumeRole issued ASIAEXAMPLEWEBA0001", "2024-08-01 10:00:00 GetSigninToken issued ASIAEXAMPLECONSOLE5"}, ""},
		{"a console of yesterday", []string{signinToken(webA, "2024-07-31T10:00:00Z")}, toA(console, last),
			"… → " + insA + " → Web/" + insA, []string{"name of the session"}, "the call that issued ASIAEXAMPLECONSOLE5 is not in this dump"},
		{"a source identity", nil, toA(saying(ops, `"sessionContext":{`, `"sessionContext":{"sourceIdentity":"carol","x":{},`), last),
			"… → carol → Ops/carol", []string{"source identity"}, "ASIAEXAMPLEOPS00003 was issued before this dump"},
		{"an e-mail address", nil, toA(exampleSession("Ops", "carol@example.com", "ASIAEXAMPLEOPS00006", "198.51.100.41"), last),
			"… → carol@example.com → Ops/carol@example.com", []string{"name of the session"}, "ASIAEXAMPLEOPS00006 was issued before this dump"},
		{"the time of creation", []string{assuming(bob, "2024-08-01T00:00:01Z", "redacted", "Ops/carol")}, toA(ops, last),
			"user/bob → Ops/carol", []string{"2024-08-01 00:00:01 AssumeRole at the time when the session began"}, ""},
		{"another time of creation", []string{assuming(bob, "2024-08-01T00:02:00Z", "redacted", "Ops/carol")}, toA(ops, last), "… → Ops/carol", nil, "ASIAEXAMPLEOPS00003 was issued before this dump"},
		{"a circle", []string{assuming(app, "2024-08-01T10:00:00Z", "ASIAEXAMPLEOPS00003", "Ops/carol"), assuming(ops, "2024-08-01T11:00:00Z", "ASIAEXAMPLEAPP00004", "App/nightly")}, toA(app, last),
			"… → App/nightly → Ops/carol → App/nightly", []string{"2024-08-01 10:00:00 AssumeRole issued ASIAEXAMPLEOPS00003", "2024-08-01 11:00:00 AssumeRole issued ASIAEXAMPLEAPP00004"}, "the credentials were issued in a circle"},
		{"nobody", nil, caller{`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Ops/carol"}`, "192.0.2.1", "x"}.call(last, ssm, "StartSession"), "… → Ops/carol", nil, "the record names no access key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, append(c.records, c.last)...)
			o, err := Scene{Dataset: d}.chain(t.Context(), d.At(d.ID(d.Len()-1)))
			if err != nil {
				t.Fatal(err)
			}
			want := "behind it: " + c.want
			who := strings.Split(strings.TrimPrefix(c.want, "… → "), " → ")
			for i, how := range c.how {
				at := ""
				if strings.HasPrefix(how, "2024-") {
					at, how = how[:len(time.DateTime)+1], how[len(time.DateTime)+1:]
				}
				want += "\nlink: " + at + who[i] + " → " + who[i+1] + ": " + how
			}
			if c.broken != "" {
				want += "\nbroken: " + c.broken
			}
			if got := said(o); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// said are the facts of an object, one a line.
func said(o Object) string {
	var lines []string
	for _, f := range o.Facts {
		at := ""
		if !f.At.IsZero() {
			at = f.At.Format(time.DateTime) + " "
		}
		lines = append(lines, f.Label+": "+at+f.Text)
	}
	return strings.Join(lines, "\n")
}

func TestObjects(t *testing.T) {
	const session = "bob-0aaaaaaaaaaaaaaaa"
	on := func(by caller, at, action string) string {
		return by.call(at, ssm, action, `"requestParameters":{"sessionId":"`+session+`"}`)
	}
	began := starting(bob, "2024-08-01T10:00:00Z", `{"target":"`+insA+`"}`, session)
	asked := func(instance, more string) string {
		return eve.call("2024-08-01T10:05:00Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+command1+`","instanceId":"`+instance+`"}`+more)
	}
	for _, c := range []struct {
		name    string
		of      loader.Entity
		records []string
		want    string
	}{
		{"a session", loader.Entity{Kind: loader.Session, Value: session}, []string{
			refused(bob, "2024-08-01T09:00:00Z", "StartSession"), refused(eve, "2024-08-01T09:00:00Z", "StartSession"), refused(bob, "2024-07-31T09:00:00Z", "StartSession"),
			began, on(bob, "2024-08-01T10:10:00Z", "ResumeSession"), on(admin, "2024-08-01T10:30:00Z", "TerminateSession")},
			"started: 2024-08-01 10:00:00 by user/bob, to " + insA + "\nbefore: 1 refused start of the same identity to the instance, or without one, in the 24 hours before\n" +
				"resumed: 2024-08-01 10:10:00 by user/bob\nended: 2024-08-01 10:30:00 by user/ines, after 30 m"},
		{"a session without an end", loader.Entity{Kind: loader.Session, Value: session}, []string{began}, "started: 2024-08-01 10:00:00 by user/bob, to " + insA + "\nended: not in this dump"},
		{"a session without a start", loader.Entity{Kind: loader.Session, Value: session}, []string{on(bob, "2024-08-01T10:30:00Z", "TerminateSession")}, "ended: 2024-08-01 10:30:00 by user/bob, after an unknown time"},
		{"a refused end", loader.Entity{Kind: loader.Session, Value: session}, []string{began, bob.call("2024-08-01T10:30:00Z", ssm, "TerminateSession", `"errorCode":"x","requestParameters":{"sessionId":"`+session+`"}`)},
			"started: 2024-08-01 10:00:00 by user/bob, to " + insA + "\nended: not in this dump"},

		{"a command", loader.Entity{Kind: loader.Command, Value: command1}, []string{sentScript(bob, "2024-08-01T10:00:00Z", command1, insA), asked(insA, ""), asked(insB, `,"errorCode":"InvocationDoesNotExist"`)},
			"sent: 2024-08-01 10:00:00 by user/bob, document AWS-RunShellScript\naimed at: " + insA + "\nreached: at least " + insA + ": results were asked for\noutcome: granted; results asked for by user/eve"},
		{"a command to a tag", loader.Entity{Kind: loader.Command, Value: command1}, []string{bob.call("2024-08-01T10:00:00Z", ssm, "SendCommand",
			`"requestParameters":{"documentName":"D","targets":[{"key":"tag:Env","values":["my prod"]}]},"responseElements":{"command":{"commandId":"`+command1+`"}}`)},
			"sent: 2024-08-01 10:00:00 by user/bob, document D\naimed at: tag:Env=my prod\noutcome: granted; nobody asked for a result"},
		{"a command that was sent elsewhere", loader.Entity{Kind: loader.Command, Value: command1}, []string{asked(insA, "")}, ""},

		{"an instance", loader.Entity{Kind: loader.Instance, Value: insA}, []string{launch(bob, "2024-08-01T08:00:00Z", insA), agent(webA, "2024-08-01T09:00:00Z", insA),
			admin.call("2024-08-01T10:00:00Z", ec2, "StopInstances", `"requestParameters":{"instancesSet":{"items":[{"instanceId":"`+insA+`"}]}}`),
			admin.call("2024-08-01T11:00:00Z", ec2, "TerminateInstances", `"errorCode":"x","requestParameters":{"instancesSet":{"items":[{"instanceId":"`+insA+`"}]}}`)},
			"launched: 2024-08-01 08:00:00 by user/bob, image ami-1\nrole: Web\nhost: web-1 Linux\naddresses: 10.0.0.9, 192.0.2.10\nstop: 2024-08-01 10:00:00 by user/ines"},
		{"an instance that is only aimed at", loader.Entity{Kind: loader.Instance, Value: insA}, []string{toA(bob, noon)}, "launched: not in this dump"},

		{"an identity", loader.Entity{Kind: loader.Identity, Value: bobARN}, []string{toA(bob, noon)}, "behind it: user/bob"},
		{"an address", loader.Entity{Kind: loader.Address, Value: "198.51.100.24"}, []string{toA(bob, noon)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, c.records...)
			all, err := Scene{Dataset: d}.LineageOf(t.Context(), c.of)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, o := range all {
				got += said(o)
				if o.Kind == "" || o.Name == "" {
					t.Errorf("object %+v", o)
				}
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Every finding has its objects, however odd its records.
func TestLineageSurvivesOddRecords(t *testing.T) {
	d := load(t, oddRecords...)
	for _, r := range Run(t.Context(), d, All(), Options{Span: Whole}) {
		for _, f := range r.Findings {
			all, err := Scene{Dataset: d, Finding: f}.Lineage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range all {
				if len(o.Facts) == 0 || strings.Contains(said(o), "%!") || strings.Contains(said(o), ": \n") {
					t.Errorf("%s: object %s %s says\n%s", r.Hunt.ID, o.Kind, o.Name, said(o))
				}
			}
		}
	}
}
