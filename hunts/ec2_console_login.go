package hunts

import (
	"context"
	"fmt"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// ec2ConsoleLogin finds sign-ins to the console with the credentials of an
// instance. Its notes follow the guide of a later version of the same rule:
// the version that is read here has none.
func ec2ConsoleLogin() Hunt {
	return Hunt{
		ID:    "ec2_console_login",
		Title: "An instance's role signed in to the console",
		Hypothesis: "The credentials of an instance's role are for programs. They bear the instance's id as session name; " +
			"when such a session signs in to the console, somebody has probably taken them off the instance.",
		Source: Source{
			Title:    "AWS EC2 Instance Console Login via Assumed Role",
			Author:   "Elastic",
			ID:       "d1e5e410-3e34-412e-9b1f-dd500b3b55cd",
			Version:  "1",
			Licence:  "Elastic License v2",
			Language: "EQL",
			Risk:     73,
			Schedule: "every 5 m over the last 6 m, at most 100 alerts a run",
		},
		Severity: High,
		Attack: []Technique{
			{"TA0008", "Lateral Movement", "T1021", "Remote Services", ""},
			{"TA0008", "Lateral Movement", "T1021.007", "Remote Services: Cloud Services", ""},
			{"TA0006", "Credential Access", "T1550", "Use Alternate Authentication Material", ""},
			{"TA0006", "Credential Access", "T1550.001", "Use Alternate Authentication Material: Application Access Token", ""},
		},

		Reads: []Call{{signin, "GetSigninToken"}},
		Complete: Reading{
			Words: "Every successful ConsoleLogin or GetSigninToken by a role session whose user.id contains :i-, by session name, role and address. " +
				"A name that is no instance id, an Identity Center portal and an instance identity role are marked as likely false positives.",
			Columns: []string{"instance_id", "role", "source.address", "count"},
			Where:   consoleLogins(),
			Rows:    consoleLoginRows,
		},
		Documented: Reading{
			Words:   "The same events, an alert for each.",
			Columns: alertColumns,
			Where:   consoleLogins(),
			Rows: alerts(High, func(_ context.Context, d *loader.Dataset, id loader.ID) ([]string, error) {
				return []string{instanceSession(d.At(id))}, nil
			}),
		},

		Notes:    consoleLoginNotes(),
		Examples: consoleLoginExamples(),
	}
}

func consoleLogins() []Condition {
	return where(of(signin, "ConsoleLogin", "GetSigninToken"),
		granted(), is("aws.cloudtrail.user_identity.type", "AssumedRole"), Condition{Query: kql.Like("user.id", "*:i-*")})
}

// instanceSession is the session name that begins with i-.
func instanceSession(e loader.Event) string {
	_, name, _ := strings.Cut(e.PrincipalID, ":i-")
	return "i-" + name
}

func consoleLoginRows(_ context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	type key struct{ session, role, address string }
	type row struct {
		events           []loader.ID
		portal, identity int
	}
	var rows table[key, row]
	for _, id := range in {
		e := d.At(id)
		row := rows.row(key{instanceSession(e), roleOf(e), e.Address})
		row.events = append(row.events, id)
		if strings.HasPrefix(e.UserAgent, "Jersey/") {
			row.portal++
		}
		if strings.Contains(e.PrincipalID, ":aws:ec2-instance:i-") {
			row.identity++
		}
	}
	var found []Finding
	for _, key := range rows.keys {
		row := rows.rows[key]
		n := len(row.events)
		f := finding(d, row.events, []string{key.session}, Text(key.session), Text(key.role), Text(key.address), Number(n))
		f.Severity = High
		if !loader.IsInstance(key.session) {
			f.mark(LikelyFP, "the session name begins with i- but is no instance id")
		}
		switch {
		case row.portal == n:
			f.mark(LikelyFP, "an Identity Center portal called, for a person (client Jersey/)")
		case row.portal > 0:
			f.mark(Remark, fmt.Sprintf("an Identity Center portal made %d of these %d calls (client Jersey/)", row.portal, n))
		}
		if row.identity == n {
			f.mark(LikelyFP, "an instance identity role, which AWS gives to every instance")
		}
		found = append(found, f)
	}
	sortRows(found, 3)
	return found, nil
}

func consoleLoginNotes() []Note {
	return []Note{
		{
			Text:  "Is the actor an instance at all? Whose is it, from which image was it launched, with which role, and what does it run?",
			Check: isInstance,
			Steps: []Step{
				page("the instance", loader.Instance),
				ask("its launch", launching),
			},
		},
		{
			Text:  "Did it come from inside AWS or from outside? Hold address and region against those that the instance and its role used before.",
			Check: asInstance,
			Steps: []Step{
				addresses(),
				ask("the same session at other addresses", byIdentity, elsewhere),
				ask("the role's calls up to the sign-in", byRole, before),
			},
		},
		{
			Text:  "What led up to it? Look for the role being taken on for the instance, and for GetSessionToken and GetCallerIdentity, with which stolen keys are tried.",
			Check: triedKeys,
			Steps: []Step{
				ask("keys asked for and tried", calling(sts, "AssumeRole", "GetSessionToken", "GetCallerIdentity"), byOrOfKey, before),
				ask("all with the access key or by the session, up to the sign-in", byOrOfKey, before),
			},
		},
		{
			Text:  "What did the same credentials do next: users created, policies attached, buckets listed? What was clicked in the console comes first.",
			Check: nextDay,
			Steps: []Step{
				ask("what the session did in the console", byIdentity, after, having("aws.cloudtrail.session_credential_from_console", "true")),
				ask("all by the session after the sign-in", byIdentity, after),
			},
		},
		{
			Text:  "Which role is it, what may it do, and was its policy or its trust changed lately?",
			Check: policiesUnchanged,
			Steps: []Step{ask("policy and trust changes on the role", onPolicies), page("the role", loader.Role)},
		},
		{
			Text:   "Does the owner know of a program on the instance that signs in to the console?",
			People: true,
		},
		{
			Text:  "False positives: validation, automated response and red teams sign in like this. They show by their client and their hours.",
			Check: sameClient,
			Steps: []Step{ask("sign-ins of other instances with the same client", signingIn, byOthers, sameAgent)},
		},
		{Text: "Contain: revoke the role's sessions, so that the stolen credentials end.", People: true},
		{Text: "Contain: isolate the instance, and keep it for the examination.", People: true},
		{
			Text:  "Scope: what did the role do in the 24 hours before?",
			Check: roleDay,
			Steps: []Step{ask("all by the role, 24 h up to the sign-in", byRole, upTo(day))},
		},
		{
			Text:  "Scope: did other instances sign in like this?",
			Check: aloneSigningIn,
			Steps: []Step{ask("sign-ins of other instances", otherSignIns...)},
		},
		{
			Text:  "Prevent: where instances still give out credentials without a token (IMDSv1), require IMDSv2.",
			Check: delivery,
			Steps: []Step{ask("the role's calls with credentials from IMDSv1", byRole,
				having("userIdentity.sessionContext.ec2RoleDelivery", "1.0"))},
		},
		{Text: "Prevent: deny the console to the roles of machines.", People: true},
	}
}

// signingIn is for the events that the hunt itself looks for.
var signingIn = all(
	calling(signin, "ConsoleLogin", "GetSigninToken"), having("event.outcome", loader.Success),
	having("aws.cloudtrail.user_identity.type", "AssumedRole"), like("user.id", "*:i-*"),
)

// otherSignIns is for those of other sessions.
var otherSignIns = []part{signingIn, byOthers}

func consoleLoginExamples() []Example {
	const own = "i-0f9e8d7c6b5a43210"
	admin := exampleUser("ines", "198.51.100.24")
	web := exampleSession("WebApp", own, "ASIAEXAMPLEWEB00001", "192.0.2.10")
	stolen := web.from("203.0.113.66")
	console := exampleSession("WebApp", own, "ASIAEXAMPLEWEB00009", "203.0.113.66").with(exampleBrowser)
	other := exampleSession("Batch", "i-0c0ffee0c0ffee000", "ASIAEXAMPLEBATCH001", "203.0.113.66")
	person := exampleSession("Support", "i-team", "ASIAEXAMPLEPERSON01", "198.51.100.90")
	token := `"requestParameters":null,"responseElements":{"GetSigninToken":"Success"}`
	login := `"requestParameters":null,"responseElements":{"ConsoleLogin":"Success"}`
	return []Example{
		{
			Why: "Credentials of an instance are taken away, traded for a console session, and used there.",
			Records: []string{
				admin.call("2024-08-01T08:00:00Z", ec2, "RunInstances", `"responseElements":{"instancesSet":{"items":[{"instanceId":"`+own+`","imageId":"ami-0abcdef1234567890","iamInstanceProfile":{"arn":"arn:aws:iam::111122223333:instance-profile/WebApp"}}]}}`),
				admin.call("2024-08-01T08:30:00Z", iam, "PutRolePolicy", `"requestParameters":{"roleName":"WebApp","policyName":"more"}`),
				exampleEC2().call("2024-08-01T09:00:00Z", sts, "AssumeRole", `"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/WebApp","roleSessionName":"`+own+`"},"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEWEB00001"}}`),
				web.call("2024-08-01T09:10:00Z", "s3.amazonaws.com", "ListBuckets"),
				stolen.call("2024-08-01T10:00:00Z", sts, "GetCallerIdentity"),
				other.call("2024-08-01T10:05:00Z", signin, "GetSigninToken", token),
				stolen.call("2024-08-01T10:10:00Z", signin, "GetSigninToken", token),
				console.call("2024-08-01T10:20:00Z", iam, "CreateUser", `"requestParameters":{"userName":"support"},"sessionCredentialFromConsole":"true"`),
			},
			Found: true,
		},
		{
			Why:     "A person's session whose name only begins with i- is marked, not dropped.",
			Records: []string{person.call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", login)},
			Found:   true,
		},
		{
			Why:     "A failed sign-in opened nothing.",
			Records: []string{stolen.call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", `"errorMessage":"Failed authentication","requestParameters":null,"responseElements":{"ConsoleLogin":"Failure"}`)},
		},
		{
			Why:     "A person who signs in.",
			Records: []string{admin.call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", login)},
		},
	}
}
