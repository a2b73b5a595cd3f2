"""One peer in a process of its own.

    worker.py MODULE BARS.csv TRADES.csv LIMIT

Runs once, writes its trades, prints one line of JSON, then answers "run N" as kernel_bench --peer
does.  A peer that interprets every bar may need longer than LIMIT seconds for all bars; then it
gets as many as it can do in that time, and says so.
"""

import importlib
import json
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")

import pandas

from trades import write_trades

PROBE = 20_000  # bars that tell how fast a peer is: some seconds of the slowest
STEP = 50_000   # a shortened workload is a multiple of it


def read_bars(path):
    bars = pandas.read_csv(path)
    bars.columns = [name.capitalize() for name in bars.columns]
    bars.index = pandas.date_range("2024-01-01", periods=len(bars), freq="min")
    return bars


def timed(engine):
    engine.prepare()
    wall, cpu = time.perf_counter(), time.process_time()
    engine.run()
    return {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}


def affordable(module, bars, limit):
    if not module.INTERPRETS or len(bars) <= PROBE:
        return len(bars)
    probe = timed(module.Engine(bars.iloc[:PROBE]))["wall_s"]
    if probe * len(bars) / PROBE <= limit:
        return len(bars)
    return max(STEP, int(limit / probe * PROBE) // STEP * STEP)


def say(**fields):
    print(json.dumps(fields), flush=True)


def main(name, bars_path, trades_path, limit):
    module = importlib.import_module(name)
    bars = read_bars(bars_path)
    bars = bars.iloc[:affordable(module, bars, float(limit))]
    engine = module.Engine(bars)
    first = timed(engine)
    write_trades(trades_path, engine.trades())
    say(bars=len(bars), interprets=module.INTERPRETS, first=first)
    for line in sys.stdin:
        runs = int(line.removeprefix("run "))
        times = [timed(engine) for _ in range(runs)]
        say(runs=runs, cpu_s=sum(one["cpu_s"] for one in times),
            wall_s=sum(one["wall_s"] for one in times),
            peak_kib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(*sys.argv[1:])
