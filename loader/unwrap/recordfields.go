package unwrap

// fieldKind is how CloudTrail writes a field's value.
type fieldKind uint8

const (
	asText   fieldKind = iota // a string
	asTime                    // a string that holds a time
	asBool                    // true or false
	asJSON                    // an object of the service's own
	asObject                  // an object whose keys are in the table
	asList                    // a list of such objects
	asItIs                    // a value inside of what is the service's own
)

func (k fieldKind) isText() bool { return k == asText || k == asTime || k == asBool }

// recordFields are the fields of a record, in CloudTrail's order. A record that
// is made from another form has them in this order and case.
var recordFields = []struct {
	path string
	kind fieldKind
}{
	{"eventVersion", asText},
	{"userIdentity", asObject},
	{"userIdentity.type", asText},
	{"userIdentity.principalId", asText},
	{"userIdentity.arn", asText},
	{"userIdentity.accountId", asText},
	{"userIdentity.accessKeyId", asText},
	{"userIdentity.userName", asText},
	{"userIdentity.sessionContext", asObject},
	{"userIdentity.sessionContext.sessionIssuer", asObject},
	{"userIdentity.sessionContext.sessionIssuer.type", asText},
	{"userIdentity.sessionContext.sessionIssuer.principalId", asText},
	{"userIdentity.sessionContext.sessionIssuer.arn", asText},
	{"userIdentity.sessionContext.sessionIssuer.accountId", asText},
	{"userIdentity.sessionContext.sessionIssuer.userName", asText},
	{"userIdentity.sessionContext.webIdFederationData", asObject},
	{"userIdentity.sessionContext.webIdFederationData.federatedProvider", asText},
	{"userIdentity.sessionContext.webIdFederationData.attributes", asJSON},
	{"userIdentity.sessionContext.attributes", asObject},
	{"userIdentity.sessionContext.attributes.creationDate", asTime},
	{"userIdentity.sessionContext.attributes.mfaAuthenticated", asText},
	{"userIdentity.sessionContext.sourceIdentity", asText},
	{"userIdentity.sessionContext.ec2RoleDelivery", asText},
	{"userIdentity.sessionContext.ec2IssuedInVpc", asText},
	{"userIdentity.sessionContext.assumedRoot", asText},
	{"userIdentity.invokedBy", asText},
	{"userIdentity.identityProvider", asText},
	{"userIdentity.credentialId", asText},
	{"userIdentity.onBehalfOf", asObject},
	{"userIdentity.onBehalfOf.userId", asText},
	{"userIdentity.onBehalfOf.identityStoreArn", asText},
	{"userIdentity.inScopeOf", asObject},
	{"userIdentity.inScopeOf.sourceArn", asText},
	{"userIdentity.inScopeOf.sourceAccount", asText},
	{"userIdentity.inScopeOf.issuerType", asText},
	{"userIdentity.inScopeOf.credentialsIssuedTo", asText},
	{"eventTime", asTime},
	{"eventSource", asText},
	{"eventName", asText},
	{"awsRegion", asText},
	{"sourceIPAddress", asText},
	{"userAgent", asText},
	{"errorCode", asText},
	{"errorMessage", asText},
	{"requestParameters", asJSON},
	{"responseElements", asJSON},
	{"additionalEventData", asJSON},
	{"requestID", asText},
	{"eventID", asText},
	{"readOnly", asBool},
	{"resources", asList},
	{"resources.accountId", asText},
	{"resources.type", asText},
	{"resources.ARN", asText},
	{"resources.ARNPrefix", asText},
	{"resources.resourceType", asText}, // the console's, which may be names and no ARN
	{"resources.resourceName", asText},
	{"eventType", asText},
	{"apiVersion", asText},
	{"managementEvent", asBool},
	{"recipientAccountId", asText},
	{"sharedEventID", asText},
	{"vpcEndpointId", asText},
	{"vpcEndpointAccountId", asText},
	{"serviceEventDetails", asJSON},
	{"eventCategory", asText},
	{"addendum", asObject},
	{"addendum.reason", asText},
	{"addendum.updatedFields", asText},
	{"addendum.originalRequestID", asText},
	{"addendum.originalEventID", asText},
	{"edgeDeviceDetails", asJSON},
	{"eventContext", asJSON},
	{"insightDetails", asJSON},
	{"tlsDetails", asObject},
	{"tlsDetails.tlsVersion", asText},
	{"tlsDetails.cipherSuite", asText},
	{"tlsDetails.clientProvidedHostHeader", asText},
	{"sessionCredentialFromConsole", asText},
}

// essential are the fields without which a form keeps only part of CloudTrail.
var essential = []string{
	"userIdentity", "eventTime", "awsRegion", "sourceIPAddress", "requestParameters", "responseElements", "eventID",
}

// placeOf tells where in CloudTrail's order the field at a path stands: behind
// all others where it is none of the table's.
func placeOf(path string) int {
	if i, ok := fieldPlaces[path]; ok {
		return i
	}
	return len(recordFields)
}

// isList tells whether the field at a path is a list of objects.
func isList(path string) bool {
	i := placeOf(path)
	return i < len(recordFields) && recordFields[i].kind == asList
}

var fieldPlaces = func() map[string]int {
	places := make(map[string]int, len(recordFields))
	for i, f := range recordFields {
		places[f.path] = i
	}
	return places
}()
