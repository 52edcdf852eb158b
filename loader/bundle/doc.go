// Package bundle takes the texts out of evidence as it was handed over:
// compressed, bundled, and both of these one in another.
//
// The vocabulary:
//
//   - A source is a file, or standard input: what is opened on the disk.
//   - A bundle is a zip or a tar, and what is in it are its members.
//   - A leaf is a text that nothing is left to unpack of: a source without its
//     compression, or a member of a bundle. Its spot is where it is found again.
//   - Marks are where a text can be entered in its middle; a place is an offset
//     in a source, or in what a layer, one compressed stream in it, decompresses to.
//   - The bounds say how far a source is unpacked before it counts as made to
//     exhaust the machine.
//
// Everything is recognised by its content (magic.go) and nothing by the end of
// its name. What is there is said completely: a leaf is visited; what may hold
// records and cannot be read is trouble, with what to do; what holds none is
// foreign. What is broken off or damaged is read up to the damage, and a bundle's
// other members behind it.
//
// bundle.go opens a source, unpack.go goes through it (tarbundle.go,
// zipbundle.go), codec.go decompresses, bounds.go ends that in time. Zips are read
// by the package's own zipreader.go, and the framing of xz by xzframes.go; these
// say why. marks.go keeps what each way of decompressing (gzipmembers.go,
// zstdframes.go, xz.go, bzip2blocks.go, utf16.go) notes of places at which it can
// go on, and enter.go goes on there.
package bundle
