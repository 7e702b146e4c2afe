#!/bin/sh
# Rebuilds the subset fonts in frontend/src/core/fonts from Debian 12 packages.
# Run as root on Debian 12 when the packages are not installed yet. Two runs give identical files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
packages="fonttools python3-brotli fonts-noto-cjk fonts-noto-core unicode-data"
for package in $packages; do
	if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed"; then
		DEBIAN_FRONTEND=noninteractive apt-get install -y $packages
		break
	fi
done
exec /usr/bin/python3 "$here/subset.py" "$here/../../frontend/src/core/fonts"
