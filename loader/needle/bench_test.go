package needle

import (
	"testing"

	"github.com/tidwall/gjson"
)

// BenchmarkPath measures following a path to a record's last keys against
// parsing the record.
func BenchmarkPath(b *testing.B) {
	json := []byte(`{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROANCI4QNYARGEBC3EUZ:jun.ops","arn":"arn:aws:sts::111122223333:assumed-role/Reports/jun.ops","accountId":"111122223333","accessKeyId":"ASIAAUWKDBNKKFFQ7I4K","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROANCI4QNYARGEBC3EUZ","arn":"arn:aws:iam::111122223333:role/Reports","accountId":"111122223333","userName":"Reports"},"webIdFederationData":{},"attributes":{"creationDate":"2025-10-23T00:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"2025-10-23T12:00:29Z","eventSource":"s3.amazonaws.com","eventName":"GetBucketAcl","awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.127","userAgent":"Boto3/1.34.145 md/Botocore#1.34.145 ua/2.0 os/linux#5.10.226-235.879.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.5 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.145","requestParameters":{"bucketName":"example-182","acl":"","Host":"example-182.s3.eu-west-1.amazonaws.com"},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","bytesTransferredOut":459},"requestID":"e68f006a-b705-4201-8a05-ba62915162c4","eventID":"93d07893-f235-4c3b-80b1-5ef80e9d6d09","readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::example-182"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"s3.eu-west-1.amazonaws.com"}}`)
	b.Run("path", func(b *testing.B) {
		p := NewPath([]string{"tlsDetails", "cipherSuite"})
		b.SetBytes(int64(len(json)))
		for b.Loop() {
			if p.Any(json, func([]byte) bool { return true }) != Yes {
				b.Fatal("not found")
			}
		}
	})
	b.Run("parsed", func(b *testing.B) {
		b.SetBytes(int64(len(json)))
		for b.Loop() {
			found := false
			gjson.ParseBytes(json).ForEach(func(key, v gjson.Result) bool {
				if key.Str == "tlsDetails" {
					found = v.Get("cipherSuite").Exists()
				}
				return !found
			})
			if !found {
				b.Fatal("not found")
			}
		}
	})
}
