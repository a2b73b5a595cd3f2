#include "report/fixture.hpp"

#include "core/rounding.hpp"
#include "os/random.hpp"
#include "statistics/periods.hpp"
#include "statistics/returns.hpp"
#include "statistics/thinning.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace tradelab {
namespace {

constexpr std::int64_t hour = 3'600'000'000'000;
constexpr InstrumentId perp{1};
constexpr InstanceId only{1};
constexpr Places places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};

std::int64_t begin_ns() {
    return parse_iso("2020-01-01").value().ns();
}

RunManifest manifest_of(const FixtureOptions& options) {
    RunManifest m;
    const std::string hash(64, 'a');
    m.instances = {{.instance = only,
                    .name = "momentum_btc_1h",
                    .file_sha256 = std::string(64, 'b'),
                    .plugin = "tradelab.momentum",
                    .plugin_version = "1.2.0",
                    .plugin_sha256 = std::string(64, 'c'),
                    .parameters = {{"fast", "24 bars"}, {"slow", "168 bars"}, {"stop", "2.5 atr"}},
                    .roles = {{"perp", "binance.usdm:BTC-USDT-PERP"}},
                    .reasons = {"none", "breakout", "trend_over", "stop"},
                    .timeframe = "1h",
                    .rationale = "Trends last longer than a day, because news travels slowly.",
                    .origin = "playbook"}};
    m.instruments = {{.id = perp, .name = "binance.usdm:BTC-USDT-PERP", .places = places}};
    m.from = UnixNanos(begin_ns());
    m.to = UnixNanos(begin_ns() + std::int64_t{options.bars} * hour);
    m.data = {{.series = "binance.usdm:BTC-USDT-PERP bars 1h",
               .content_sha256 = {hash},
               .source = "https://data.example.org/futures/um/klines",
               .rows = options.bars,
               .first = m.from,
               .last = m.to,
               .score_e4 = 9'871,
               .holes = 3}};
    m.engine = "0.2.0";
    m.fill_model = "pessimistic/1";
    m.risk = std::string(64, 'd');
    m.venue_sha256 = std::string(64, 'e');
    m.seed = options.seed;
    m.capital = Cash(options.capital);
    m.asset = "USDT";
    m.result_hash = std::string(32, '1') + std::string(32, 'f');
    m.may_be_promoted = true;
    return m;
}

