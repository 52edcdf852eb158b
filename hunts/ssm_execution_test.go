package hunts

import "testing"

func TestExecutions(t *testing.T) {
	manager := caller{bob.identity, ssm, ssm}
	sent := func(by caller, at, document, aim string) string {
		return by.call(at, ssm, "SendCommand", `"requestParameters":{"documentName":"`+document+`",`+aim+`}`,
			`"responseElements":{"command":{"commandId":"`+cmdA+`"}}`)
	}
	d := load(t,
		sent(manager, "2024-08-01T10:00:00Z", "AWS-GatherSoftwareInventory", ids(insA)),
		sent(manager, "2024-08-02T10:00:00Z", "AWS-GatherSoftwareInventory", ids(insA)),
		sent(bob, "2024-05-01T10:00:00Z", "AWS-RunShellScript", ids(insA)),
		sent(bob, "2024-08-01T10:00:00Z", "AWS-RunShellScript", ids(insB, insA)),
		sent(bob, "2024-08-01T11:00:00Z", "Any", tagged),
		sent(bob.from("203.0.113.66"), "2024-08-01T10:00:00Z", "AWS-RunShellScript", ids("*")),
		bob.call("2024-08-01T12:00:00Z", ssm, "SendCommand", exampleDenied),
		invocation("2024-08-01T11:01:00Z", cmdA, insB, ""),
	)
	r := run(t, d, ssmExecution(), Options{})
	wantLines(t, r,
		bobARN+" | AWS-RunShellScript | 198.51.100.24 | 2 | "+insA+", "+insB,
		bobARN+" | Any | 198.51.100.24 | 1 | "+insB+" !remark",
		bobARN+" | AWS-RunShellScript | 203.0.113.66 | 1 | *",
		bobARN+" | AWS-GatherSoftwareInventory | ssm.amazonaws.com | 2 | "+insA+" !noise")
	for _, f := range r.Findings {
		if f.Severity != Low {
			t.Errorf("severity %q", f.Severity)
		}
	}

	documented := run(t, d, ssmExecution(), Options{Mode: Documented})
	if len(documented.Findings) != 6 {
		t.Fatalf("%d alerts for 6 events", len(documented.Findings))
	}
	for i, f := range documented.Findings {
		e := d.At(f.Events[0])
		if f.Values[0].String() != e.EventID || f.Values[1].String() != bobARN || f.Values[2].String() != e.Address || f.Severity != Low {
			t.Errorf("alert %d: %q %s", i, lines(documented)[i], f.Severity)
		}
	}
}
