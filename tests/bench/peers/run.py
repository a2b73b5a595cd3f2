"""Workload A on our kernel and on other people's engines: trades first, then times."""

import argparse
import contextlib
import json
import os
import pathlib
import sys
import tempfile

import engines
import report
import trades
from environment import TREE, Environment


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench peers", description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help="20,000 bars, only what is installed, trades compared, nothing timed")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each engine (5)")
    parser.add_argument("--limit", type=float, default=180, metavar="SECONDS",
                        help="for one run of a slow engine (180); it gets fewer bars else")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="keep the table as JSON")
    parser.add_argument("--kernel", type=pathlib.Path, metavar="PROGRAM",
                        default=TREE / "build/release/tests/bench/kernel_bench",
                        help="our side (build/release/tests/bench/kernel_bench)")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.limit <= 0:
        parser.error("--rounds and --limit must be above 0")
    return asked


def start_peers(environment, folder, limit_s, closing):
    """One after the other, so that no two ever compute at once."""
    running = {}
    for module, (peer, label, _) in engines.MODULES.items():
        if peer in environment.absent:
            continue
        try:
            running[module] = engines.start_peer(module, environment.python, folder, limit_s)
            closing.callback(running[module].close)
        except engines.EngineFailed as failure:
            environment.absent[label] = f"it failed: {failure}"
    return running


def agree(ours, peers, folder):
    """Compares every list of trades with the rule, and says so."""
    opens, closes = trades.read_prices(folder / "bars.csv")
    compared = {ours: "trades", **{engine: module for module, engine in peers.items()}}
    verdicts = {engine: trades.judge(trades.read_trades(folder / f"{name}.csv"),
                                     opens[:engine.bars], closes[:engine.bars])
                for engine, name in compared.items()}
    ties = verdicts[ours].ties
    print(f"Workload A: {ours.bars:,} one-minute bars, SMA 10/30 cross, long only, one unit, next "
          "open, 4 bps a side")
    print(f"SHA-256 of the bars file {report.sha256(folder / 'bars.csv')}")
    print(f"Bars in which the averages tie exactly: {report.listed(ties) or 'none'}")
    print("\nTrades against the rule in integers (bars, side, quantity, prices, fee):")
    for engine, verdict in verdicts.items():
        report.print_verdict(engine, verdict)
    # A tie is the floats' excuse; ours are integers.
    return not verdicts[ours].taken and not any(one.difference for one in verdicts.values())


def take_turns(ours, peers, asked):
    subjects = [ours, *peers]
    for engine in subjects:
        engine.calibrate(asked.rounds, asked.limit)
    for number in range(asked.rounds):
        for engine in subjects if number % 2 == 0 else reversed(subjects):
            engine.turn(number)


def compare(asked, environment, folder, closing):
    core = engines.pin_to_one_core()
    load = os.getloadavg()[0]
    ours = engines.start_ours(asked.kernel, folder, asked.quick)
    closing.callback(ours.close)
    peers = start_peers(environment, folder, asked.limit, closing)
    if not agree(ours, peers, folder):
        print("the lists of trades differ, so nothing is timed", file=sys.stderr)
        return 1
    for peer, reason in environment.absent.items():
        print(f"  absent: {peer}: {reason}")
    if asked.quick or not peers:
        return 0
    take_turns(ours, list(peers.values()), asked)
    rows = report.rows_of(ours, list(peers.values()))
    facts = report.circumstances(environment.versions, core, ours.ready["compiler"], load)
    report.print_circumstances(facts)
    report.print_table(rows)
    print("again: ./dev bench peers")
    if asked.json:
        facts["columns_sha256"] = ours.ready["columns_sha256"]
        asked.json.write_text(json.dumps({**facts, "absent": environment.absent, "rows": rows},
                                         indent=1) + "\n")
    return 0


def main():
    asked = arguments()
    if not asked.kernel.is_file():
        sys.exit(f"{asked.kernel} is not built; ./dev bench builds it")
    environment = Environment()
    environment.take(may_install=not asked.quick)
    if not environment.present():
        for peer, reason in environment.absent.items():
            print(f"absent: {peer}: {reason}")
        return 0
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as closing:
        try:
            return compare(asked, environment, pathlib.Path(folder), closing)
        except engines.EngineFailed as failure:
            sys.exit(f"an engine ended before its time: {failure}")


sys.exit(main())
