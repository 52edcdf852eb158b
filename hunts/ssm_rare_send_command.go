package hunts

import (
	"context"
	"fmt"
	"slices"

	"coldtrail/loader"
)

// ssmRareSendCommand finds instances that were sent a script just once.
func ssmRareSendCommand() Hunt {
	keys := []string{"instance_id", "user_command_counts"}
	return Hunt{
		ID:    "ssm_rare_send_command",
		Title: "A command run once on an instance",
		Hypothesis: "SendCommand runs a script of the caller's on an instance, as root. Administration repeats itself; " +
			"an instance that got a script a single time in a week may have been given an intruder's.",
		Source: Source{
			Title:    "SSM Rare SendCommand Code Execution by EC2 Instance",
			Author:   "Elastic",
			ID:       "1844f2d6-5dc7-11ef-b76c-f661ea17fbce",
			Licence:  "Elastic License v2",
			Language: "ES|QL",
		},
		Attack: []Technique{
			{"TA0002", "Execution", "T1651", "Cloud Administration Command", "from the hunt's own file: its page lost the link"},
		},
		Lookback: 7 * day,

		Reads: []Call{{ssm, "SendCommand"}},
		Complete: Reading{
			Words: "Every SendCommand with AWS-RunShellScript or AWS-RunPowerShellScript, counted once for each instance that its request, its response or its targets name, " +
				"or that a command sent to a tag is known to have reached; else for the tag. Kept where it was granted once. Refused ones are rows apart.",
			Columns: append(keys, "event.outcome", fieldARN, "document"),
			Where:   sentScripts(),
			Keeps:   "granted once for their target, or refused",
			Rows:    rareCommands,
			Shrinks: true,
		},
		Documented: Reading{
			Words: "The same calls where the flattened request names the document itself and the flattened response names instances other than *, " +
				"counted by the response's list of instances as one text. Kept where it came once.",
			Columns: keys,
			Where:   documentedScripts(),
			Keeps:   "counted once for their list of instances",
			Rows:    documentedRareCommands,
			Shrinks: true,
		},

		Notes: []Note{
			{
				Text:  "What a count of one means: within the window nobody else, and nobody again, sent a script to this instance. It is rare, not yet bad.",
				Check: rareBeyond,
			},
			{
				Text:  "Follow the instance: everything tied to it, first by what was called (group by action), then by what the requests asked for.",
				Check: instanceKnown,
				Steps: []Step{ask("all that mentions the instance", onTarget)},
			},
			{
				Text: "What did the command do? Its parameters are masked in the log, so the text of the script is not here. " +
					"See who asked for its result, and look at the host itself: the agent's log, the shell's history, the processes of that minute.",
				Check: resultsAsked,
				Steps: []Step{ask("the command and its invocations", mentioning(loader.Command))},
			},
			{
				Text:  "Who sent it, and what else did they send?",
				Ours:  true,
				Check: sendsCommands,
				Steps: []Step{ask("all commands by the identity", sendingCommands, byIdentity)},
			},
		},
		Examples: rareCommandExamples(),
	}
}

// sendingCommands is for all SendCommand calls.
var sendingCommands = calling(ssm, "SendCommand")

// sentScripts are the conditions of the complete reading: a script is sent to
// something other than every instance there is.
func sentScripts() []Condition {
	return where(of(ssm, "SendCommand"),
		sending("the document, by name or ARN, runs a script of the caller's", func(_ context.Context, _ *loader.Dataset, r record) (bool, error) {
			return runsScript(documentOf(r)), nil
		}),
		sending("it aims at something else than all instances (*)", func(ctx context.Context, d *loader.Dataset, r record) (bool, error) {
			c, err := commandOf(ctx, d, r)
			return len(c.rare()) > 0, err
		}))
}

// documentedScripts are the conditions of the source's query.
func documentedScripts() []Condition {
	return where(of(ssm, "SendCommand"),
		sending("the flattened request names the document itself", func(_ context.Context, _ *loader.Dataset, r record) (bool, error) {
			return documentedScript(r), nil
		}),
		sending("the flattened response names instances other than *", func(_ context.Context, _ *loader.Dataset, r record) (bool, error) {
			return documentedInstance(r) != "", nil
		}))
}

