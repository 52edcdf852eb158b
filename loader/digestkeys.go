package loader

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// DigestKeys are the public keys that digests are signed with, by fingerprint.
type DigestKeys map[string]*rsa.PublicKey

// ParseDigestKeys reads what `aws cloudtrail list-public-keys` answers; the
// answers of several regions may stand one after the other.
func ParseDigestKeys(data []byte) (DigestKeys, error) {
	keys := DigestKeys{}
	in := json.NewDecoder(bytes.NewReader(data))
	for {
		var answer struct {
			PublicKeyList []struct {
				Value       []byte // base64 of PKCS#1 in DER
				Fingerprint string
			}
		}
		switch err := in.Decode(&answer); {
		case err == io.EOF && len(keys) == 0:
			return nil, errors.New("reading public keys: there is none under PublicKeyList")
		case err == io.EOF:
			return keys, nil
		case err != nil:
			return nil, fmt.Errorf("reading public keys: %w", err)
		}
		for _, k := range answer.PublicKeyList {
			key, err := x509.ParsePKCS1PublicKey(k.Value)
			if err != nil {
				return nil, fmt.Errorf("reading the public key %s: %w", k.Fingerprint, err)
			}
			keys[k.Fingerprint] = key
		}
	}
}

// signedBy tells whether a signature, in hexadecimal, is the key's of a text:
// RSA with PKCS #1 v1.5 and SHA-256.
func signedBy(key *rsa.PublicKey, text, signature string) bool {
	sig, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	sum := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], sig) == nil
}
