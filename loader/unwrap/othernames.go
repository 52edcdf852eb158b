package unwrap

// otherNames are the names under which exports have CloudTrail's own values.
// Of several for one field the first is taken.
var otherNames = []alias{
	// Microsoft Sentinel
	{"TimeGenerated", "eventTime"},
	{"AwsEventId", "eventID"},
	{"EventTypeName", "eventType"},
	{"AwsRequestId", "requestID"},
	{"Category", "eventCategory"},
	{"SessionMfaAuthenticated", "userIdentity.sessionContext.attributes.mfaAuthenticated"},
	{"SessionCreationDate", "userIdentity.sessionContext.attributes.creationDate"},
	{"SessionIssuerType", "userIdentity.sessionContext.sessionIssuer.type"},
	{"SessionIssuerPrincipalId", "userIdentity.sessionContext.sessionIssuer.principalId"},
	{"SessionIssuerArn", "userIdentity.sessionContext.sessionIssuer.arn"},
	{"SessionIssuerAccountId", "userIdentity.sessionContext.sessionIssuer.accountId"},
	{"SessionIssuerUserName", "userIdentity.sessionContext.sessionIssuer.userName"},
	{"EC2RoleDelivery", "userIdentity.sessionContext.ec2RoleDelivery"},
	{"UserIdentityUserId", "userIdentity.onBehalfOf.userId"},
	{"UserIdentityStoreArn", "userIdentity.onBehalfOf.identityStoreArn"},
	{"TlsVersion", "tlsDetails.tlsVersion"},
	{"CipherSuite", "tlsDetails.cipherSuite"},
	{"ClientProvidedHostHeader", "tlsDetails.clientProvidedHostHeader"},
	// Logstash and others
	{"@timestamp", "eventTime"},
	// the console, and lookup-events
	{"AWS access key", "userIdentity.accessKeyId"},
	{"AccessKeyId", "userIdentity.accessKeyId"},
	{"User name", "userIdentity.userName"},
	{"Resource type", "resources.resourceType"},
	{"Resource name", "resources.resourceName"},
	// a query that picks fields out of userIdentity
	{"arn", "userIdentity.arn"},
	{"principalId", "userIdentity.principalId"},
	{"accountId", "userIdentity.accountId"},
	{"invokedBy", "userIdentity.invokedBy"},
	{"region", "awsRegion"},
}
