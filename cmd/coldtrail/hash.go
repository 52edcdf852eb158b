package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"

	"coldtrail/loader"
)

// hasher makes the SHA-256 of the files of a dump, as they are on disk.
type hasher struct {
	on   bool
	seen hash.Hash // of standard input, which can be read only once
}

func newHasher(on bool) *hasher { return &hasher{on: on, seen: sha256.New()} }

// stdin is standard input for the loader.
func (h *hasher) stdin(r io.Reader) io.Reader {
	if !h.on {
		return r
	}
	return io.TeeReader(r, h.seen)
}

// files gives the hashes by path, nil when they were not asked for. A file
// that cannot be read has none; the load report says why.
func (h *hasher) files(ctx context.Context, load *loader.Report) (map[string]string, error) {
	if !h.on {
		return nil, nil
	}
	sums := map[string]string{}
	for _, f := range load.Files {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("hashing the files: %w", err)
		}
		if f.Path == loader.Stdin {
			sums[f.Path] = hex.EncodeToString(h.seen.Sum(nil))
			continue
		}
		if sum, err := hashFile(f.Path); err == nil {
			sums[f.Path] = sum
		}
	}
	return sums, nil
}

func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
