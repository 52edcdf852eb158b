package loader

import (
	"cmp"
	"hash/maphash"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"coldtrail/loader/kql"
	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// This file is the one table that says what a field name means: ECS names as
// the Elastic CloudTrail integration fills them. A name that is not in the
// table is a path in the record itself, as requestParameters.target.

// field says where the values of a name come from: from the columns of an
// event, or from its record.
type field struct {
	column func(Event) string
	held   bool  // column reads nothing but
	of     facet // this, so that it is the same for all events that have it in common
	record func(gjson.Result) []string
	shown  shown
}

// shown is what the text of a record shows where the record has a value of a
// field, but for JSON's escapes. A search turns records away by it.
type shown struct {
	path   []string   // where the values stand; nil for a field that is no path
	key    string     // that must be there; "" where there may be none
	values valueShown // how the values stand in the text
}

// valueShown is how the values of a field stand in the text of a record.
type valueShown uint8

const (
	computed valueShown = iota // maybe not at all
	verbatim                   // as they are, but for numbers
	pieces                     // a value is put together of keys and values
)

// heldBy is a field whose value depends on one part of the row.
func heldBy(of facet, value func(Event) string) field {
	return field{column: value, held: true, of: of}
}

var fields = map[string]field{
	"event.provider": heldBy(ofCall, func(e Event) string { return e.Provider }),
	"event.action":   heldBy(ofCall, func(e Event) string { return e.Action }),
	"event.id":       {column: func(e Event) string { return e.EventID }},
	"event.outcome":  heldBy(ofEnd, func(e Event) string { return e.Outcome }),
	"event.dataset":  heldBy(ofEnd, func(Event) string { return "aws.cloudtrail" }), // on any: it is always the same
	kql.TimeField:    {column: timestamp},

	"user.id":           heldBy(ofCaller, func(e Event) string { return e.PrincipalID }),
	"user.name":         heldBy(ofCaller, func(e Event) string { return e.UserName }),
	"user.changes.name": heldBy(ofCaller, func(e Event) string { return SessionName(e.ARN) }),

	"cloud.account.id":    heldBy(ofCaller, func(e Event) string { return e.Account }),
	"cloud.region":        heldBy(ofRegion, func(e Event) string { return e.Region }),
	"source.address":      heldBy(ofAddress, func(e Event) string { return e.Address }),
	"source.ip":           heldBy(ofAddress, sourceIP),
	"related.ip":          heldBy(ofAddress, sourceIP),
	"user_agent.original": heldBy(ofAgent, func(e Event) string { return e.UserAgent }),

	"aws.cloudtrail.error_code":                                       heldBy(ofEnd, func(e Event) string { return e.ErrorCode }),
	"aws.cloudtrail.event_type":                                       heldBy(ofCall, func(e Event) string { return e.EventType }),
	"aws.cloudtrail.user_identity.type":                               heldBy(ofCaller, func(e Event) string { return e.IdentityType }),
	"aws.cloudtrail.user_identity.arn":                                heldBy(ofCaller, func(e Event) string { return e.ARN }),
	"aws.cloudtrail.user_identity.access_key_id":                      heldBy(ofKey, func(e Event) string { return e.AccessKey }),
	"aws.cloudtrail.user_identity.invoked_by":                         heldBy(ofCaller, func(e Event) string { return e.InvokedBy }),
	"aws.cloudtrail.user_identity.session_context.session_issuer.arn": heldBy(ofCaller, func(e Event) string { return e.IssuerARN }),

	// No ECS name, but a path in the record that steps ask by.
	"userIdentity.sessionContext.ec2RoleDelivery": heldBy(ofCaller, func(e Event) string { return e.Delivery }),

	"aws.cloudtrail.user_identity.session_context.mfa_authenticated":           at("userIdentity.sessionContext.attributes.mfaAuthenticated"),
	"aws.cloudtrail.user_identity.session_context.creation_date":               at("userIdentity.sessionContext.attributes.creationDate"),
	"aws.cloudtrail.user_identity.session_context.session_issuer.type":         at("userIdentity.sessionContext.sessionIssuer.type"),
	"aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": at("userIdentity.sessionContext.sessionIssuer.principalId"),
	"aws.cloudtrail.user_identity.session_context.session_issuer.account_id":   at("userIdentity.sessionContext.sessionIssuer.accountId"),

	"aws.cloudtrail.error_message":        at("errorMessage"),
	"aws.cloudtrail.request_id":           at("requestID"),
	"aws.cloudtrail.event_version":        at("eventVersion"),
	"aws.cloudtrail.event_category":       at("eventCategory"),
	"aws.cloudtrail.api_version":          at("apiVersion"),
	"aws.cloudtrail.management_event":     at("managementEvent"),
	"aws.cloudtrail.read_only":            at("readOnly"),
	"aws.cloudtrail.recipient_account_id": at("recipientAccountId"),
	"aws.cloudtrail.vpc_endpoint_id":      at("vpcEndpointId"),
	"aws.cloudtrail.shared_event_id":      at("sharedEventID"),

	"aws.cloudtrail.request_parameters":    flat("requestParameters"),
	"aws.cloudtrail.response_elements":     flat("responseElements"),
	"aws.cloudtrail.additional_eventdata":  flat("additionalEventData"),
	"aws.cloudtrail.service_event_details": flat("serviceEventDetails"),

	"aws.cloudtrail.resources.arn":        resources("ARN", "arn"),
	"aws.cloudtrail.resources.type":       resources("type"),
	"aws.cloudtrail.resources.account_id": resources("accountId"),

	"aws.cloudtrail.session_credential_from_console": {record: sessionFromConsole, shown: shown{key: "sessionCredentialFromConsole"}},

	"aws.cloudtrail.console_login.additional_eventdata.mobile_version": {record: mobileVersion, shown: shown{key: "MobileVersion"}},
	"aws.cloudtrail.console_login.additional_eventdata.mfa_used":       heldBy(ofEnd, func(e Event) string { return e.MFAUsed }),
	"aws.cloudtrail.console_login.additional_eventdata.login_to":       {record: consoleLoginTo, shown: shown{key: "LoginTo", values: verbatim}},

	"tls.client.server_name": at("tlsDetails.clientProvidedHostHeader"),
	"tls.version":            at("tlsDetails.tlsVersion"),
	"tls.cipher":             at("tlsDetails.cipherSuite"),

	"related.user": {record: relatedUser, shown: shown{values: verbatim}},
	RelatedEntity:  {record: relatedEntity},
}

// flattened are the beginnings of field names that go on with a path in a
// part of the record.
var flattened = map[string]string{
	"aws.cloudtrail.flattened.request_parameters.":    "requestParameters.",
	"aws.cloudtrail.flattened.response_elements.":     "responseElements.",
	"aws.cloudtrail.flattened.additional_eventdata.":  "additionalEventData.",
	"aws.cloudtrail.flattened.service_event_details.": "serviceEventDetails.",
}

// RelatedEntity is the field of every entity that a record mentions.
const RelatedEntity = "related.entity"

// FieldNames lists the field names of the table, sorted.
func FieldNames() []string {
	return slices.Sorted(maps.Keys(fields))
}

// Values gives the values of a field in a record: an ECS name of the table, or
// a path in the record. Arrays are transparent; absent is nil.
func Values(record []byte, name string) []string {
	root := gjson.ParseBytes(record)
	f := fieldOf(name)
	if f.column != nil {
		return single(f.column(eventOf(root)))
	}
	return f.record(root)
}

// fieldOf gives the field of a name: that of the table, or that of a path in
// the record.
func fieldOf(name string) field {
	if f, ok := fields[name]; ok {
		return f
	}
	for prefix, path := range flattened {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return at(path + rest)
		}
	}
	return at(name)
}

