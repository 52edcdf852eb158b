package loader

// This file reads userIdentity in one pass.

// identity reads the value of userIdentity, null or an object.
func (d *decoder) identity() (identity, bool) {
	p := &d.pass
	var texts whoTexts
	if p.b[p.i] == 'n' {
		return identity{}, p.word("null")
	}
	if p.b[p.i] != '{' {
		return identity{}, false
	}
	p.i++
	for first := true; ; first = false {
		key, more, ok := p.key(first)
		if !ok {
			return identity{}, false
		}
		if !more {
			return texts.columns(), true
		}
		switch key {
		case "type":
			texts.kind, ok = d.plainLeaf(key)
		case "arn":
			texts.arn, ok = d.plainLeaf(key)
		case "principalId":
			texts.principal, ok = d.plainLeaf(key)
		case "userName":
			texts.name, ok = d.plainLeaf(key)
		case "accountId":
			texts.account, ok = d.plainLeaf(key)
		case "accessKeyId":
			texts.key, ok = d.plainLeaf(key)
		case "invokedBy":
			texts.invokedBy, ok = d.plainLeaf(key)
		case "sessionContext":
			ok = d.sessionContext(&texts)
		case "onBehalfOf":
			ok = false // the slower way knows what to do
		default:
			ok = d.value(key, 1)
		}
		if !ok {
			return identity{}, false
		}
	}
}

// sessionContext reads the object of that name.
func (d *decoder) sessionContext(texts *whoTexts) bool {
	p := &d.pass
	if texts.session {
		return false
	}
	texts.session = true
	if p.b[p.i] != '{' {
		return d.value("sessionContext", 1)
	}
	p.i++
	issuers, deliveries := 0, 0
	for first := true; ; first = false {
		key, more, ok := p.key(first)
		switch {
		case !ok || !more:
			return ok
		case key == "sessionIssuer":
			issuers++
			ok = issuers == 1 && d.sessionIssuer(texts)
		case key == "ec2RoleDelivery":
			deliveries++
			texts.delivery, ok = d.plainLeaf(key)
			ok = ok && deliveries == 1
		default:
			ok = d.value(key, 2)
		}
		if !ok {
			return false
		}
	}
}

// sessionIssuer reads the object of that name.
func (d *decoder) sessionIssuer(texts *whoTexts) bool {
	p := &d.pass
	if p.b[p.i] != '{' {
		return false
	}
	p.i++
	arns, names := 0, 0
	for first := true; ; first = false {
		key, more, ok := p.key(first)
		switch {
		case !ok || !more:
			return ok
		case key == "arn":
			arns++
			texts.issuer, ok = d.plainLeaf(key)
		case key == "userName":
			names++
			texts.issuerName, ok = d.plainLeaf(key)
		default:
			ok = d.value(key, 3)
		}
		if !ok || arns > 1 || names > 1 {
			return false
		}
	}
}

// whoTexts are the fields of userIdentity that columns are made of.
type whoTexts struct {
	identity           // as the fields have them
	issuerName, behalf string
	session            bool // a sessionContext was read
}

// columns makes the columns of the fields.
func (t *whoTexts) columns() identity {
	who := t.identity
	if who.kind == "AssumedRole" || who.kind == "FederatedUser" {
		who.name = t.issuerName
	}
	if who.principal == "" && who.kind == "IdentityCenterUser" {
		who.principal = t.behalf
	}
	return who
}
