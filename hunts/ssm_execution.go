package hunts

import (
	"context"
	"fmt"

	"coldtrail/loader"
)

// ssmExecution finds commands and scripts that Systems Manager ran.
func ssmExecution() Hunt {
	return Hunt{
		ID:    "ssm_execution",
		Title: "Commands and scripts through Systems Manager",
		Hypothesis: "Somebody who is signed in may run documents such as AWS-RunShellScript on instances, " +
			"and leave a backdoor or talk to a host that they already hold with nothing but the system's own commands.",
		Source: Source{
			Title:    "AWS Execution via System Manager",
			Author:   "Elastic",
			ID:       "37b211e8-4e2f-440f-86d8-06cc8f158cfa",
			Version:  "9",
			Licence:  "Elastic License v2",
			Language: "KQL",
			Risk:     21,
			Schedule: "every 10 m over the last 60 m, at most 100 alerts a run",
		},
		Severity: Low,
		Attack: []Technique{
			{"TA0001", "Initial Access", "T1566", "Phishing", ""},
			{"TA0001", "Initial Access", "T1566.002", "Phishing: Spearphishing Link", ""},
			{"TA0002", "Execution", "T1651", "Cloud Administration Command", "as later versions of the rule map it"},
		},

		Reads: []Call{{ssm, "SendCommand"}},
		Complete: Reading{
			Words: "Every granted SendCommand, whatever its document, by identity, document and address, with the instances that it aimed at or is known to have reached. " +
				"What State Manager sends by itself comes last.",
			Columns: []string{fieldARN, "document", "source.address", "count", "instances"},
			Where:   where(of(ssm, "SendCommand"), granted()),
			Rows:    executions,
		},
		Documented: Reading{
			Words:   "Every granted SendCommand, an alert for each, without the limit of 100 a run.",
			Columns: alertColumns,
			Where:   where(of(ssm, "SendCommand"), granted()),
			Rows:    alerts(Low, sentTargets),
		},

		Notes:    executionNotes(),
		Examples: executionExamples(),
	}
}

func executions(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	type key struct{ arn, document, address string }
	type row struct {
		events             []loader.ID
		instances, reached distinct
		selectors          distinct
	}
	var rows table[key, row]
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
		row := rows.row(key{e.ARN, c.document, e.Address})
		row.events = append(row.events, id)
		row.instances.add(c.targets()...)
		row.reached.add(c.resolved...)
		row.selectors.add(c.selector)
	}
	var found []Finding
	for _, key := range rows.keys {
		row := rows.rows[key]
		f := finding(d, row.events, row.instances.texts,
			Text(key.arn), Text(key.document), Text(key.address), Number(len(row.events)), row.instances.value())
		f.Severity = Low
		if key.address == ssm {
			f.mark(Noise, "State Manager's own call: an association that runs on a schedule")
		}
		if n := len(row.reached.texts); n > 0 {
			f.mark(Remark, fmt.Sprintf("sent to %s: reached at least %d instances, as far as results were asked for", row.selectors.value(), n))
		}
		found = append(found, f)
	}
	sortRows(found, 3)
	return found, nil
}

// sentTargets are the instances that a SendCommand aims at.
func sentTargets(ctx context.Context, d *loader.Dataset, id loader.ID) ([]string, error) {
	r, err := open(ctx, d, id)
	if err != nil {
		return nil, err
	}
	c, err := commandOf(ctx, d, r)
	return c.targets(), err
}

