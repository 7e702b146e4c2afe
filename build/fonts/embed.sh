#!/bin/sh
# Rebuilds the fonts in fonts/ from Debian 12 packages, which it installs when it runs as root. Two runs give identical files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../need.sh" python3-fonttools fonts-noto-cjk fonts-noto-core unicode-data
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/embed.py" "$here/../../fonts"
