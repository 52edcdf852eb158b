package filter

import "strings"

// names are the ECS names of places in a record that columns hold: asking for
// them reads no record.
var names = map[string]string{
	"eventSource":              "event.provider",
	"eventName":                "event.action",
	"eventID":                  "event.id",
	"awsRegion":                "cloud.region",
	"sourceIPAddress":          "source.address",
	"userAgent":                "user_agent.original",
	"errorCode":                "aws.cloudtrail.error_code",
	"eventType":                "aws.cloudtrail.event_type",
	"userIdentity.type":        "aws.cloudtrail.user_identity.type",
	"userIdentity.arn":         "aws.cloudtrail.user_identity.arn",
	"userIdentity.accessKeyId": "aws.cloudtrail.user_identity.access_key_id",
	"userIdentity.invokedBy":   "aws.cloudtrail.user_identity.invoked_by",
	"userIdentity.principalId": "user.id",

	"userIdentity.sessionContext.sessionIssuer.arn": "aws.cloudtrail.user_identity.session_context.session_issuer.arn",
}

// FieldOf is the field that a query asks for what stands at a path of a record,
// in jq's notation; false where a key has a character that no path can hold.
// Arrays are transparent: their elements share a field.
func FieldOf(path string) (string, bool) {
	var parts []string
	for _, part := range strings.Split(strings.TrimPrefix(path, "."), ".") {
		name, rest, indexed := strings.Cut(part, "[")
		for indexed {
			var index string
			index, rest, indexed = strings.Cut(rest, "[")
			if strings.Trim(strings.TrimSuffix(index, "]"), "0123456789") != "" {
				return "", false // a key in quotes
			}
		}
		if name != "" {
			parts = append(parts, name)
		}
	}
	field := strings.Join(parts, ".")
	if name, ok := names[field]; ok {
		return name, true
	}
	return field, field != ""
}
