"""Workload A for `backtesting`: what is timed is Backtest.run."""

from backtesting import Backtest, Strategy

from trades import FAST, SLOW, trade

INTERPRETS = True


class Cross(Strategy):
    def init(self):
        closes = self.data.Close.s
        slow = closes.rolling(SLOW).mean()
        # It would begin one bar after the last NaN, so a bar late: zeros do not cross.
        fast = closes.rolling(FAST).mean().where(slow.notna(), 0.0)
        self.fast = self.I(lambda: fast, plot=False)
        self.slow = self.I(lambda: slow.fillna(0.0), plot=False)

    def next(self):
        fast, slow = self.fast[-1], self.slow[-1]
        if fast > slow:
            if not self.position:
                self.buy(size=1)
        elif fast < slow and self.position:
            self.position.close()


class Engine:
    def __init__(self, bars):
        self.bars = bars

    def prepare(self):
        self.test = Backtest(self.bars, Cross, cash=10_000_000, commission=0.0004)

    def run(self):
        self.result = self.test.run()

    def trades(self):
        table = self.result["_trades"]
        return [trade(*row) for row in zip(table.EntryBar, table.ExitBar, table.Size,
                                           table.EntryPrice, table.ExitPrice, table.Commission)]
