"""Workload A for `vectorbt`: what is timed is averages, signals and Portfolio.from_signals."""

import numpy
import vectorbt

from trades import FAST, SLOW, trade

INTERPRETS = False


def one_bar_later(signals):
    return numpy.concatenate(([False], signals[:-1]))


def portfolio(bars):
    fast = vectorbt.MA.run(bars.Close, FAST).ma.to_numpy()
    slow = vectorbt.MA.run(bars.Close, SLOW).ma.to_numpy()
    # A signal repeated while the position is held changes nothing: accumulation is off.
    return vectorbt.Portfolio.from_signals(
        bars.Close, one_bar_later(fast > slow), one_bar_later(fast < slow), price=bars.Open,
        size=1, fees=0.0004, init_cash=10_000_000, freq="min")


def round_trips(orders):
    bought, sold = orders[::2], orders[1::2]
    return [trade(b["idx"], s["idx"], s["size"], b["price"], s["price"], b["fees"] + s["fees"])
            for b, s in zip(bought, sold)]


class Engine:
    def __init__(self, bars):
        self.bars = bars

    def prepare(self):
        pass

    def run(self):
        self.portfolio = portfolio(self.bars)

    def trades(self):
        return round_trips(self.portfolio.orders.values)
