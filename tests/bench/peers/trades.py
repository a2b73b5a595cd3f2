"""Round trips as integers, the rule written down once more, and the gate between the two."""

import csv
from collections import namedtuple

FIELDS = "entry_bar exit_bar side quantity_e3 entry_price_e2 exit_price_e2 fee_e8"
Trade = namedtuple("Trade", FIELDS)

FAST, SLOW = 10, 30
UNIT_E3 = 1000
# A price with two places x one unit is 1e6 in 1e-8; 4 in 10,000 of it.
FEE_E8_PER_PRICE = 400


def whole(value, scale):
    """`value` in units of 1/scale.  A float carries about 16 digits, so 1e-3 of a unit is ample.
    What is no multiple of the unit stays a float, and so equals nothing."""
    scaled = float(value) * scale
    nearest = round(scaled)
    return nearest if abs(scaled - nearest) < 1e-3 else scaled


def trade(entry_bar, exit_bar, quantity, entry_price, exit_price, fee):
    """A long round trip out of what a float engine says; the fee is that of both sides."""
    return Trade(int(entry_bar), int(exit_bar), 1, whole(quantity, 1000),
                 whole(entry_price, 100), whole(exit_price, 100), whole(fee, 10**8))


def read_trades(path):
    with open(path, newline="") as file:
        return [Trade(*(float(field) if "." in field else int(field) for field in row.values()))
                for row in csv.DictReader(file)]


def write_trades(path, trades):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([FIELDS.split(), *trades])


def read_prices(path):
    """Opens and closes of a bars file in 1e-2, read as text: no float is in between."""
    with open(path, newline="") as file:
        rows = csv.DictReader(file)
        both = [(int(row["open"].replace(".", "")), int(row["close"].replace(".", "")))
                for row in rows]
    return [o for o, _ in both], [c for _, c in both]


def leads(closes):
    """30 x (average of 10 - average of 30) at each close from the 30th on: (bar, lead)."""
    fast = sum(closes[SLOW - FAST:SLOW])
    slow = sum(closes[:SLOW])
    for bar in range(SLOW - 1, len(closes)):
        if bar >= SLOW:
            fast += closes[bar] - closes[bar - FAST]
            slow += closes[bar] - closes[bar - SLOW]
        yield bar, 3 * fast - slow


def by_the_rule(opens, closes, acted_at=frozenset()):
    """The workload's trades.  An exact tie changes nothing, except that whoever filled at one of
    the opens `acted_at` changed sides in the tie before it.  Also returns the bars of all ties,
    and of those in which somebody acted."""
    trades, ties, taken, entry = [], [], [], None
    is_long = False
    for bar, lead in leads(closes):
        if lead == 0:
            ties.append(bar)
            if bar + 1 not in acted_at:
                continue
            taken.append(bar)
        elif is_long == (lead > 0):
            continue
        is_long = not is_long
        if bar + 1 == len(closes):
            break  # decided in the last bar: there is no open any more
        if is_long:
            entry = bar + 1
            continue
        paid, got = opens[entry], opens[bar + 1]
        trades.append(Trade(entry, bar + 1, 1, UNIT_E3, paid, got, (paid + got) * FEE_E8_PER_PRICE))
    return trades, ties, taken


def first_difference(these, those):
    """None where the lists are equal, else a sentence."""
    for at, (one, other) in enumerate(zip(these, those)):
        if one != other:
            return f"trade {at} is {tuple(one)}, by the rule it is {tuple(other)}"
    if len(these) != len(those):
        return f"{len(these)} trades, by the rule there are {len(those)}"
    return None


class Verdict(namedtuple("Verdict", "difference trades ties taken differing")):
    """difference: None or a sentence; trades: how many; ties: bars of exact ties; taken: those that
    the engine traded on; differing: how many of its trades are not among ours."""


def judge(trades, opens, closes):
    ours, ties, _ = by_the_rule(opens, closes)
    if trades == ours:
        return Verdict(None, len(trades), ties, [], 0)
    acted_at = {bar for one in trades for bar in (one.entry_bar, one.exit_bar)}
    wanted, _, taken = by_the_rule(opens, closes, acted_at)
    return Verdict(first_difference(trades, wanted), len(trades), ties, taken,
                   len(set(trades) - set(ours)))