// Prices in cents: a walk with quiet and wild months.
std::vector<std::int64_t> prices_of(SeededRandom& random, std::uint32_t bars) {
    std::vector<std::int64_t> prices = {720'000};
    double price = 720'000;
    for (std::uint32_t at = 0; at < bars; ++at) {
        const double wild = (at / 2'190) % 3 == 1 ? 0.011 : 0.006;
        const double draw = static_cast<double>(random.between(-1'000, 1'000)) / 1'000;
        price = std::max(price * (1 + wild * draw + 0.00006), 1'000.0);
        prices.push_back(static_cast<std::int64_t>(price));
    }
    return prices;
}

FillRecord fill_of(
    std::uint64_t order, Side side, std::int64_t price, std::int64_t quantity, std::int64_t at) {
    const Cash value = notional(Price(price), Quantity(quantity), places, Rounding::up).value();
    return {.order = OrderId(order),
            .instance = only,
            .instrument = perp,
            .side = side,
            .price = Price(price),
            .quantity = Quantity(quantity),
            .fee = share_of(value, Rate(500'000'000), as_payer).value(),       // 5 bps
            .slippage = share_of(value, Rate(200'000'000), as_payer).value(),  // 2 bps
            .at = UnixNanos(at)};
}

class FixtureMaker {
public:
    explicit FixtureMaker(const FixtureOptions& options)
        : options_(options), random_(options.seed) {
        result_.manifest = manifest_of(options);
        prices_ = prices_of(random_, options.bars);
        cash_.assign(options.bars + 1, 0);
        held_.assign(options.bars + 1, 0);
    }

    BacktestResult make() {
        const std::uint32_t stride = options_.trades == 0 ? 0 : options_.bars / options_.trades;
        for (std::uint32_t at = 0; at < options_.trades && stride > 8; ++at) {
            trade(at, at * stride + 1, stride);
        }
        write_curve();
        write_statement();
        result_.performance = performance(0, result_.record.curve.ts.size(), result_.trades);
        write_periods();
        write_drawing();
        result_.refusals = {{"daily_loss", 12}, {"order_notional", 3}};
        result_.assumptions = {
            "Orders at market fill at the next open, half a spread and impact "
            "against us.",
            "A stop fills at the worse of its price and the open.",
            "Funding is paid on the recorded mark at the venue's boundary."};
        result_.checks = {{"look-ahead", "passed: 4 batch sizes, 3 cuts"}, {"recursion", "passed"}};
        write_coverage();
        result_.record.counts = {.events = options_.bars * 2ULL,
                                 .bars = options_.bars,
                                 .ambiguous_bars = options_.trades / 9,
                                 .resolved_bars = options_.trades / 20,
                                 .partial_fills = 2};
        return std::move(result_);
    }

private:
    void write_coverage() {
        const auto kind = [&](ProtectionKind one) -> CoverageRecord::Kind& {
            return result_.record.coverage.of_kind[static_cast<std::size_t>(one)];
        };
        if (!result_.trades.empty()) {
            result_.record.coverage.open_bars = 100;
            kind(ProtectionKind::none) = {.bars = 20, .exposure = 300};
            kind(ProtectionKind::stop) = {.bars = 80, .exposure = 700};
        }
    }

    void trade(std::uint32_t number, std::uint32_t open, std::uint32_t stride) {
        const auto length = static_cast<std::uint32_t>(random_.between(4, stride - 3));
        const std::uint32_t close = open + length;
        const Side side = random_.below(3) == 0 ? Side::sell : Side::buy;
        const std::int64_t sign = side == Side::buy ? 1 : -1;
        const std::int64_t entry = prices_[open];
        // Half of the capital, in thousandths of a coin.
        const std::int64_t quantity =
            std::max<std::int64_t>(options_.capital / 2 / entry / 1'000, 1);
        const std::int64_t edge = entry * options_.edge_e4 / 10'000;
        const std::int64_t swing = random_.between(-entry * 3 / 100, entry * 3 / 100);
        const std::int64_t exit = std::max<std::int64_t>(entry + sign * (edge + swing), 1);

        FillRecord in = fill_of(2 * number + 1, side, entry, quantity, time_of(open));
        in.reason = 1;
        in.position_after = Quantity(sign * quantity);
        FillRecord out = fill_of(2 * number + 2, opposite(side), exit, quantity, time_of(close));
        out.reason = swing < 0 ? 3 : 2;
        out.cause = swing < 0 ? FillCause::stop : FillCause::next_open;
        out.is_ambiguous = number % 17 == 5;
        out.realised = Cash(
            notional(Price(exit), Quantity(sign * quantity), places, Rounding::down)->mantissa() -
            notional(Price(entry), Quantity(sign * quantity), places, Rounding::down)->mantissa());
        const Cash funding = settle(open, close, sign * quantity);
        book(in, out, open, close);
        const auto place = static_cast<std::uint32_t>(result_.trades.size() + 1);
        result_.trades.push_back({.instance = only,
                                  .instrument = perp,
                                  .side = side,
                                  .opened_at = in.at,
                                  .closed_at = out.at,
                                  .entry = in.price,
                                  .exit = out.price,
                                  .quantity = in.quantity,
                                  .gross = out.realised,
                                  .fees = in.fee + out.fee,
                                  .slippage = in.slippage + out.slippage,
                                  .funding = funding,
                                  .net = out.realised - in.fee - out.fee - funding,
                                  .entry_reason = in.reason,
                                  .exit_reason = out.reason,
                                  .exit_cause = out.cause,
                                  .is_ambiguous = out.is_ambiguous,
                                  .trade = place});
    }

    Cash settle(std::uint32_t open, std::uint32_t close, std::int64_t position) {
        Cash sum;
        for (std::uint32_t bar = open; bar < close; ++bar) {
            if (bar % 8 != 0) {
                continue;
            }
            const Rate rate(random_.between(-150'000'000, 250'000'000));
            const Cash value =
                notional(Price(prices_[bar]), Quantity(position), places, Rounding::half_even)
                    .value();
            const Cash paid = share_of(value, rate, as_payer).value();
            result_.record.funding.push_back({.instance = only,
                                              .instrument = perp,
                                              .boundary = UnixNanos(time_of(bar)),
                                              .rate = rate,
                                              .mark = Price(prices_[bar] * 1'000'000),
                                              .position = Quantity(position),
                                              .paid = paid});
            cash_[bar] -= paid.mantissa();
            sum += paid;
        }
        return sum;
    }

    void book(const FillRecord& in,
              const FillRecord& out,
              std::uint32_t open,
              std::uint32_t close) {
        for (const auto& [fill, bar] : {std::pair(in, open), std::pair(out, close)}) {
            cash_[bar] -= fill.fee.mantissa();
            result_.record.fills.push_back(fill);
            result_.record.orders.push_back({.order = fill.order,
                                             .instance = only,
                                             .terms = {.instrument = perp,
                                                       .side = fill.side,
                                                       .quantity = fill.quantity,
                                                       .limit = {}},
                                             .purpose = fill.cause == FillCause::stop
                                                            ? OrderPurpose::stop
                                                            : OrderPurpose::target,
                                             .reason = fill.reason,
                                             .cause = EventSeq(bar),
                                             .decided_at = fill.at - std::chrono::hours(1),
                                             .state = OrderState::filled,
                                             .filled = fill.quantity});
        }
        // Valued on the way from the entry to the exit, with the noise of a market.
        std::int64_t valued = 0;
        for (std::uint32_t bar = open; bar < close; ++bar) {
            held_[bar] = options_.capital / 2;
            const std::int64_t noise = random_.between(-options_.capital, options_.capital) / 150;
            const std::int64_t value =
                out.realised.mantissa() / (close - open) * (bar - open) + noise;
            cash_[bar] += value - valued;
            valued = value;
        }
        cash_[close] += out.realised.mantissa() - valued;
    }

    void write_curve() {
        std::int64_t equity = options_.capital;
        for (std::uint32_t bar = 1; bar <= options_.bars; ++bar) {
            equity += cash_[bar] + (bar == 1 ? cash_[0] : 0);
            result_.record.curve.ts.push_back(time_of(bar));
            result_.record.curve.equity.push_back(equity);
            result_.record.curve.exposure.push_back(held_[bar]);
        }
    }

    void write_statement() {
        Statement& s = result_.statement;
        s.opening = Cash(options_.capital);
        for (const FillRecord& fill : result_.record.fills) {
            s.realised += fill.realised;
            s.fees += fill.fee;
        }
        for (const FundingRecord& funding : result_.record.funding) {
            s.funding += funding.paid;
        }
        s.equity = s.opening + s.realised - s.fees - s.funding;
        s.cash = s.equity;
    }

    // Of the bars [first, first + count).
    Performance performance(std::size_t first,
                            std::size_t count,
                            const std::vector<RoundTrip>& trades) {
        const EquityCurve& curve = result_.record.curve;
        const auto part = [&](const std::vector<std::int64_t>& column) {
            return std::span(column).subspan(first, count);
        };
        std::vector<TradeOutcome> outcomes;
        PerformanceInput input{
            .opened_at = first == 0 ? result_.manifest.from : UnixNanos(curve.ts[first - 1]),
            .opening = first == 0 ? Cash(options_.capital) : Cash(curve.equity[first - 1]),
            .ts = part(curve.ts),
            .equity = part(curve.equity),
            .exposure = part(curve.exposure),
            .bars_per_year = bars_per_year(std::chrono::hours(1))};
        for (const RoundTrip& trade : trades) {
            const Cash value = notional(trade.entry, trade.quantity, places, Rounding::up).value();
            outcomes.push_back({.net = trade.net, .notional = value});
            input.gross += trade.gross;
            input.fees += trade.fees;
            input.slippage += trade.slippage;
            input.funding += trade.funding;
            input.traded += 2 * to_double_for_decisions(value);
        }
        input.trades = outcomes;
        return performance_of(input);
    }

    void write_periods() {
        const EquityCurve& curve = result_.record.curve;
        for (const auto& year :
             period_returns(Cash(options_.capital), curve.ts, curve.equity, Calendar::years)) {
            std::vector<RoundTrip> trades;
            for (const RoundTrip& trade : result_.trades) {
                if (month_of_close(*trade.closed_at).year == year.month.year) {
                    trades.push_back(trade);
                }
            }
            PeriodRow row;
            row.name = std::to_string(year.month.year);
            row.bars = year.bars;
            row.performance = performance(year.first, year.bars, trades);
            row.pnl = year.closing - year.opening;
            for (const RoundTrip& trade : trades) {
                row.gross += trade.gross;
                row.fees += trade.fees;
                row.slippage += trade.slippage;
                row.funding += trade.funding;
            }
            row.trades = trades.size();
            row.time_in_position = row.performance.exposure;
            result_.years.push_back(std::move(row));
        }
        for (const char* name :
             {"calm, rising", "calm, falling", "wild, rising", "wild, falling"}) {
            PeriodRow row = result_.years.empty() ? PeriodRow{} : result_.years.front();
            row.name = name;
            result_.regimes.push_back(std::move(row));
        }
    }

    void write_drawing() {
        const EquityCurve& curve = result_.record.curve;
        std::vector<double> equity;
        for (const std::int64_t value : curve.equity) {
            equity.push_back(to_double_for_decisions(Cash(value)));
        }
        const double first = static_cast<double>(prices_.front());
        const double capital = to_double_for_decisions(Cash(options_.capital));
        for (const std::size_t at : thinned(equity, 1'500)) {
            const auto price = static_cast<double>(prices_[at + 1]);
            result_.curve.push_back({.ts = UnixNanos(curve.ts[at]),
                                     .equity = equity[at],
                                     .buy_and_hold = capital * price / first,
                                     .exposure = 0.5});
            result_.chart.push_back({.ts = UnixNanos(curve.ts[at]),
                                     .open = price / 100,
                                     .high = price / 100 * 1.01,
                                     .low = price / 100 * 0.99,
                                     .close = price / 100});
        }
        result_.chart_instrument = result_.manifest.instruments.front().name;
    }

    [[nodiscard]] static std::int64_t time_of(std::uint32_t bar) {
        return begin_ns() + std::int64_t{bar} * hour;
    }

    FixtureOptions options_;
    SeededRandom random_;
    BacktestResult result_;
    std::vector<std::int64_t> prices_;  // cents, one more than bars
    std::vector<std::int64_t> cash_;    // change of equity in each bar
    std::vector<std::int64_t> held_;
};

}  // namespace

BacktestResult fixture_result(const FixtureOptions& options) {
    return FixtureMaker(options).make();
}

}  // namespace tradelab
