package loader

import (
	"testing"
)

func TestEntityOf(t *testing.T) {
	tests := map[string]Entity{
		"i-0123456789abcdef0":                  {Instance, "i-0123456789abcdef0"},
		"i-01234567":                           {Instance, "i-01234567"},
		"i-ABCDEFGHIJKLMNOPQ":                  {Instance, "i-ABCDEFGHIJKLMNOPQ"},
		"mi-0123456789abcdef0":                 {Instance, "mi-0123456789abcdef0"},
		"arn:aws:iam::111122223333:user/bob":   {Identity, "arn:aws:iam::111122223333:user/bob"},
		"arn:aws:iam::111122223333:user/a/bob": {Identity, "arn:aws:iam::111122223333:user/a/bob"},
		"arn:aws:iam::111122223333:root":       {Identity, "arn:aws:iam::111122223333:root"},
		"arn:aws:sts::1:assumed-role/App/i-01": {Identity, "arn:aws:sts::1:assumed-role/App/i-01"},
		"arn:aws:sts::1:federated-user/bob":    {Identity, "arn:aws:sts::1:federated-user/bob"},
		"arn:aws-cn:sts::1:assumed-role/App/x": {Identity, "arn:aws-cn:sts::1:assumed-role/App/x"},
		"arn:aws:iam::1:role/App":              {Role, "arn:aws:iam::1:role/App"},
		"arn:aws:iam::1:role/a/b/App":          {Role, "arn:aws:iam::1:role/App"},
		"arn:aws-us-gov:iam::1:role/a/App":     {Role, "arn:aws-us-gov:iam::1:role/App"},
		"AKIAIOSFODNN7EXAMPLE":                 {AccessKey, "AKIAIOSFODNN7EXAMPLE"},
		"ASIAIOSFODNN7EXAMPLE":                 {AccessKey, "ASIAIOSFODNN7EXAMPLE"},
		"192.0.2.1":                            {Address, "192.0.2.1"},
		"192.000.002.001":                      {Address, "192.000.002.001"},
		"999.0.2.1":                            {Address, "999.0.2.1"},
		"2001:db8::1":                          {Address, "2001:db8::1"},
		"::ffff:192.0.2.1":                     {Address, "::ffff:192.0.2.1"},
		"0a0b0c0d-0000-4000-8000-000000000001": {Command, "0a0b0c0d-0000-4000-8000-000000000001"},
		"alice-0123456789abcdef0":              {Session, "alice-0123456789abcdef0"},
		"a.b@example.org-abcdefghij0123456":    {Session, "a.b@example.org-abcdefghij0123456"},
		"111122223333":                         {Account, "111122223333"},
		"123456789":                            {Account, "123456789"},
		"1234567890123":                        {Account, "1234567890123"},
	}
	for text, want := range tests {
		if got, ok := EntityOf(text); !ok || got != want {
			t.Errorf("%s: %v, %v, want %v", text, got, ok, want)
		}
	}
}

func TestEntityOfNothing(t *testing.T) {
	for _, text := range []string{
		"", "i-", "i-0123456", "i-0123456789abcdef012-x", "i-01234567-x", "xi-01234567", "I-01234567", "ami-01234567", "mmi-01234567", "i-0123456é",
		"arn:", "arn:aws:iam::1:role", "arn:aws:iam::1:role/", "arn:aws:iam::1:role/a/", "arn:aws:iam::1:", "arn:aws:iam::1", "arn:aws:s3:::bucket", "arn:aws:iam::1:policy/p",
		"arn:aws:ec2:eu-west-1:1:instance/i-01234567", "ARN:aws:iam::1:user/bob",
		"AKIA", "AKIAIOSFODNN7", "AIDAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7-EXAMPLE",
		"1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.1000", "1.2.3.4/24", "1.2.3.x", "::", "ssm.amazonaws.com", "AWS Internal", "<redacted>", "10:11",
		"0A0B0C0D-0000-4000-8000-000000000001", "AWS-RunShellScript", "AWS-StartPortForwardingSession", "-0123456789abcdef0", "alice-abcdefghijklmnopq",
		"12345678", "12345678901234", "1111-2222-3333", "hello",
	} {
		if got, ok := EntityOf(text); ok {
			t.Errorf("%q is taken for %v %q", text, got.Kind, got.Value)
		}
	}
}

func TestARNParts(t *testing.T) {
	tests := map[string]struct{ role, session, short string }{
		"arn:aws:sts::1:assumed-role/App/i-01":  {"arn:aws:iam::1:role/App", "i-01", "App/i-01"},
		"arn:aws:sts::1:assumed-role/App/a/b":   {"arn:aws:iam::1:role/App", "b", "App/a/b"},
		"arn:aws:sts::1:assumed-role//x":        {"", "x", "/x"},
		"arn:aws:sts::1:federated-user/bob":     {"", "bob", "federated-user/bob"},
		"arn:aws:iam::1:role/a/b/App":           {"arn:aws:iam::1:role/App", "", "role/a/b/App"},
		"arn:aws:iam::1:user/bob":               {"", "", "user/bob"},
		"arn:aws:iam::1:root":                   {"", "", "root"},
		"arn:aws:ssm:eu-west-1::document/D":     {"", "", "document/D"},
		"arn:aws:lambda:eu-west-1:1:function:f": {"", "", "function:f"},
		"arn:aws:iam::1:":                       {"", "", "arn:aws:iam::1:"},
		"bob":                                   {"", "", "bob"},
		"":                                      {"", "", ""},
	}
	for arn, want := range tests {
		if got := RoleOf(arn); got != want.role {
			t.Errorf("role of %s: %q, want %q", arn, got, want.role)
		}
		if got := SessionName(arn); got != want.session {
			t.Errorf("session of %s: %q, want %q", arn, got, want.session)
		}
		if got := (Entity{Identity, arn}).Short(); got != want.short {
			t.Errorf("short %s: %q, want %q", arn, got, want.short)
		}
	}
}

func TestKinds(t *testing.T) {
	names := map[string]bool{}
	for i, k := range Kinds() {
		if int(k) != i || k.String() == "" || k.String() == "entity" || names[k.String()] {
			t.Errorf("kind %d is %q", k, k)
		}
		names[k.String()] = true
	}
	if Kind(200).String() != "entity" {
		t.Errorf("no kind is %q", Kind(200))
	}
}
