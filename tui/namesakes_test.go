package tui

import (
	"fmt"
	"strings"
	"testing"
)

// namesakes is a workbench on a dump of two accounts that have a carol each, who
// started a session, and a bob in one of them.
func namesakes(t *testing.T, w, h int) *bench {
	t.Helper()
	started := func(account, user, instance string, minute int) string {
		return fmt.Sprintf(`{"eventVersion":"1.11","eventTime":"2025-10-20T12:%02d:00Z","eventSource":"ssm.amazonaws.com","eventName":"StartSession","eventID":"%s-%s",`+
			`"sourceIPAddress":"192.0.2.7","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::%s:user/%s","accountId":"%s","userName":"%s"},`+
			`"requestParameters":{"target":"%s"},"responseElements":{"sessionId":"%s-0123456789abcdef%d"}}`, minute, account, user, account, user, account, user, instance, user, minute)
	}
	c := configOf(writeDump(t, map[string]string{"all.ndjson": strings.Join([]string{
		started("111122223333", "carol", "i-0123456789abcdef0", 1),
		started("444455556666", "carol", "i-0123456789abcdef0", 2),
		started("444455556666", "carol", "i-0123456789abcdef1", 3),
		started("111122223333", "bob", "i-0123456789abcdef0", 4),
	}, "\n")}))
	dump, err := loadAll(c.Paths...)
	if err != nil {
		t.Fatal(err)
	}
	return startOn(t, c, dump, w, h)
}

// TestNamesakesAreToldApart on every screen that names several.
func TestNamesakesAreToldApart(t *testing.T) {
	for screen, keys := range map[string][]string{
		"hunts":               {},
		"findings":            {"j", "j", "enter"},
		"picker":              {"j", "j", "P"},
		"entities":            {"3"},
		"timeline":            {"2"},
		"values":              {"2", "l", "l", "v"},
		"page of an instance": {"3", "g", "enter"},
	} {
		b := namesakes(t, 120, 40)
		b.Press(keys...)
		if view := b.Screen(); !strings.Contains(view, "carol …3333") || !strings.Contains(view, "carol …6666") || !strings.Contains(view, "user/bob ") || strings.Contains(view, "user/bob …") {
			t.Errorf("%s:\n%s", screen, view)
		}
	}
}

// TestNamesakesAreFound by their accounts, sorted as they are shown, and filtered
// for one by one.
func TestNamesakesAreFound(t *testing.T) {
	b := namesakes(t, 80, 24)
	b.Press("3", "/").Type("carol 3333").Press("enter").Has("1 of 12", "user/carol …3333").Lacks("…6666").Press("enter").
		Has("identity user/carol …3333", "identity arn:aws:iam::111122223333:user/carol")
	b.Press("esc", "X", "/").Type("kind:identity").Press("enter", "h", "s", "g")
	for _, name := range []string{"user/carol …6666", "user/carol …3333", "user/bob"} {
		if !strings.Contains(b.cursor(t), name+" ") {
			t.Errorf("%s stands where %s should:\n%s", b.cursor(t), name, b.Screen())
		}
		b.Press("j")
	}
	b.Press("2", "l", "l", "+").Has("[arn: user/carol …3333]", "1 of 4")
}