// sending is a condition on what a SendCommand says about itself.
func sending(words string, holds func(context.Context, *loader.Dataset, record) (bool, error)) Condition {
	return Condition{Words: words, Holds: func(ctx context.Context, d *loader.Dataset, id loader.ID) (bool, error) {
		r, err := open(ctx, d, id)
		if err != nil {
			return false, err
		}
		return holds(ctx, d, r)
	}}
}

// rare are the command's targets without *, which is all instances and never rare.
func (c command) rare() []string {
	return slices.DeleteFunc(slices.Clone(c.targets()), func(id string) bool { return id == "*" })
}

// documentedScript tells whether the source's query takes a SendCommand for
// one of a script.
func documentedScript(r record) bool {
	request, _ := loader.Dissect(r.flat("requestParameters"), "%{}documentName=%{document},%{}")
	return slices.Contains(scripts, request["document"])
}

// documentedInstance is what the source's query counts a SendCommand under:
// the response's instances as one text, or "" where it leaves the call out.
func documentedInstance(r record) string {
	response, _ := loader.Dissect(r.flat("responseElements"), "%{}instanceIds=[%{ids}],%{}")
	if id := response["ids"]; id != "*" && documentedScript(r) {
		return id
	}
	return ""
}

func documentedRareCommands(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	var rows table[string, []loader.ID]
	targets := map[string][]string{}
	for _, id := range in {
		r, err := open(ctx, d, id)
		if err != nil {
			return nil, err
		}
		key := documentedInstance(r)
		events := rows.row(key)
		*events = append(*events, id)
		targets[key] = scalars(r.response().Get("command.instanceIds"))
	}
	var found []Finding
	for _, key := range rows.keys {
		if events := *rows.rows[key]; len(events) == 1 {
			found = append(found, finding(d, events, targets[key], Text(key), Number(1)))
		}
	}
	sortRows(found, -1)
	return found, nil
}

// commandRow collects the calls that aim at one target with one outcome.
type commandRow struct {
	events             []loader.ID
	callers, documents distinct
	last               sent
}

// sent is one call with what the documented query makes of it.
type sent struct {
	command
	documented string
	refused    bool
}

func rareCommands(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	var granted, refused table[string, commandRow]
	documented := map[string]int{} // how often the source's query counts each of its keys
	for _, id := range in {
		r, err := open(ctx, d, id)
		if err != nil {
			return nil, err
		}
		c, err := commandOf(ctx, d, r)
		if err != nil {
			return nil, err
		}
		e := d.At(id)
		call := sent{c, documentedInstance(r), e.Failed()}
		documented[call.documented]++
		rows := &granted
		if call.refused {
			rows = &refused
		}
		for _, target := range c.rare() {
			row := rows.row(target)
			row.events = append(row.events, id)
			row.callers.add(e.ARN)
			row.documents.add(c.document)
			row.last = call
		}
	}
	once := commandRows(d, granted, loader.Success, documented, func(n int) bool { return n == 1 })
	return append(once, commandRows(d, refused, loader.Failure, documented, func(int) bool { return true })...), nil
}

func commandRows(d *loader.Dataset, rows table[string, commandRow], outcome string, documented map[string]int, keep func(int) bool) []Finding {
	var found []Finding
	for _, target := range rows.keys {
		row := rows.rows[target]
		if n := len(row.events); keep(n) {
			f := finding(d, row.events, []string{target},
				Text(target), Number(n), Text(outcome), row.callers.value(), row.documents.value())
			row.last.explain(&f, target, documented[row.last.documented])
			found = append(found, f)
		}
	}
	sortRows(found, 1)
	return found
}

