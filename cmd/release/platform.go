package main

// platform is what a binary is built for.
type platform struct{ os, arch string }

// platforms lists what is released.
func platforms() []platform {
	var all []platform
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			all = append(all, platform{system, arch})
		}
	}
	return all
}

func (p platform) String() string { return p.os + "_" + p.arch }

// binary is the name of the program.
func (p platform) binary() string {
	if p.os == "windows" {
		return "coldtrail.exe"
	}
	return "coldtrail"
}

// archive is the name of the archive.
func (p platform) archive() string {
	if p.os == "windows" {
		return "coldtrail_" + p.String() + ".zip"
	}
	return "coldtrail_" + p.String() + ".tar.gz"
}