func executionNotes() []Note {
	return []Note{
		{
			Text:  "Which account sent the command, and is sending commands part of its work?",
			Check: sendsCommands,
			Steps: []Step{page("the identity", loader.Identity)},
		},
		{
			Text:  "Did the account raise other alarms in the 48 hours before? Its sessions, commands and console sign-ins of that time are what the hunts here look at.",
			Check: noOtherFindings,
			Steps: []Step{ask("its sessions, commands and sign-ins, 48 h up to the first",
				byIdentity, having("event.action", "StartSession", "SendCommand", "ConsoleLogin", "GetSigninToken"), upTo(2*day))},
		},
		{
			Text:   "Was it planned: patches, updates, an administrator's work, an installation that was agreed on?",
			People: true,
		},
		{
			Text:  "What did the command or script do? The log does not hold its text: look for it on the host, by the time and the command's id.",
			Check: resultsAsked,
			Steps: []Step{
				ask("the commands and their invocations", mentioning(loader.Command)),
			},
		},
		{
			Text:  "Is the address usual for the user? Its page has the addresses that it came from, how often, and since when.",
			Check: usualAddress,
			Steps: []Step{page("the identity and its addresses", loader.Identity), ask("its calls from this address", byIdentity, fromAddress)},
		},
		{
			Text:  "Where in the world is the address, and does the user belong there? The log does not tell: give a MaxMind database with --mmdb, or ask who knows the address.",
			Check: country,
			Steps: []Step{addresses()},
		},
		{
			Text:  "Is the address that of an EC2 instance, and whose: one of yours, or one that you do not control? A launch or an agent's report that names it makes it yours.",
			Check: ofInstance,
			Steps: []Step{ask("launches and agent reports with the address", reportingAddress)},
		},
		{
			Text:  "If it is an instance that may do this: is it usual for its role, and is anything else odd about the instance?",
			Check: roleUsual,
			Steps: []Step{
				ask("all that the role did", byRole),
				callerPage("the instance that called"),
			},
		},
		{
			Text:  "Is it common here? See whether other users send commands as well.",
			Check: othersToo,
			Steps: []Step{ask("commands sent by others", sendingCommands, byOthers)},
		},
		{
			Text:   "Ask the account's owner whether they know of it.",
			People: true,
		},
		{
			Text:   "Look for the change record: was it approved, and done the way the organisation wants changes done?",
			People: true,
		},
		{
			Text:  "If the account may be in other hands, find out how far that reaches: the servers, services and data that it touched in the last 24 hours.",
			Check: lastDay,
			Steps: []Step{ask("all by the identity, 24 h up to the first", byIdentity, upTo(day))},
		},
		{
			Text:   "False positives: where this is expected and frequent, make an exception, best for a user and an address together.",
			People: true,
		},
		{
			Text:   "Response: when the findings call for it, open the incident.",
			People: true,
		},
		{
			Text:   "Response: suspend the account, or limit what it may do, while the case is open.",
			People: true,
		},
		{
			Text:  "Impact: what is the account's role in this cloud? Rank the incident by it.",
			Check: accountRole,
			Steps: []Step{page("the identity", loader.Identity)},
		},
		{
			Text:   "Impact: how critical are the services and servers concerned?",
			People: true,
		},
		{
			Text:   "Impact: with the IT team, find the users who are affected and keep that small.",
			People: true,
		},
		{
			Text:  "Impact: where does the intruder go from here? Look for other accounts, machines and services that were reached, also by what the identity became.",
			Check: untraced("roles taken on, sessions and commands of its own and of what it became", movingOn...),
			Steps: []Step{ask("roles taken on, sessions and commands, by it and by what it became", movingOn...)},
		},
		{
			Text:   "Impact: does the law or a regulator ask for anything, such as a report in time?",
			People: true,
		},
		{
			Text:  "Credentials: find every credential that was exposed on the systems involved; reset passwords and delete keys so that the intruder is locked out, with the IT team, so that work goes on.",
			Check: untraced("keys and passwords that it created or changed", credentials...),
			Steps: []Step{ask("keys and passwords that it created or changed", credentials...)},
		},
		{
			Text:  "New users: were any created that nobody asked for? Remove them, and have the other IAM users set new passwords.",
			Check: untraced("users, roles, profiles and groups that it created", newPrincipals...),
			Steps: []Step{ask("users and roles that it created", newPrincipals...)},
		},
		{
			Text:  "Have users sign in with a second factor.",
			Check: secondFactor,
			Steps: []Step{ask("console sign-ins without a second factor", withoutMFA...)},
		},
		{
			Text:  "Go through the user's permissions: it should hold the least that its work needs.",
			Check: policiesUnchanged,
			Steps: []Step{ask("policies changed on its role or user", onPolicies)},
		},
		{
			Text:   "Bring the account in line with what AWS recommends for its security.",
			People: true,
		},
		{
			Text:   "Bring systems, data and services back to normal work.",
			People: true,
		},
		{
			Text:   "Find the way by which the intruder came in, and close it, so that it does not serve twice.",
			People: true,
		},
		{
			Text:   "Improve logging and audit with what was learned, so that the next one is seen and answered sooner.",
			People: true,
		},
	}
}