// explain marks a row that the documented query, which counted its key n
// times, does not return or returns under another key.
func (s sent) explain(f *Finding, target string, n int) {
	if s.selector != "" && len(s.resolved) > 0 {
		f.mark(Remark, fmt.Sprintf("sent to %s: reached at least %d of its instances, as far as results were asked for", s.selector, len(s.resolved)))
	}
	switch {
	case s.documented == target && n == 1 && len(f.Events) == 1:
	case s.documented != "" && s.documented != target && n == 1:
		f.mark(WrongKey, fmt.Sprintf("the documented query counts all instances of the command as one: %q", s.documented))
	case s.documented != "":
		f.mark(Missed, fmt.Sprintf("the documented query counts %q %d times", s.documented, n))
	case s.refused:
		f.mark(Missed, "the documented query takes instances from the response, and a refused call has none")
	case !slices.Contains(scripts, s.document):
		f.mark(Missed, "the documented query knows the document by its name only, and this names it by its ARN")
	case s.selector != "":
		f.mark(Missed, "the documented query takes instances from the response, which has none for a command sent to "+s.selector)
	default:
		f.mark(Missed, "the documented query finds no instance or no document in the flattened text")
	}
}

func rareCommandExamples() []Example {
	const (
		target = "i-0a1b2c3d4e5f60718"
		other  = "i-0f9e8d7c6b5a43210"
		sent   = "5f1b0f4e-1c1d-4a5b-9a1e-0123456789ab"
	)
	dev := exampleUser("tomas", "198.51.100.31")
	script := func(at, document, aim, commandID, instances string) string {
		return dev.call(at, ssm, "SendCommand",
			`"requestParameters":{"documentName":"`+document+`",`+aim+`,"interactive":false,"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"}`,
			`"responseElements":{"command":{"commandId":"`+commandID+`","documentName":"`+document+`","instanceIds":[`+instances+`],"interactive":false,"status":"Pending","targetCount":1,"timeoutSeconds":3600}}`)
	}
	return []Example{
		{
			Why: "One script to one instance, whose result is asked for.",
			Records: []string{
				script("2024-08-01T10:00:00Z", "AWS-RunShellScript", `"instanceIds":["`+target+`"]`, sent, `"`+target+`"`),
				dev.call("2024-08-01T10:00:30Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+sent+`","instanceId":"`+target+`"}`),
			},
			Found: true,
		},
		{
			Why: "A script sent to a tag, by the document's ARN, reached an instance: the documented query sees neither.",
			Records: []string{
				script("2024-08-01T10:00:00Z", "arn:aws:ssm:us-east-1:111122223333:document/AWS-RunShellScript", `"targets":[{"key":"tag:Env","values":["prod"]}]`, sent, ""),
				dev.call("2024-08-01T10:00:30Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+sent+`","instanceId":"`+target+`"}`),
			},
			Found: true,
		},
		{
			Why: "A refused script is a row of its own.",
			Records: []string{
				dev.call("2024-08-01T10:00:00Z", ssm, "SendCommand", `"errorCode":"InvalidInstanceId","errorMessage":"Instances not in a valid state for account","requestParameters":{"documentName":"AWS-RunPowerShellScript","instanceIds":["`+other+`"],"interactive":false}`, `"responseElements":null`),
			},
			Found: true,
		},
		{
			Why: "The same script twice on an instance is not rare.",
			Records: []string{
				script("2024-08-01T10:00:00Z", "AWS-RunShellScript", `"instanceIds":["`+target+`"]`, sent, `"`+target+`"`),
				script("2024-08-02T10:00:00Z", "AWS-RunShellScript", `"instanceIds":["`+target+`"]`, "7a2c9d10-3b4e-4f60-8123-456789abcdef", `"`+target+`"`),
			},
		},
		{
			Why:     "A script for all instances speaks of none.",
			Records: []string{script("2024-08-01T10:00:00Z", "AWS-RunShellScript", `"instanceIds":["*"]`, sent, `"*"`)},
		},
		{
			Why:     "A document that runs no script of the caller's.",
			Records: []string{script("2024-08-01T10:00:00Z", "AWS-UpdateSSMAgent", `"instanceIds":["`+target+`"]`, sent, `"`+target+`"`)},
		},
	}
}
