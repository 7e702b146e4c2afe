"""Cuts the fonts that the program itself draws with out of Debian's Noto packages.

One weight of everything the pages have (see subset.py), as plain OpenType: the program draws
paper with it, and documents carry pieces of it.
"""

import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter

from subset import CJK, CYRILLIC, SANS, covered, is_han, rename, source, symbols

# Needed for vertical writing and for shaping, which a line of Chinese is drawn without.
UNUSED = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]


def cut(template, points):
    """An OpenType file of the points alone. Subroutines stay: they make it smaller."""
    font = source(template, 400)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.drop_tables += UNUSED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    rename(font, 400)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def build(out):
    have = covered(CJK, 400)
    main = {point for point in have if is_han(point)} | (symbols() & have)
    for file, template, points in (
        ("station-sans.otf", CJK, main),
        ("station-sans-cyrillic.ttf", SANS, set(CYRILLIC) & covered(SANS, 400)),
    ):
        data = cut(template, points)
        (out / file).write_bytes(data)
        print(f"{file:28} {len(points):6} characters {len(data) / 1048576:6.2f} MiB")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
