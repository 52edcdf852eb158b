package hunts

import (
	"strings"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// Fields that the steps ask for.
const (
	fieldARN  = "aws.cloudtrail.user_identity.arn"
	fieldUser = "aws.cloudtrail.flattened.request_parameters.userName"
	fieldRole = "aws.cloudtrail.flattened.request_parameters.roleName"
)

// A part is one condition of a step, made from a finding; false where it does
// not apply to the finding.
type part func(*loader.Dataset, Finding) (kql.Query, bool)

// all is for what fits every part. It applies to the findings that every part
// applies to.
func all(parts ...part) part {
	return func(d *loader.Dataset, f Finding) (kql.Query, bool) {
		queries := make([]kql.Query, len(parts))
		for i, p := range parts {
			var ok bool
			if queries[i], ok = p(d, f); !ok {
				return kql.Query{}, false
			}
		}
		return kql.And(queries...), true
	}
}

// values are the entities of one kind that the finding is about.
func (f Finding) values(kind loader.Kind) []string {
	var all []string
	for _, e := range f.Entities {
		if e.Kind == kind {
			all = append(all, e.Value)
		}
	}
	return all
}

// targets are the instances that the finding's calls aim at: they come first
// among its entities.
func (f Finding) targets() []string {
	var all []string
	for _, e := range f.Entities {
		if e.Kind != loader.Instance {
			break
		}
		all = append(all, e.Value)
	}
	return all
}

func isAnyOf(field string, values []string) (kql.Query, bool) {
	return kql.Is(field, values...), len(values) > 0
}

// mentioning is for everything that speaks of the finding's entities of a kind.
func mentioning(kind loader.Kind) part {
	return func(_ *loader.Dataset, f Finding) (kql.Query, bool) {
		return isAnyOf(loader.RelatedEntity, f.values(kind))
	}
}

// onTarget is for everything that mentions the instances that were aimed at.
func onTarget(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	return isAnyOf(loader.RelatedEntity, f.targets())
}

// launching is for the launches that answered with the instances that were
// aimed at: an instance that launches others is mentioned, too.
func launching(d *loader.Dataset, f Finding) (kql.Query, bool) {
	q, ok := onTarget(d, f)
	answered := kql.Is("aws.cloudtrail.flattened.response_elements.instancesSet.items.instanceId", f.targets()...)
	return kql.And(kql.Is("event.provider", ec2), kql.Is("event.action", "RunInstances"), q, answered), ok
}

// byIdentity is for what the finding's identities called.
func byIdentity(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	return isAnyOf(fieldARN, f.values(loader.Identity))
}

// byOthers is for what anybody but the finding's identities called.
func byOthers(d *loader.Dataset, f Finding) (kql.Query, bool) {
	q, ok := byIdentity(d, f)
	return kql.And(kql.Exists(fieldARN), kql.Not(q)), ok
}

// byRole is for what any session of the finding's roles called.
func byRole(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	var some []kql.Query
	for _, role := range f.values(loader.Role) {
		session := strings.Replace(strings.Replace(role, ":iam:", ":sts:", 1), ":role/", ":assumed-role/", 1)
		// The index of the role narrows what the pattern has to be tried on.
		some = append(some, kql.And(kql.Is(loader.RelatedEntity, role), kql.Like(fieldARN, session+"/*")))
	}
	return kql.Or(some...), len(some) > 0
}

// byIdentityOrRole is for what the finding's identities called, or any session
// of its roles where it has some.
func byIdentityOrRole(d *loader.Dataset, f Finding) (kql.Query, bool) {
	if q, ok := byRole(d, f); ok {
		return q, true
	}
	return byIdentity(d, f)
}

// byDescendants is for what the finding's identities called, and what was
// called with the credentials that they had issued.
func byDescendants(d *loader.Dataset, f Finding) (kql.Query, bool) {
	q, ok := byIdentity(d, f)
	if !ok {
		return q, false
	}
	var who []loader.Entity
	for _, arn := range f.values(loader.Identity) {
		who = append(who, loader.Entity{Kind: loader.Identity, Value: arn})
	}
	if keys := issued(d, who); len(keys) > 0 {
		q = kql.Or(q, kql.Is("aws.cloudtrail.user_identity.access_key_id", keys...))
	}
	return q, true
}

// byOrOfKey is for what the finding's identities called, and for all that
// mentions their access keys, such as the call that issued them.
func byOrOfKey(d *loader.Dataset, f Finding) (kql.Query, bool) {
	q, ok := byIdentity(d, f)
	if keys := f.values(loader.AccessKey); len(keys) > 0 {
		return kql.Or(q, kql.Is(loader.RelatedEntity, keys...)), true
	}
	return q, ok
}

// sameAgent is for the clients that the finding's events name.
func sameAgent(d *loader.Dataset, f Finding) (kql.Query, bool) {
	return isAnyOf("user_agent.original", Scene{Dataset: d, Finding: f}.agents())
}

// fromAddress is for what came from the finding's addresses.
func fromAddress(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	return isAnyOf("source.address", f.values(loader.Address))
}

// reportingAddress is for what tells that the finding's addresses are those of
// instances: launches that answer with one, and the reports of an agent. Who
// only launches from an address tells nothing about it.
func reportingAddress(d *loader.Dataset, f Finding) (kql.Query, bool) {
	from, ok := fromAddress(d, f)
	mentioned, _ := mentioning(loader.Address)(d, f)
	launch := kql.And(kql.Is("event.action", "RunInstances"), kql.Not(from))
	return kql.And(kql.Or(launch, kql.Is("event.action", "UpdateInstanceInformation")), mentioned), ok
}

// elsewhere is for what came from other addresses.
func elsewhere(d *loader.Dataset, f Finding) (kql.Query, bool) {
	q, ok := fromAddress(d, f)
	return kql.Not(q), ok
}

// calling is for some actions of a provider.
func calling(provider string, actions ...string) part {
	return func(*loader.Dataset, Finding) (kql.Query, bool) {
		return kql.And(kql.Is("event.provider", provider), kql.Is("event.action", actions...)), true
	}
}

// having is for events with one of these values in a field.
func having(field string, values ...string) part {
	return func(*loader.Dataset, Finding) (kql.Query, bool) { return kql.Is(field, values...), true }
}

// lacking is for events without any of these values in a field.
func lacking(field string, values ...string) part {
	return func(*loader.Dataset, Finding) (kql.Query, bool) { return kql.Not(kql.Is(field, values...)), true }
}

// like is for events with a value in a field that fits a pattern.
func like(field, pattern string) part {
	return func(*loader.Dataset, Finding) (kql.Query, bool) { return kql.Like(field, pattern), true }
}

// upTo is for a length of time that ends with the finding's first event.
func upTo(length time.Duration) part {
	return func(_ *loader.Dataset, f Finding) (kql.Query, bool) {
		return kql.Within(f.First.Add(-length), f.First), !f.First.IsZero()
	}
}

// before is for everything up to the finding's first event.
func before(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	return kql.Within(time.Time{}, f.First), !f.First.IsZero()
}

// after is for everything after the finding's first event.
func after(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	return kql.Within(f.First, time.Time{}), !f.First.IsZero()
}

// onPolicies is for changes of what the finding's roles and users may do, and
// of who may take on the roles.
func onPolicies(_ *loader.Dataset, f Finding) (kql.Query, bool) {
	var some []kql.Query
	if names := lastParts(f.values(loader.Role), ":role/"); len(names) > 0 {
		some = append(some, kql.Is(fieldRole, names...))
	}
	if names := lastParts(f.values(loader.Identity), ":user/"); len(names) > 0 {
		some = append(some, kql.Is(fieldUser, names...))
	}
	return kql.And(kql.Is("event.provider", iam), kql.Is("event.action", policyChanges...), kql.Or(some...)), len(some) > 0
}

// lastParts are the names in the ARNs that hold a mark.
func lastParts(arns []string, mark string) []string {
	var names distinct
	for _, arn := range arns {
		if strings.Contains(arn, mark) {
			names.add(arn[strings.LastIndexByte(arn, '/')+1:])
		}
	}
	return names.texts
}

// policyChanges are the calls that change what a role or user may do, or who
// may take on a role.
var policyChanges = []string{
	"AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy", "DeleteRolePolicy",
	"PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "UpdateAssumeRolePolicy", "UpdateRole",
	"AttachUserPolicy", "DetachUserPolicy", "PutUserPolicy", "DeleteUserPolicy",
	"PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary", "AddUserToGroup", "RemoveUserFromGroup",
}