// column gives the value of a field that is a column of the event; ok is
// false for any other field.
func (e Event) column(name string) (value string, ok bool) {
	if f := fields[name]; f.column != nil {
		return f.column(e), true
	}
	return "", false
}

func single(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// at is a field that stands at a path of the record.
func at(path string) field {
	parts := strings.Split(path, ".")
	return field{
		record: func(root gjson.Result) []string { return leaves(root, parts) },
		shown:  shown{path: parts, values: verbatim},
	}
}

// flat is a field that holds the flattened string of a part of the record.
func flat(key string) field {
	return field{
		record: func(root gjson.Result) []string { return single(Flatten(root.Get(key))) },
		shown:  shown{key: key, values: pieces},
	}
}

// leaves gives the texts at a path; arrays on the way are transparent.
func leaves(v gjson.Result, path []string) []string {
	if v.IsArray() {
		var all []string
		v.ForEach(func(_, item gjson.Result) bool {
			all = append(all, leaves(item, path)...)
			return true
		})
		return all
	}
	if len(path) == 0 {
		if v.IsObject() || !unwrap.Present(v) {
			return nil
		}
		return []string{v.String()}
	}
	if !v.IsObject() {
		return nil
	}
	var found []string
	v.ForEach(func(key, inner gjson.Result) bool {
		if key.Str == path[0] {
			found = leaves(inner, path[1:])
			return false
		}
		if n := strings.Count(key.Str, ".") + 1; n > 1 && n <= len(path) && key.Str == strings.Join(path[:n], ".") {
			found = leaves(inner, path[n:]) // a key that holds dots itself
			return false
		}
		return true
	})
	return found
}

func sourceIP(e Event) string {
	if _, err := netip.ParseAddr(e.Address); err != nil {
		return ""
	}
	return e.Address
}

func resources(keys ...string) field {
	read := func(root gjson.Result) []string {
		var all []string
		for _, key := range keys {
			for _, v := range leaves(root, []string{"resources", key}) {
				if !slices.Contains(all, v) {
					all = append(all, v)
				}
			}
		}
		return all
	}
	return field{record: read, shown: shown{key: "resources", values: verbatim}}
}

func sessionFromConsole(root gjson.Result) []string {
	if root.Get("sessionCredentialFromConsole").String() == "true" {
		return []string{"true"}
	}
	return nil
}

func mobileVersion(root gjson.Result) []string {
	return single(consoleFlag(root.Get("eventName").Str, root.Get("additionalEventData.MobileVersion")))
}

func consoleLoginTo(root gjson.Result) []string {
	if root.Get("eventName").Str != "ConsoleLogin" {
		return nil
	}
	return single(text(root.Get("additionalEventData.LoginTo")))
}

// relatedUser gathers every name of a user in the record, each once.
func relatedUser(root gjson.Result) []string {
	e := eventOf(root)
	var names []string
	for _, name := range []string{
		text(root.Get("userIdentity.userName")),
		text(root.Get("requestParameters.userName")),
		text(root.Get("requestParameters.newUserName")),
		e.PrincipalID, e.UserName, SessionName(e.ARN),
	} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// eventOf reads the columns of a single record.
func eventOf(record gjson.Result) Event {
	t, who := textsOf(record)
	e := Event{
		Provider: t.provider, Action: t.action, EventID: t.eventID, Outcome: outcome(t.end.answer, t.end.failed), ErrorCode: t.end.code,
		IdentityType: who.kind, ARN: who.arn, PrincipalID: who.principal, UserName: who.name,
		AccessKey: who.key, InvokedBy: who.invokedBy, IssuerARN: who.issuer, Account: cmp.Or(who.account, t.recipient),
		Region: t.region, Address: t.address, UserAgent: t.agent, EventType: t.kind, Delivery: who.delivery, MFAUsed: t.end.mfa, Host: t.end.host, Platform: t.end.platform,
	}
	if t.nanos != noTime {
		e.Time = time.Unix(0, t.nanos).UTC()
	}
	return e
}

func relatedEntity(record gjson.Result) []string {
	tables := newTables()
	d := newDecoder(maphash.MakeSeed(), tables, 1, nil)
	d.begin()
	d.mentions(record.Raw, record.Get("eventSource").Str)
	var values []string
	for _, n := range d.seen {
		values = append(values, tables.entities.list[n].Value)
	}
	return values
}

// timestamp is @timestamp as CloudTrail writes it; with a fraction where there is one.
func timestamp(e Event) string {
	if e.Time.IsZero() {
		return ""
	}
	return e.Time.Format(time.RFC3339Nano)
}
