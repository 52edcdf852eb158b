package dumptest

import "time"

const townAccount = "111122223333"

// town is who lives in a dump of noise: users at desks, and in each region
// instances, functions and what calls them.
type town struct {
	Options
	users     []User
	roles     []Role // for people and functions
	instances [][]Instance
}

func newTown(o Options) *town {
	t := &town{Options: o}
	d := newDice(o.Seed, 0)
	for _, name := range []string{"ada", "bela", "chen", "dara", "emil", "fola", "gita", "hana", "ivo", "jun", "kofi", "lena"} {
		for _, team := range []string{"ops", "data", "web", "sec"} {
			t.users = append(t.users, User{townAccount, name + "." + team, d.principal("AIDA"), d.key("AKIA")})
		}
	}
	for _, name := range []string{"OpsAdmin", "Monitoring", "Deploy", "Orders", "Billing", "Search", "Mailer", "Reports"} {
		t.roles = append(t.roles, Role{townAccount, "", name, d.principal("AROA")})
	}
	fleets := make([]Role, 8)
	for i := range fleets {
		fleets[i] = Role{townAccount, "", "fleet-" + string(rune('a'+i)), d.principal("AROA")}
	}
	for place, region := range o.Regions {
		fleet := make([]Instance, min(max(o.Events/400/len(o.Regions), 20), 2000))
		for i := range fleet {
			role := pick(d, fleets)
			fleet[i] = Instance{
				ID: d.instance(), Name: role.Name + "-" + number(i), Private: address(10, place, i/250, i%250+4), Public: address(192, 0, 2, d.below(250)+4),
				Region: region, Account: townAccount, Image: "ami-0" + d.text(16, hexDigits), Type: pick(d, []string{"t3.medium", "m6i.large", "c6i.xlarge"}),
				Profile: role.Name, Role: role,
			}
		}
		t.instances = append(t.instances, fleet)
	}
	return t
}

// desk is a user with a command line, always at the same one or two addresses.
func (t *town) desk(d *dice, place int) Actor {
	i := d.below(len(t.users))
	return Actor{Identity: t.users[i].Identity(), Address: address(198, 51, 100, i*2+d.below(2)+10), Agent: agentCLI, Region: t.Regions[place]}
}

// duty is a person or a function in a role. The session, its key and its
// start stay the same for a working day.
func (t *town) duty(d *dice, at time.Time, place int) Actor {
	day := at.Truncate(24 * time.Hour)
	i := d.below(len(t.roles))
	user := t.users[(i*5+d.below(3))%len(t.users)]
	return Actor{
		Identity: t.roles[i].Session(user.Name, t.key("ASIA", t.roles[i].ID+user.Name, day), day),
		Address:  address(198, 51, 100, i+120), Agent: agentLambda, Region: t.Regions[place],
	}
}

// self is an instance with the credentials it got for these six hours.
func (t *town) self(i Instance, at time.Time) Actor {
	issued := at.Truncate(6 * time.Hour)
	return i.Self(t.key("ASIA", i.ID, issued), issued, "2.0")
}

// key is the access key that its owner holds in the period that began at from.
func (t *town) key(prefix, owner string, from time.Time) string {
	seed := t.Seed
	for i := range len(owner) {
		seed = seed*1099511628211 ^ uint64(owner[i])
	}
	return newDice(seed, uint64(from.Unix())).key(prefix)
}
