package unwrap

import "github.com/tidwall/gjson"

// ocsfNames are the fields of the Open Cybersecurity Schema Framework that
// hold CloudTrail's values, as Security Lake fills them; those that have no
// place there are behind unmapped. actor.user.uid is the principal in older
// versions of the schema and the ARN in newer ones.
var ocsfNames = []alias{
	{"metadata.uid", "eventID"},
	{"metadata.product.version", "eventVersion"},
	{"time_dt", "eventTime"},
	{"time", "eventTime"},
	{"api.service.name", "eventSource"},
	{"api.operation", "eventName"},
	{"api.version", "apiVersion"},
	{"api.request.uid", "requestID"},
	{"api.request.data", "requestParameters"},
	{"api.response.data", "responseElements"},
	{"api.response.error", "errorCode"},
	{"api.response.message", "errorMessage"},
	{"actor.user.type", "userIdentity.type"},
	{"actor.user.uid_alt", "userIdentity.principalId"},
	{"actor.user.uid", "userIdentity.principalId"},
	{"actor.user.uuid", "userIdentity.arn"},
	{"actor.user.name", "userIdentity.userName"},
	{"actor.user.account.uid", "userIdentity.accountId"},
	{"actor.user.account_uid", "userIdentity.accountId"},
	{"actor.user.credential_uid", "userIdentity.accessKeyId"},
	{"actor.session.credential_uid", "userIdentity.accessKeyId"},
	{"actor.session.issuer", "userIdentity.sessionContext.sessionIssuer.arn"},
	{"actor.session.is_mfa", "userIdentity.sessionContext.attributes.mfaAuthenticated"},
	{"actor.session.mfa", "userIdentity.sessionContext.attributes.mfaAuthenticated"},
	{"actor.session.created_time_dt", "userIdentity.sessionContext.attributes.creationDate"},
	{"actor.session.created_time", "userIdentity.sessionContext.attributes.creationDate"},
	{"actor.invoked_by", "userIdentity.invokedBy"},
	{"actor.idp.name", "userIdentity.identityProvider"},
	{"src_endpoint.ip", "sourceIPAddress"},
	{"src_endpoint.domain", "sourceIPAddress"},
	{"src_endpoint.uid", "vpcEndpointId"},
	{"http_request.user_agent", "userAgent"},
	{"tls.sni", "tlsDetails.clientProvidedHostHeader"},
	{"cloud.account.uid", "recipientAccountId"},
	{"resources.uid", "resources.ARN"},
	{"resources.account.uid", "resources.accountId"},
	{"resources.account_uid", "resources.accountId"},
}

// addSignIn keeps the answer to a console login, which OCSF has in its status.
func (m *maker) addSignIn(v gjson.Result) {
	answer := v.Get("status")
	if v.Get("api.operation").Str == "ConsoleLogin" && answer.Type == gjson.String {
		m.note([]string{"responseElements", "ConsoleLogin"}, len(targets), answer.Raw)
	}
}
