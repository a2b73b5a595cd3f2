"""A private Python environment outside the tree, made when it is missing."""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parents[2]
PEERS = ("backtrader", "backtesting", "vectorbt")

# A network that is not there should say so soon.
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
       "--constraint", str(HERE / "pinned.txt"))

VERSIONS = """
import importlib.metadata as metadata, json
print(json.dumps({d.metadata["Name"].lower(): d.version for d in metadata.distributions()}))
"""


def pinned():
    lines = (HERE / "pinned.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def folder():
    named = os.environ.get("TRADELAB_BENCH_ENV")
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    place = pathlib.Path(named or os.path.join(cache, "tradelab-bench")).absolute()
    if TREE in (place, *place.parents):
        sys.exit(f"TRADELAB_BENCH_ENV={place}: lies in the source tree; name a folder outside")
    return place


def last_line(text, otherwise):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else otherwise


class Environment:
    """`absent` maps a peer to the reason why it cannot be run; `versions` what is installed."""

    def __init__(self):
        self.folder = folder()
        self.python = self.folder / "bin" / "python"
        self.absent = {}
        self.versions = {}

    def take(self, may_install):
        """Finds the peers; with `may_install` it gets those that are missing."""
        if not self.python.exists() and not (may_install and self._make()):
            reason = self.absent.get("", "no environment yet; `./dev bench peers` makes it")
            self.absent = {peer: reason for peer in PEERS}
            return
        self._look()
        for peer in PEERS:
            if self.versions.get(peer) == pinned()[peer]:
                continue
            reason = f"version {pinned()[peer]} is not installed; `./dev bench peers` gets it"
            if may_install:
                print(f"installing {peer} {pinned()[peer]} into {self.folder}", flush=True)
                reason = self._install(peer)
            if reason:
                self.absent[peer] = reason
        self._look()

    def present(self):
        return [peer for peer in PEERS if peer not in self.absent]

    def _make(self):
        print(f"making a Python environment in {self.folder}", flush=True)
        try:
            made = subprocess.run([sys.executable, "-m", "venv", str(self.folder)],
                                  capture_output=True, text=True)
        except OSError as error:
            self.absent[""] = str(error)
            return False
        if made.returncode != 0:
            # Debian keeps what venv needs in a package of its own, and says so in many lines.
            said = made.stdout + made.stderr
            self.absent[""] = ("python3-venv is missing (as root: apt-get install python3-venv)"
                               if "ensurepip" in said else
                               last_line(said, "python3 -m venv failed"))
            self.python.unlink(missing_ok=True)
        return made.returncode == 0

    def _install(self, peer):
        # pandas comes along because the workers read the bars with it.
        done = subprocess.run([str(self.python), *PIP, peer, "pandas"], capture_output=True,
                              text=True)
        if done.returncode == 0:
            return None
        # The first error is the cause; the last line is advice.
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        return errors[0].removeprefix("ERROR: ") if errors else last_line(done.stderr, "pip failed")

    def _look(self):
        said = subprocess.run([str(self.python), "-c", VERSIONS], capture_output=True, text=True)
        self.versions = json.loads(said.stdout) if said.returncode == 0 else {}
