"""Cuts the web fonts of the "Station Sans" family out of Debian's Noto packages.

Tier 1 holds what nearly every page and name needs, in two weights; tier 2 holds all other
Han characters of the source font, in one weight and in slices that a page loads only when
one of their characters occurs. Names must never show blanks, so nothing is left out.
"""

import bz2
import io
import subprocess
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Station Sans"
CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc"
SANS = "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf"
READINGS = "/usr/share/unicode/Unihan_Readings.txt.bz2"
PACKAGES = ("fonts-noto-cjk", "fonts-noto-core", "unicode-data")
WEIGHTS = {400: "Regular", 700: "Bold"}
SLICE = 1024  # characters in one tier 2 file

# Whole blocks of letters and marks; GBK adds its own symbols (see symbols()).
LETTERS = (
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x02B0, 0x036F),
    (0x0370, 0x03FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x214F),
    (0x2150, 0x21FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x27BF),
    (0x3000, 0x312F),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)
CYRILLIC = range(0x0400, 0x0530)
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def is_han(point):
    return any(first <= point <= last for first, last in HAN)


def encoded(codec):
    """All characters of a two-byte encoding (GB 2312 or GBK)."""
    points = set()
    for pair in range(0x8140, 0xFFFF):
        try:
            points.update(map(ord, pair.to_bytes(2, "big").decode(codec)))
        except UnicodeDecodeError:
            pass
    return points


def general_list():
    """The 8,105 characters of the 2013 General List (通用规范汉字表), Unihan's kTGHZ2013."""
    points = set()
    with bz2.open(READINGS, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.split("\t")
            if len(fields) == 3 and fields[1] == "kTGHZ2013":
                points.add(int(fields[0][2:], 16))
    return points


def symbols():
    """Letters, digits, punctuation and signs; Cyrillic has its own font (see faces())."""
    points = {p for p in encoded("gbk") if not is_han(p)}
    for first, last in LETTERS:
        points.update(range(first, last + 1))
    return points - set(CYRILLIC)


def source(template, weight):
    path = template.format(WEIGHTS[weight])
    if path.endswith(".ttf"):
        return TTFont(path, recalcTimestamp=False)
    for font in TTCollection(path, lazy=True).fonts:
        if font["name"].getDebugName(1) == "Noto Sans CJK SC":
            font.recalcTimestamp = False
            return font
    raise SystemExit(f"{path} has no Noto Sans CJK SC")


def covered(template, weight):
    return set(source(template, weight).getBestCmap())


def cut(template, weight, points):
    """A woff2 file of the points alone."""
    font = source(template, weight)
    options = Options()
    # No "locl": it would pull in the Japanese, Korean and Taiwan forms of every character.
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    rename(font, weight)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def rename(font, weight):
    """Gives the subset the family's name: it is a modified version in the sense of the OFL."""
    style = WEIGHTS[weight]
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"StationSans-{style}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [names[6]]
        for top in cff.topDictIndex:
            top.FullName, top.FamilyName = names[4], names[1]


def slices(points):
    """Cuts the points into runs of SLICE characters, each with the code range it answers for."""
    ordered = sorted(points)
    for start in range(0, len(ordered), SLICE):
        yield set(ordered[start : start + SLICE])


def ranges(points):
    """A CSS unicode-range."""
    out, ordered = [], sorted(points)
    first = last = ordered[0]
    for point in [*ordered[1:], None]:
        if point is not None and point == last + 1:
            last = point
            continue
        out.append(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}")
        first = last = point
    return ",".join(out)


def face(file, weight, unicode_range):
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("./{file}") format("woff2");unicode-range:{unicode_range}}}\n'
    )


def versions():
    show = ["dpkg-query", "-W", "-f=${Package} ${Version}\n", *PACKAGES]
    return subprocess.run(show, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]


def build(out):
    have = covered(CJK, 400)
    first = ((encoded("gb2312") | general_list()) & {p for p in have if is_han(p)}) | (symbols() & have)
    rest = {p for p in have if is_han(p)} - first
    cyrillic = set(CYRILLIC) & covered(SANS, 400)
    files, css = {}, [header()]

    # A browser takes all characters of a run of text from the faces of one weight, so the
    # tier 2 files are declared for both weights: a rare name in bold is plain, never blank.
    # Of two faces that claim a character the later one wins: tier 1 stands after tier 2,
    # which lets a slice claim a plain range.
    for number, points in enumerate(slices(rest)):
        file = f"t2-{number:02d}.woff2"
        files[file] = (cut(CJK, 400, points), len(points))
        claim = f"U+{min(points):X}-{max(points):X}"
        css += [face(file, weight, claim) for weight in WEIGHTS]
    for weight in WEIGHTS:
        for file, template, points in (
            (f"cyrillic-{weight}.woff2", SANS, cyrillic),
            (f"t1-{weight}.woff2", CJK, first),
        ):
            files[file] = (cut(template, weight, points), len(points))
            css.append(face(file, weight, ranges(points)))

    for stale in out.glob("*.woff2"):
        stale.unlink()
    for file, (data, _) in files.items():
        (out / file).write_bytes(data)
    (out / "fonts.css").write_text("".join(css), encoding="utf-8")
    report(files, first, rest)


def header():
    return (
        "/* Generated by build/fonts/subset.sh; do not edit. Sources: "
        + ", ".join(versions())
        + ". Licence: OFL.txt. */\n"
    )


def report(files, first, rest):
    for file, (data, count) in sorted(files.items()):
        print(f"{file:20} {count:6} characters {len(data) / 1024:8.1f} KiB")
    total = sum(len(data) for data, _ in files.values())
    print(f"tier 1 Han {sum(map(is_han, first))}, tier 2 Han {len(rest)}, all files {total / 1048576:.2f} MiB")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
