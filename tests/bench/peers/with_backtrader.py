"""Workload A for `backtrader`: what is timed is Cerebro.run, with its observers off."""

import backtrader

from trades import FAST, SLOW, trade

INTERPRETS = True


class Cross(backtrader.Strategy):
    def __init__(self):
        self.fast = backtrader.indicators.SMA(self.data.close, period=FAST)
        self.slow = backtrader.indicators.SMA(self.data.close, period=SLOW)
        self.fills = []

    def notify_order(self, order):
        if order.status == order.Completed:
            done = order.executed
            self.fills.append((len(self.data) - 1, done.size, done.price, done.comm))

    def next(self):
        fast, slow = self.fast[0], self.slow[0]
        if fast > slow:
            if not self.position:
                self.buy(size=1)
        elif fast < slow and self.position:
            self.close()


class Engine:
    def __init__(self, bars):
        self.bars = bars

    def prepare(self):
        self.cerebro = backtrader.Cerebro(stdstats=False)
        self.cerebro.adddata(backtrader.feeds.PandasData(dataname=self.bars))
        self.cerebro.addstrategy(Cross)
        self.cerebro.broker.setcash(10_000_000)
        self.cerebro.broker.setcommission(commission=0.0004)

    def run(self):
        self.strategy = self.cerebro.run()[0]

    def trades(self):
        fills = self.strategy.fills
        return [trade(bought[0], sold[0], -sold[1], bought[2], sold[2], bought[3] + sold[3])
                for bought, sold in zip(fills[::2], fills[1::2])]
