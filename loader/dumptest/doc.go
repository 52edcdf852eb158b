// Package dumptest makes CloudTrail dumps for tests and benchmarks: records of
// realistic shape and size, in the tree that CloudTrail delivers to S3. All of
// it is invented and deterministic: accounts, addresses and names come from
// the ranges that are kept for documentation, and the same options give the
// same records with every Go version.
//
// Noise writes trees of any size for benchmarks. Intrusion writes the small
// dump with a story in it that lies in testdata/dumps/intrusion; what happens
// there is told in testdata/dumps/intrusion.md.
package dumptest
