package unwrap

// ecsNames are the fields of Elastic's integration that hold CloudTrail's
// values under names of ECS; the others are CloudTrail's own behind
// aws.cloudtrail. The reverse of the table in loader's ecs.go, for documents that came
// without event.original.
var ecsNames = []alias{
	{"event.provider", "eventSource"},
	{"event.action", "eventName"},
	{"event.id", "eventID"},
	{"user.id", "userIdentity.principalId"},
	{"user.name", "userIdentity.userName"},
	{"cloud.account.id", "userIdentity.accountId"},
	{"cloud.region", "awsRegion"},
	{"source.address", "sourceIPAddress"},
	{"source.ip", "sourceIPAddress"},
	{"user_agent.original", "userAgent"},
	{"tls.version", "tlsDetails.tlsVersion"},
	{"tls.cipher", "tlsDetails.cipherSuite"},
	{"tls.client.server_name", "tlsDetails.clientProvidedHostHeader"},
	{"userIdentity.sessionContext.mfa_authenticated", "userIdentity.sessionContext.attributes.mfaAuthenticated"},
	{"userIdentity.sessionContext.creation_date", "userIdentity.sessionContext.attributes.creationDate"},
}
