"""Workload A for the compiled loop inside `vectorbt` alone: averages and signals are given to it.

It is called again with exactly what Portfolio.from_signals hands to it.
"""

from vectorbt.portfolio import dispatch

from with_vectorbt import portfolio, round_trips

INTERPRETS = False


class Engine:
    def __init__(self, bars):
        self.bars = bars
        self.call = None

    def prepare(self):
        pass

    def run(self):
        if self.call is None:
            self.listen()
        self.orders, _ = self.call()

    def listen(self):
        """Part of the first run, so that it shows what compiling costs."""
        simulate = dispatch.simulate_from_signals

        def listening(*positional, **named):
            self.call = lambda: simulate(*positional, **named)
            return simulate(*positional, **named)

        dispatch.simulate_from_signals = listening
        portfolio(self.bars)
        dispatch.simulate_from_signals = simulate

    def trades(self):
        return round_trips(self.orders)
