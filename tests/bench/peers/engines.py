"""Engines as processes that take turns: one line asks, one line of JSON answers."""

import json
import os
import subprocess
import sys
import tempfile

from environment import HERE, last_line

# One thread each: what is compared is one core.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                                     "NUMBA_NUM_THREADS")}
QUIET = {"TQDM_DISABLE": "1", "PYTHONDONTWRITEBYTECODE": "1"}

# A run of less is repeated in the process until it lasts this long.
LONG_ENOUGH_S = 0.2
REPEATS_MAX = 100


class EngineFailed(Exception):
    """Its process ended; the message is the last line that it left."""


class Engine:
    def __init__(self, label, timed, command):
        self.label = label
        self.timed = timed  # in words
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env={**os.environ, **ONE_THREAD, **QUIET})
        try:
            self.ready = self._answer()
        except EngineFailed:
            self.close()
            raise
        self.bars = self.ready["bars"]
        self.cpu, self.wall = [], []  # seconds a run
        self.peak_kib = 0
        self.repeats = 1
        self.turns = 0  # that it takes
        if self.ready.get("interprets"):
            self._keep(self.ready["first"])

    def calibrate(self, rounds, seconds_max):
        """How often to repeat a run that is short, how many turns to give to one that is long.  The
        first run of an engine that compiles nothing was a turn already."""
        if self.ready.get("interprets"):
            affordable = int(seconds_max / self.ready["first"]["wall_s"])
            self.turns = min(rounds - 1, max(1, affordable))
            return
        self.turns = rounds
        self._ask(1)
        once = self._ask(1)["wall_s"]
        self.repeats = min(REPEATS_MAX, max(1, round(LONG_ENOUGH_S / once)))

    def turn(self, number):
        if number < self.turns:
            self._keep(self._ask(self.repeats))

    def close(self):
        self.process.stdin.close()
        if self.process.poll() is None:
            self.process.wait()
        self.process.stdout.close()

    def _keep(self, times):
        runs = times.get("runs", 1)
        self.cpu.append(times["cpu_s"] / runs)
        self.wall.append(times["wall_s"] / runs)
        self.peak_kib = times.get("peak_kib", self.peak_kib)

    def _ask(self, runs):
        self.process.stdin.write(f"run {runs}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self):
        for line in self.process.stdout:
            if line.startswith("{"):  # some peers greet the user
                return json.loads(line)
        self.process.wait()
        self.errors.seek(0)
        raise EngineFailed(last_line(self.errors.read(), "it ended without a word"))


def start_ours(kernel, folder, quick):
    command = [str(kernel), "--peer", str(folder)] + (["--quick"] if quick else [])
    return Engine("ours", "account, gate, venue, ledger, curve, plugin: all of a run", command)


# module: (peer, label, what is timed)
MODULES = {
    "with_backtrader": ("backtrader", "backtrader", "Cerebro.run, observers off"),
    "with_backtesting": ("backtesting", "backtesting", "Backtest.run"),
    "with_vectorbt": ("vectorbt", "vectorbt", "averages, signals, Portfolio.from_signals"),
    "with_vectorbt_kernel": ("vectorbt", "vectorbt, loop alone",
                             "its compiled loop; averages and signals are given to it"),
}


def start_peer(module, python, folder, limit_s):
    _, label, timed = MODULES[module]
    return Engine(label, timed, [str(python), str(HERE / "worker.py"), module,
                                 str(folder / "bars.csv"), str(folder / f"{module}.csv"),
                                 str(limit_s)])


def pin_to_one_core():
    """This process and all that it starts.  The number of the core."""
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


if sys.version_info < (3, 9):
    sys.exit("peers need python3 >= 3.9")