// What some steps ask, and the answers of their notes with them.
var (
	movingOn = []part{byDescendants, having("event.action",
		"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken", "GetSessionToken", "StartSession", "SendCommand")}
	credentials = []part{byIdentity, having("event.action",
		"CreateAccessKey", "UpdateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "ChangePassword",
		"CreateServiceSpecificCredential", "ResetServiceSpecificCredential", "UploadSSHPublicKey", "UploadSigningCertificate")}
	newPrincipals = []part{byIdentity, having("event.action", "CreateUser", "CreateRole", "CreateInstanceProfile", "CreateGroup")}
	withoutMFA    = []part{calling(signin, "ConsoleLogin"), succeeding, lacking("aws.cloudtrail.console_login.additional_eventdata.mfa_used", "true")}
)

func executionExamples() []Example {
	const (
		target = "i-0a1b2c3d4e5f60718"
		own    = "i-0f9e8d7c6b5a43210"
		sent   = "5f1b0f4e-1c1d-4a5b-9a1e-0123456789ab"
	)
	user := exampleUser("nadia", "198.51.100.63")
	intruder := exampleUser("deploy", "203.0.113.66").with(exampleBoto)
	web := exampleSession("WebApp", own, "ASIAEXAMPLEWEB00001", "192.0.2.10")
	became := exampleSession("Backup", "nightly", "ASIAEXAMPLEBACKUP01", "203.0.113.66")
	command := func(by caller, at, id string) string {
		return by.call(at, ssm, "SendCommand",
			`"requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["`+target+`"],"interactive":false,"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"}`,
			`"responseElements":{"command":{"commandId":"`+id+`","documentName":"AWS-RunShellScript","instanceIds":["`+target+`"],"interactive":false,"status":"Pending"}}`)
	}
	return []Example{
		{
			Why: "A leaked key of an IAM user sends a script and goes on from there.",
			Records: []string{
				command(user, "2024-07-30T09:00:00Z", "11111111-2222-4333-8444-555555555555"),
				user.call("2024-08-01T08:00:00Z", signin, "ConsoleLogin", `"additionalEventData":{"LoginTo":"https://console.aws.amazon.com/","MobileVersion":"No","MFAUsed":"No"},"requestParameters":null,"responseElements":{"ConsoleLogin":"Success"}`),
				user.call("2024-08-01T08:30:00Z", iam, "AttachUserPolicy", `"requestParameters":{"userName":"deploy","policyArn":"arn:aws:iam::aws:policy/AmazonSSMFullAccess"}`),
				command(intruder, "2024-08-01T10:00:00Z", sent),
				intruder.call("2024-08-01T10:00:10Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+sent+`","instanceId":"`+target+`"}`),
				intruder.call("2024-08-01T10:05:00Z", iam, "CreateUser", `"requestParameters":{"userName":"support"}`),
				intruder.call("2024-08-01T10:06:00Z", iam, "CreateAccessKey", `"requestParameters":{"userName":"support"}`),
				intruder.call("2024-08-01T10:10:00Z", sts, "AssumeRole", `"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/Backup","roleSessionName":"nightly"},"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEBACKUP01"}}`),
				became.call("2024-08-01T10:12:00Z", ssm, "StartSession", `"requestParameters":{"target":"`+target+`"},"responseElements":{"sessionId":"nightly-0c4e1d2b3a4f5e6d7"}`),
			},
			Found: true,
		},
		{
			Why: "An instance's role sends a script to another instance from the address that its launch and its agent gave.",
			Records: []string{
				user.call("2024-08-01T08:00:00Z", ec2, "RunInstances", `"responseElements":{"instancesSet":{"items":[{"instanceId":"`+own+`","privateIpAddress":"192.0.2.10"}]}}`),
				web.call("2024-08-01T09:00:00Z", ssm, "UpdateInstanceInformation", `"requestParameters":{"instanceId":"`+own+`","iPAddress":"192.0.2.10","computerName":"web-1","platformType":"Linux"}`),
				command(web, "2024-08-01T10:00:00Z", sent),
			},
			Found: true,
		},
		{
			Why: "State Manager's own commands are shown, last.",
			Records: []string{
				command(user.from(ssm).with(ssm), "2024-08-01T10:00:00Z", sent),
			},
			Found: true,
		},
		{
			Why: "A refused command ran nowhere.",
			Records: []string{
				intruder.call("2024-08-01T10:00:00Z", ssm, "SendCommand", exampleDenied),
			},
		},
		{
			Why: "Asking for a result is not running anything.",
			Records: []string{
				intruder.call("2024-08-01T10:00:10Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+sent+`","instanceId":"`+target+`"}`),
			},
		},
	}
}
