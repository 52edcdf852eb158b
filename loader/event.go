package loader

import "time"

// ID names an event: the number of its file in the dump and of its record in
// that file, both counted from 0. It is comparable and stays the same however
// often, and by however many workers, the dump is loaded.
type ID struct{ File, Record int32 }

// Event holds the columns of one record; the empty string stands for absent.
// FIELDS of the ECS name they carry is given behind each.
type Event struct {
	ID   ID
	Time time.Time // @timestamp, UTC; zero when the record has no usable time

	Provider     string // event.provider: ssm.amazonaws.com
	Action       string // event.action: StartSession
	EventID      string // event.id
	Outcome      string // event.outcome: success, failure, or what ConsoleLogin answered
	ErrorCode    string // aws.cloudtrail.error_code
	IdentityType string // aws.cloudtrail.user_identity.type
	ARN          string // aws.cloudtrail.user_identity.arn
	PrincipalID  string // user.id
	UserName     string // user.name: the user's, or the role's for a role session
	AccessKey    string // aws.cloudtrail.user_identity.access_key_id
	InvokedBy    string // aws.cloudtrail.user_identity.invoked_by
	IssuerARN    string // aws.cloudtrail.user_identity.session_context.session_issuer.arn
	Account      string // cloud.account.id
	Region       string // cloud.region
	Address      string // source.address, verbatim: may be a service's name
	UserAgent    string // user_agent.original
	EventType    string // aws.cloudtrail.event_type
	Delivery     string // userIdentity.sessionContext.ec2RoleDelivery: 1.0 or 2.0 of credentials that an instance was given
	MFAUsed      string // aws.cloudtrail.console_login.additional_eventdata.mfa_used: true or false of a ConsoleLogin that tells

	// What an agent of Systems Manager reports of its machine, in requestParameters
	// of UpdateInstanceInformation.
	Host     string // computerName
	Platform string // platformName, or else platformType

	Partial bool // the dump's form of the record keeps only part of CloudTrail
}

// Failed tells whether the event's outcome is failure.
func (e Event) Failed() bool { return e.Outcome == Failure }

// The two values of event.outcome that follow from the error fields.
const (
	Success = "success"
	Failure = "failure"
)

// Place is where the bytes of a record are.
type Place struct {
	File   string // the path as the dump gave it
	Record int    // counted from 0
	Offset int64  // of the record's first byte in the decompressed file
	Length int    // in bytes
	// Inside tells that these bytes are not the record itself: it was unwrapped
	// from them, or made of them.
	Inside bool
}
