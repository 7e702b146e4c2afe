"""Proves in headless Chromium that the committed fonts render rare names, in both weights.

Usage: check.py [specimen.png]. Needs Debian's chromium; talks to the loopback address only.
"""

import http.server
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE / "../../frontend/src/core/fonts"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --window-size=1280,420"
).split()
# The browser needs some system font to start; it gets one for Ogham, so that what our files
# lack shows as a box.
ONLY_FONT = Path("/usr/share/fonts/truetype/noto/NotoSansOgham-Regular.ttf")
CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}</dir><cachedir>{0}/cache</cachedir></fontconfig>"""


class Site(http.server.SimpleHTTPRequestHandler):
    answers = queue.Queue()

    def translate_path(self, path):
        name = path.split("?")[0].strip("/")
        return str((HERE if name.startswith("check.") else FONTS) / name)

    def do_POST(self):
        Site.answers.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Keeps the output to the verdict."""


def chromium(home, *arguments):
    config = Path(home) / "fonts.conf"
    config.write_text(CONFIG.format(home))
    font = Path(home) / ONLY_FONT.name
    font.write_bytes(ONLY_FONT.read_bytes())
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    command = ["chromium", *FLAGS, f"--user-data-dir={home}/profile", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = f"http://127.0.0.1:{server.server_port}/check.html"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = chromium(home, "--remote-debugging-port=0", page)
        try:
            result = Site.answers.get(timeout=90)
        finally:
            browser.terminate()
            browser.wait()
        if len(sys.argv) > 1:
            shot = chromium(home, f"--screenshot={sys.argv[1]}", "--virtual-time-budget=20000", page + "#specimen")
            shot.wait(timeout=90)
    print(json.dumps(result, ensure_ascii=False, indent=2))
    if "error" in result or result["blank"] or not result["boldDiffers"]:
        sys.exit("fonts: blank characters")
    if result["commonLoads"] != ["t1-400.woff2", "t1-700.woff2"] or not result["rareLoads"]:
        sys.exit("fonts: common text loads other files than tier 1")


if __name__ == "__main__":
    main()
