package hunts

import (
	"context"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// link is one of those who stand behind a session.
type link struct {
	who string       // a user, a role session, a service, a person's name
	how string       // how it is known that it made the next one; "" for the last
	by  loader.Event // one of its calls, for what it was issued with; zero for a name only
}

// chain is who stands behind a session, the first of them first.
type chain struct {
	links  []link
	broken string // why it does not reach the one who began it; "" where it does
}

// String is the chain in one line: "user/carol → AdminRole/carol → App/i-0abc".
func (c chain) String() string {
	var who []string
	for _, l := range c.links {
		who = append(who, l.who)
	}
	if c.broken != "" {
		who = append([]string{"…"}, who...)
	}
	return strings.Join(who, " → ")
}

// chainOf follows the credentials of a call back to whom they began with: by
// the access key to the call that issued it; from a console to the session
// that signed in; by the source identity; by the session's name, where it is
// an instance or an e-mail address; by the role session and its creation. It
// stops at users, root, services and federation; from EC2, which gives an
// instance its credentials, it goes on to who launched that.
func (s Scene) chainOf(ctx context.Context, e loader.Event) (chain, error) {
	c := chain{links: []link{{who: who(e), by: e}}}
	seen := map[[2]string]bool{}
	for !begins(e) {
		key := [2]string{e.ARN, e.AccessKey}
		if seen[key] {
			c.broken = "the credentials were issued in a circle"
			break
		}
		seen[key] = true
		before, why, err := s.issuerOf(ctx, e)
		if err != nil {
			return c, err
		}
		if c.broken = why; before.who == "" {
			break
		}
		if before.by.ARN == e.ARN && e.ARN != "" { // it signed in to the console
			c.links[len(c.links)-1].who = "console"
		}
		if c.links = append(c.links, before); why != "" {
			break
		}
		e = before.by
	}
	err := s.throughEC2(ctx, &c)
	slices.Reverse(c.links)
	return c, err
}

// throughEC2 goes on from the service that gave an instance its credentials to
// who launched it.
func (s Scene) throughEC2(ctx context.Context, c *chain) error {
	last := len(c.links) - 1
	if last == 0 || c.links[last].by.InvokedBy != ec2 {
		return ctx.Err()
	}
	l, err := s.launcherOf(ctx, loader.SessionName(c.links[last-1].by.ARN))
	if err == nil && l.who != "" {
		c.links = append(c.links, l)
	}
	return err
}

// begins tells whether nobody stands behind the caller of an event in the log.
func begins(e loader.Event) bool {
	switch e.IdentityType {
	case "IAMUser", "Root", "AWSService", "AWSAccount", "SAMLUser", "WebIdentityUser", "IdentityCenterUser":
		return true
	}
	return e.ARN == "" && e.AccessKey == ""
}

// issuerOf finds who made the session of a call. Where the dump does not tell
// in full it gives the reason, and what it tells: a name, or nothing.
func (s Scene) issuerOf(ctx context.Context, e loader.Event) (link, string, error) {
	d := s.Dataset
	if l, ok := byKey(d, e); ok {
		return l, "", nil
	}
	if l, ok := bySignIn(d, e); ok {
		return l, "", nil
	}
	r, err := open(ctx, s.Dataset, e.ID)
	if err != nil {
		return link{}, "", err
	}
	created := scalar(r.part("userIdentity").Get("sessionContext.attributes.creationDate"))
	missing := s.missing(e, created)
	if name := scalar(r.part("userIdentity").Get("sessionContext.sourceIdentity")); name != "" {
		return link{who: name, how: "source identity"}, missing, nil
	}
	if name := loader.SessionName(e.ARN); loader.IsInstance(name) || strings.Contains(name, "@") {
		return link{who: name, how: "name of the session"}, missing, nil
	}
	if l, ok := byCreation(d, e, created); ok {
		return l, "", nil
	}
	return link{}, missing, nil
}

// missing says why there is no call that issued the credentials of another,
// whose session was created then.
func (s Scene) missing(e loader.Event, created string) string {
	if e.AccessKey == "" {
		return "the record names no access key"
	}
	if at, err := time.Parse(time.RFC3339, created); err == nil && at.Before(s.Dataset.Report().First) {
		return e.AccessKey + " was issued before this dump"
	}
	return "the call that issued " + e.AccessKey + " is not in this dump"
}

// byKey finds the call that issued an event's access key.
func byKey(d *loader.Dataset, e loader.Event) (link, bool) {
	if e.AccessKey == "" {
		return link{}, false
	}
	for _, id := range d.Events(loader.Entity{Kind: loader.AccessKey, Value: e.AccessKey}) {
		by := d.At(id)
		if issues(by) && !by.Failed() && by.AccessKey != e.AccessKey {
			return link{who: who(by), how: by.Action + " issued " + e.AccessKey, by: by}, true
		}
	}
	return link{}, false
}

// bySignIn finds the sign-in of the same session that an event of the console
// goes back to: its key is another.
func bySignIn(d *loader.Dataset, e loader.Event) (link, bool) {
	const longest = 12 * time.Hour // of a session in the console
	if e.ARN == "" || e.Action == "GetSigninToken" {
		return link{}, false
	}
	tokens := d.Calling(signin, "GetSigninToken").Within(e.Time.Add(-longest), e.Time).
		Where(func(by loader.Event) bool { return by.ARN == e.ARN })
	for i := tokens.Len() - 1; i >= 0; i-- {
		if by := tokens.At(i); by.AccessKey != e.AccessKey && !by.Failed() {
			return link{who: who(by), how: by.Action + " by the same session", by: by}, true
		}
	}
	return link{}, false
}

// byCreation finds the call that began a role session: the one that answered
// with its ARN, or signed it in, when the session says that it began.
func byCreation(d *loader.Dataset, e loader.Event, created string) (link, bool) {
	at, err := time.Parse(time.RFC3339, created)
	if err != nil || e.ARN == "" {
		return link{}, false
	}
	const close = time.Minute // clocks and rounding
	began := d.Mentioning(loader.Entity{Kind: loader.Identity, Value: e.ARN}).Within(at.Add(-close), at.Add(close))
	for i := range began.Len() {
		by := began.At(i)
		if by.ID != e.ID && issues(by) && !by.Failed() && by.ARN != e.ARN {
			return link{who: who(by), how: by.Action + " at the time when the session began", by: by}, true
		}
	}
	return link{}, false
}

// launcherOf is who launched an instance; a link without a name where the
// dump does not tell.
func (s Scene) launcherOf(ctx context.Context, instance string) (link, error) {
	if !loader.IsInstance(instance) {
		return link{}, nil
	}
	l, err := s.life(ctx, instance)
	if err != nil || !l.launched || loader.SessionName(l.launch.ARN) == instance {
		return link{}, err
	}
	return link{who: who(l.launch), how: "RunInstances launched " + instance, by: l.launch}, nil
}
