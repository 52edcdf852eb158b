package loader

import "sync"

// This file is how identities and roles are told apart whose names are alike, as
// those of several accounts may be.

// ShortARN cuts an ARN down as the function of that name does, but tells the
// dataset's identities and roles from each other: where two of a kind would look
// the same, the end of the account stands behind the name ("user/carol …3333"),
// the whole account where another has that end, and the whole ARN in its place
// where another has that account. Any other text is returned as it is.
func (d *Dataset) ShortARN(s string) string {
	tails := d.namesakes.tailsIn(d)
	if len(tails) == 0 {
		return ShortARN(s)
	}
	e, _ := entityOfARN(s)
	switch tail, alike := tails[e]; {
	case !alike:
		return ShortARN(s)
	case tail == "":
		return s
	default:
		return ShortARN(s) + " " + tail
	}
}

// namesakes are the entities of a dataset whose short form is that of another of
// their kind, found when somebody asks first.
type namesakes struct {
	once  sync.Once
	tails map[Entity]string // behind the short form; "" where all of the ARN is told
}

func (n *namesakes) tailsIn(d *Dataset) map[Entity]string {
	n.once.Do(func() {
		n.tails = map[Entity]string{}
		for _, alike := range d.alikeInShort() {
			addTails(n.tails, alike)
		}
	})
	return n.tails
}

// alikeInShort gives the identities and roles that have namesakes, by kind and
// short form.
func (d *Dataset) alikeInShort() map[Entity][]Entity {
	first := map[Entity]Entity{} // most are the only one
	alike := map[Entity][]Entity{}
	for n, e := range d.entities {
		if e.Kind != Identity && e.Kind != Role || len(d.byEntity.of(n)) == 0 {
			continue
		}
		name := Entity{e.Kind, e.Short()}
		one, ok := first[name]
		switch {
		case !ok:
			first[name] = e
		case alike[name] == nil:
			alike[name] = []Entity{one, e}
		default:
			alike[name] = append(alike[name], e)
		}
	}
	return alike
}

// addTails adds, for each of some namesakes, the least of its account that tells
// it from the others.
func addTails(tails map[Entity]string, alike []Entity) {
	accounts, ends := map[string]int{}, map[string]int{}
	for _, e := range alike {
		account := accountOf(e.Value)
		accounts[account]++
		ends[endOf(account)]++
	}
	for _, e := range alike {
		account := accountOf(e.Value)
		switch end := endOf(account); {
		case account == "" || accounts[account] > 1:
			tails[e] = ""
		case ends[end] > 1:
			tails[e] = account
		default:
			tails[e] = end
		}
	}
}

// accountOf is the account of an ARN, "" where it names none.
func accountOf(s string) string {
	arn, _ := parseARN(s)
	return arn.account
}

// endOf is the end of an account's id as people tell accounts by it, the last of
// the three groups of four digits that it is written in.
func endOf(account string) string {
	const group = 4
	if !isAccount(account) {
		return account
	}
	return "…" + account[len(account)-group:]
}
