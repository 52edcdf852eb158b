package dumptest

import "time"

// ConsoleLogin is a sign-in to the web console that worked.
func ConsoleLogin(a Actor, at time.Time, mfa bool) Record {
	a.Identity.AccessKeyID = "" // a sign-in names no key
	r := a.Change(at, "signin", "ConsoleLogin", "", object(str("ConsoleLogin", "Success")))
	r.Console = false
	used := "No"
	if mfa {
		used = "Yes"
	}
	r.Additional = object(
		str("LoginTo", "https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hashArgsFromTB_"+a.Region),
		str("MobileVersion", "No"), str("MFAUsed", used))
	r.Type, r.Host = signIn, "signin.aws.amazon.com"
	return r
}

// FailedLogin is a sign-in that did not work: an error message, no error code.
func FailedLogin(a Actor, at time.Time) Record {
	r := ConsoleLogin(a, at, false)
	r.ErrorMessage, r.Response = "Failed authentication", object(str("ConsoleLogin", "Failure"))
	return r
}

// SigninToken trades session credentials for a console sign-in. The key is
// that of the console session it leads to.
func SigninToken(a Actor, at time.Time, key string) Record {
	r := a.Change(at, "signin", "GetSigninToken", "", object(
		raw("credentials", object(str("accessKeyId", key))), str("GetSigninToken", "Success")))
	r.Additional = object(str("MobileVersion", "No"), str("MFAUsed", "No"))
	r.Type, r.Host = signIn, "signin.aws.amazon.com"
	return r
}
