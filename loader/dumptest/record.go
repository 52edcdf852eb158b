package dumptest

import (
	"crypto/sha256"
	"strconv"
	"time"
)

// Record is a CloudTrail record in the making. Request and Response are JSON
// text, null where empty; every other empty field is left out.
type Record struct {
	Identity     Identity
	Time         time.Time
	Source, Name string // eventSource, eventName
	Region       string
	Address      string // sourceIPAddress
	Agent        string // userAgent
	ErrorCode    string
	ErrorMessage string
	Request      string // JSON
	Response     string // JSON
	Additional   string // additionalEventData, JSON
	Resources    string // JSON
	RequestID    string // worked out from the rest where empty
	EventID      string // worked out from the rest where empty
	ReadOnly     bool
	Type         string // eventType; AwsApiCall where empty
	Account      string // recipientAccountId
	Endpoint     string // vpcEndpointId
	Host         string // tlsDetails.clientProvidedHostHeader; empty: no tlsDetails
	Console      bool   // sessionCredentialFromConsole
}

const signIn = "AwsConsoleSignIn" // the eventType of records without a requestID

// Append appends the record as CloudTrail writes it: compact, its keys in
// CloudTrail's order.
func (r Record) Append(b []byte) []byte {
	start := len(b)
	b = append(b, `{"eventVersion":"1.11","userIdentity":`...)
	b = append(r.Identity.append(b), `,"eventTime":"`...)
	b = append(r.Time.AppendFormat(b, time.RFC3339), `",`...)
	b = appendMember(b, "eventSource", r.Source)
	b = appendMember(b, "eventName", r.Name)
	b = appendMember(b, "awsRegion", r.Region)
	b = appendMember(b, "sourceIPAddress", r.Address)
	b = appendMember(b, "userAgent", r.Agent)
	b = appendMember(b, "errorCode", r.ErrorCode)
	b = appendMember(b, "errorMessage", r.ErrorMessage)
	b = appendRaw(b, "requestParameters", orElse(r.Request, "null"))
	b = appendRaw(b, "responseElements", orElse(r.Response, "null"))
	b = appendRaw(b, "additionalEventData", r.Additional)
	request, event := r.ids(b[start:])
	if r.Type != signIn {
		b = appendMember(b, "requestID", request)
	}
	b = appendMember(b, "eventID", event)
	b = appendRaw(b, "readOnly", strconv.FormatBool(r.ReadOnly))
	b = appendRaw(b, "resources", r.Resources)
	b = appendMember(b, "eventType", orElse(r.Type, "AwsApiCall"))
	b = appendRaw(b, "managementEvent", "true")
	b = appendMember(b, "recipientAccountId", r.Account)
	b = appendMember(b, "vpcEndpointId", r.Endpoint)
	b = appendMember(b, "eventCategory", "Management")
	if r.Host != "" {
		b = append(b, `"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",`...)
		b = append(endObject(appendMember(b, "clientProvidedHostHeader", r.Host)), ',')
	}
	if r.Console {
		b = appendMember(b, "sessionCredentialFromConsole", "true")
	}
	return endObject(b)
}

// ids are the record's ids. Where none is given they come from what the record
// says, so that a record keeps its ids when others are added before it.
func (r Record) ids(said []byte) (request, event string) {
	if r.RequestID != "" && r.EventID != "" {
		return r.RequestID, r.EventID
	}
	sum := sha256.Sum256(said)
	return orElse(r.RequestID, uuid([16]byte(sum[:16]))), orElse(r.EventID, uuid([16]byte(sum[16:])))
}

// Refused is the record as a call that AWS turned down, which carries no response.
func (r Record) Refused(code, message string) Record {
	r.ErrorCode, r.ErrorMessage, r.Response = code, message, ""
	return r
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
