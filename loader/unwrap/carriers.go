package unwrap

import (
	"strings"

	"github.com/tidwall/gjson"
)

// listKeys are the keys whose array holds records, each wrapped or not.
var listKeys = map[string]bool{
	"Records":         true, // S3 delivery; what SQS, SNS and Kinesis hand on
	"records":         true, // Firehose
	"Events":          true, // lookup-events
	"events":          true, // filter-log-events, get-log-events
	"logEvents":       true, // a log subscription
	"QueryResultRows": true, // CloudTrail Lake
	"hits":            true, // a search of Elasticsearch
	"results":         true, // a search of Splunk
	"Messages":        true, // receive-message of SQS
}

// carrierKeys are the keys, in lower case, whose string or object holds the
// record: those that hold it exactly come first.
var carrierKeys = ranked(
	"event.original", "cloudtrailevent", "eventjson", "_raw", "detail",
	"_source", "result", "event", "original", "input.message", "message", "@message",
	"input", "sns", "body", "log", "hits", "fields",
	"records", "events", "results", "messages",
)

func ranked(keys ...string) map[string]int {
	ranks := make(map[string]int, len(keys))
	for i, key := range keys {
		ranks[key] = i
	}
	return ranks
}

// carrier is a value that may hold a record.
type carrier struct {
	value gjson.Result
	rank  int // among the carriers of an object, the lowest is opened first
}

// objectKeys is what the keys of an object say of it.
type objectKeys struct {
	lists    []gjson.Result
	carriers []carrier

	source, name, eventType, kind, messageType, last gjson.Result
}

// keysOf looks at the keys of an object once. As everywhere in this package,
// of two equal keys the first counts.
func keysOf(v gjson.Result) *objectKeys {
	k := &objectKeys{}
	v.ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "eventSource":
			keepFirst(&k.source, value)
		case "eventName":
			keepFirst(&k.name, value)
		case "eventType":
			keepFirst(&k.eventType, value)
		case "Type":
			keepFirst(&k.kind, value)
		case "messageType":
			keepFirst(&k.messageType, value)
		case "lastrow":
			keepFirst(&k.last, value)
		}
		if rank, ok := carrierKeys[strings.ToLower(key.Str)]; ok && !value.IsArray() {
			k.carriers = append(k.carriers, carrier{value, rank})
		} else if listKeys[key.Str] && value.IsArray() {
			k.lists = append(k.lists, value)
		}
		return true
	})
	return k
}

func keepFirst(to *gjson.Result, v gjson.Result) {
	if !to.Exists() {
		*to = v
	}
}

// record tells whether the object is a record, as Check does.
func (k *objectKeys) record() bool {
	return k.source.Type == gjson.String && k.name.Type == gjson.String && !isNotification(k.source.Str) || k.eventType.Str == Insight
}

// control tells whether the object is what an envelope says of itself: the
// health check of a log subscription, the confirmation of a topic's
// subscription, the last line of a Splunk search without results.
func (k *objectKeys) control() bool {
	switch {
	case k.messageType.Str == "CONTROL_MESSAGE":
		return true
	case k.kind.Str == "SubscriptionConfirmation", k.kind.Str == "UnsubscribeConfirmation":
		return true
	}
	for _, c := range k.carriers {
		if strings.HasPrefix(c.value.Str, "CWL CONTROL MESSAGE") {
			return true
		}
	}
	return k.last.IsBool() && len(k.carriers) == 0 && len(k.lists) == 0
}
