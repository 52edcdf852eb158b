package dumptest

import "time"

// Identity is a record's userIdentity. Empty fields are left out.
type Identity struct {
	Type        string
	PrincipalID string
	ARN         string
	AccountID   string
	AccessKeyID string
	UserName    string
	Issuer      Role      // of an assumed role's session
	Created     time.Time // of the session; zero: no session context
	MFA         bool
	Delivery    string // ec2RoleDelivery: "1.0" or "2.0", the instance metadata version
	InvokedBy   string
}

// User is an IAM user with a long-lived access key.
type User struct {
	Account, Name, ID, Key string
}

// ARN is the user's ARN.
func (u User) ARN() string { return "arn:aws:iam::" + u.Account + ":user/" + u.Name }

// Identity is the user calling with the access key.
func (u User) Identity() Identity {
	return Identity{Type: "IAMUser", PrincipalID: u.ID, ARN: u.ARN(), AccountID: u.Account, AccessKeyID: u.Key, UserName: u.Name}
}

// Console is the user calling through a console session that began at created,
// with the temporary key that the sign-in gave out.
func (u User) Console(key string, created time.Time, mfa bool) Identity {
	id := u.Identity()
	id.AccessKeyID, id.Created, id.MFA = key, created, mfa
	return id
}

// Role is an IAM role. Path is empty or ends in a slash.
type Role struct {
	Account, Path, Name, ID string
}

// ARN is the role's ARN.
func (r Role) ARN() string { return "arn:aws:iam::" + r.Account + ":role/" + r.Path + r.Name }

// Session is the role assumed at created under a session name.
func (r Role) Session(name, key string, created time.Time) Identity {
	return Identity{
		Type:        "AssumedRole",
		PrincipalID: r.ID + ":" + name,
		ARN:         "arn:aws:sts::" + r.Account + ":assumed-role/" + r.Name + "/" + name,
		AccountID:   r.Account,
		AccessKeyID: key,
		Issuer:      r,
		Created:     created,
	}
}

// Service is an AWS service calling for itself, such as ec2.amazonaws.com.
func Service(name string) Identity {
	return Identity{Type: "AWSService", InvokedBy: name}
}

func (id Identity) append(b []byte) []byte {
	b = append(b, '{')
	b = appendMember(b, "type", id.Type)
	b = appendMember(b, "principalId", id.PrincipalID)
	b = appendMember(b, "arn", id.ARN)
	b = appendMember(b, "accountId", id.AccountID)
	b = appendMember(b, "accessKeyId", id.AccessKeyID)
	b = appendMember(b, "userName", id.UserName)
	if !id.Created.IsZero() {
		b = id.appendSession(b)
	}
	b = appendMember(b, "invokedBy", id.InvokedBy)
	return endObject(b)
}

func (id Identity) appendSession(b []byte) []byte {
	b = append(b, `"sessionContext":{`...)
	if id.Issuer.Name != "" {
		b = append(b, `"sessionIssuer":{"type":"Role",`...)
		b = appendMember(b, "principalId", id.Issuer.ID)
		b = appendMember(b, "arn", id.Issuer.ARN())
		b = appendMember(b, "accountId", id.Issuer.Account)
		b = appendMember(b, "userName", id.Issuer.Name)
		b = append(endObject(b), `,"webIdFederationData":{},`...)
	}
	b = append(b, `"attributes":{"creationDate":"`...)
	b = id.Created.AppendFormat(b, time.RFC3339)
	if id.MFA {
		b = append(b, `","mfaAuthenticated":"true"},`...)
	} else {
		b = append(b, `","mfaAuthenticated":"false"},`...)
	}
	b = appendMember(b, "ec2RoleDelivery", id.Delivery)
	return append(endObject(b), ',')
}
