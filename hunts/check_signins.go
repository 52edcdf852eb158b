package hunts

import (
	"context"
	"iter"
	"slices"

	"coldtrail/loader"
)

// This file answers what notes ask about sign-ins of other instances.

// sameClient tells whether other instances sign in with the same client.
var sameClient = Check{
	Rule: "✓ other instances' sessions signed in with the same client, as automation does; ! none did; ? the record names no client",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		agents := s.agents()
		if len(agents) == 0 || len(s.Finding.values(loader.Identity)) == 0 {
			return unknown("the record names no client or no identity")
		}
		others, err := signInsOfOthers(ctx, s)
		if err != nil {
			return Answer{}, err
		}
		n, last := 0, loader.Event{}
		for e := range others {
			if slices.Contains(agents, e.UserAgent) {
				n, last = n+1, e
			}
		}
		if n == 0 {
			return look("no other instance signs in with this client: %s", productOf(s.Dataset.At(s.Finding.Events[0]).UserAgent))
		}
		return holds("%s by others with the same client, last by %s", some(n, "sign-in"), who(last))
	},
}

// aloneSigningIn tells whether no other instances sign in.
var aloneSigningIn = noneOf("sign-ins of other instances", func(ctx context.Context, s Scene) (Answer, error) {
	found, err := signInsOfOthers(ctx, s)
	if err != nil {
		return Answer{}, err
	}
	return s.tracesIn("sign-ins of other instances", found, s.Finding.Events)
})

// signInsOfOthers gives the sign-ins of instances that somebody else than the
// finding's identities made: what the parts otherSignIns ask for, without
// looking for all sign-ins anew for each finding.
func signInsOfOthers(ctx context.Context, s Scene) (iter.Seq[loader.Event], error) {
	all, err := s.memory().signIns.get("", func() ([]loader.Event, error) {
		ids, _, err := s.find(ctx, signingIn)
		return slices.Collect(each(ctx, s.Dataset, ids)), err
	})
	return func(yield func(loader.Event) bool) {
		own := s.Finding.values(loader.Identity)
		for _, e := range all {
			if e.ARN != "" && !slices.Contains(own, e.ARN) && !yield(e) {
				return
			}
		}
	}, err
}
