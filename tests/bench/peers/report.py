"""What is printed and kept of a comparison."""

import hashlib
import os
import platform
import subprocess
from statistics import median

from environment import TREE

QUOTABLE_LOAD = 0.3


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def processor():
    try:
        with open("/proc/cpuinfo") as info:
            return next(line.split(":", 1)[1].strip() for line in info
                        if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def commit():
    said = subprocess.run(["git", "-C", str(TREE), "describe", "--always", "--dirty"],
                          capture_output=True, text=True)
    return said.stdout.strip() or "not known"


def listed(bars):
    shown = ", ".join(map(str, bars[:8]))
    return shown + (f" and {len(bars) - 8} more" if len(bars) > 8 else "")


def print_verdict(engine, verdict):
    on = f"{engine.bars:,} bars: "
    if verdict.difference:
        print(f"  {engine.label:<22} {on}DIFFERS: {verdict.difference}")
        return
    if not verdict.taken:
        print(f"  {engine.label:<22} {on}{verdict.trades:,} trades, all equal")
        return
    same = verdict.trades - verdict.differing
    print(f"  {engine.label:<22} {on}{verdict.trades:,} trades, {same:,} equal; the others come of "
          f"floats that took sides\n{'':<25}in the exact ties of bars {listed(verdict.taken)}")


def row_of(engine, ours_s_per_bar):
    cpu_per_bar = median(engine.cpu) / engine.bars
    first = engine.ready.get("first")
    return {"engine": engine.label, "bars": engine.bars, "turns": len(engine.cpu),
            "runs_a_turn": engine.repeats, "first_wall_s": first["wall_s"] if first else None,
            "cpu_median_s": median(engine.cpu), "cpu_min_s": min(engine.cpu),
            "wall_median_s": median(engine.wall), "wall_min_s": min(engine.wall),
            "peak_mib": engine.peak_kib / 1024, "bars_per_s": 1 / cpu_per_bar,
            "ratio": cpu_per_bar / ours_s_per_bar, "timed": engine.timed}


def rows_of(ours, peers):
    ours_s_per_bar = median(ours.cpu) / ours.bars
    rows = [row_of(engine, ours_s_per_bar) for engine in (*peers, ours)]
    return sorted(rows, key=lambda row: -row["ratio"])


def seconds(value):
    if value is None:
        return "-"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.2f} ms"


def print_table(rows):
    heads = ("", "bars", "turns", "first run", "cpu median", "cpu min", "wall median", "wall min",
             "peak MiB", "k bars/s", "ours/theirs")
    line = "{:<21}{:>9}{:>8}{:>11}{:>11}{:>10}{:>12}{:>10}{:>9}{:>10}{:>12}"
    print("\nWhat is timed:")
    for row in rows:
        print(f"  {row['engine']:<22} {row['timed']}")
    print("ours/theirs: bars in a second of processor time, by the medians\n")
    print(line.format(*heads))
    for row in rows:
        print(line.format(
            row["engine"], f"{row['bars']:,}", f"{row['turns']}x{row['runs_a_turn']}",
            *(seconds(row[key]) for key in ("first_wall_s", "cpu_median_s", "cpu_min_s",
                                            "wall_median_s", "wall_min_s")),
            f"{row['peak_mib']:.0f}" if row["peak_mib"] else "-",
            f"{row['bars_per_s'] / 1000:,.1f}",
            f"{row['ratio']:,.1f}" if row["engine"] != "ours" else "1"))


def print_circumstances(facts):
    loads = " then ".join(f"{load:.2f}" for load in facts["load_average"])
    print(f"\n{facts['processor']}, core {facts['core']}; load average {loads}", end="")
    print("" if max(facts["load_average"]) < QUOTABLE_LOAD else
          f": not below {QUOTABLE_LOAD}, so quote the ratios only")
    print(", ".join(f"{name} {version}" for name, version in facts["versions"].items()))


def circumstances(versions, core, compiler, load_before):
    known = {name: versions[name] for name in ("backtrader", "backtesting", "vectorbt", "numpy",
                                               "pandas", "numba") if name in versions}
    return {"processor": processor(), "core": core,
            "load_average": [load_before, os.getloadavg()[0]],
            "versions": {"ours": commit(), "compiler": compiler,
                         "python": platform.python_version(), **known}}
