package dumptest

import "time"

// Actor is somebody who calls: an identity at an address, with a client, in a region.
type Actor struct {
	Identity Identity
	Address  string // sourceIPAddress
	Agent    string // userAgent
	Region   string
	Endpoint string // the VPC endpoint it comes through
	Console  bool   // it clicks in the web console
}

// In is the actor calling another region.
func (a Actor) In(region string) Actor {
	a.Region = region
	return a
}

// From is the actor at another address, with another client.
func (a Actor) From(address, agent string) Actor {
	a.Address, a.Agent = address, agent
	return a
}

// Call is a successful call that changes nothing. The service is the first
// label of the event source: ssm for ssm.amazonaws.com.
func (a Actor) Call(at time.Time, service, name string) Record {
	r := Record{
		Identity: a.Identity, Time: at,
		Source: service + ".amazonaws.com", Name: name, Region: a.Region,
		Address: a.Address, Agent: a.Agent,
		ReadOnly: true, Account: a.Identity.AccountID,
		Endpoint: a.Endpoint, Console: a.Console,
	}
	if a.Identity.InvokedBy == "" {
		r.Host = service + "." + a.Region + ".amazonaws.com"
	}
	return r
}

// Change is a successful call that changes something.
func (a Actor) Change(at time.Time, service, name, request, response string) Record {
	r := a.Call(at, service, name)
	r.ReadOnly, r.Request, r.Response = false, request, response
	return r
}

// Global is a call to a service without regions, which is logged in us-east-1.
func (a Actor) Global(at time.Time, service, name string) Record {
	r := a.In("us-east-1").Call(at, service, name)
	r.Host = service + ".amazonaws.com"
	return r
}

// Ask is a successful call that changes nothing, with its request.
func (a Actor) Ask(at time.Time, service, name string, request ...string) Record {
	r := a.Call(at, service, name)
	r.Request = object(request...)
	return r
}

// Clients as user agents.
const (
	agentCLI     = "aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.8.0-45-generic md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off"
	agentBoto    = "Boto3/1.34.84 md/Botocore#1.34.84 ua/2.0 os/linux#6.6.9-amd64 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.84"
	agentBrowser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
	agentSSM     = "aws-sdk-go/1.55.5 (go1.22.11; linux; amd64) amazon-ssm-agent/3.3.987.0"
	agentPortal  = "Jersey/${project.version} (HttpUrlConnection 21.0.4)"
	agentSDK     = "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/cloudwatch#1.40.3"
	agentLambda  = "Boto3/1.34.145 md/Botocore#1.34.145 ua/2.0 os/linux#5.10.226-235.879.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.5 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.145"
)
