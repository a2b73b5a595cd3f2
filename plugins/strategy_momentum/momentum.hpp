#pragma once

#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

#include <cstdint>
#include <optional>

namespace momentum {

enum class Trend : std::int8_t { down = -1, none = 0, up = 1 };

// What moves tends to go on moving for a while: enter on a breakout or on a cross of two averages,
// in a market that trends, with a size that shrinks as the market grows wild.
//
// A signal stands from the bar that makes it to the bar that takes it back (a close inside of the
// channel; the other order of the averages).  It is spent by an entry: whoever was stopped out
// waits for the next one.  The filter delays an entry, it does not spend the signal.
class Momentum : public tradelab::Strategy<Momentum> {
public:
    static constexpr tradelab::About about = {
        .id = "org.tradelab.momentum",
        .version = "1.0.0",
        .summary = "Follows breakouts or moving average crosses, sized by volatility."};

    static constexpr tradelab::Param params[] = {
        {.name = "entry",
         .unit = "choice",
         .initial = 0,
         .min = 0,
         .max = 1,
         .summary =
             "What begins a trend: a close outside of the channel, or two averages crossing.",
         .choices = "breakout|cross"},
        {.name = "direction",
         .unit = "choice",
         .initial = 0,
         .min = 0,
         .max = 2,
         .summary = "Which trends are traded; a spot market can only be held long.",
         .search = tradelab::Search::fixed,
         .choices = "long|short|both"},
        {.name = "channel",
         .unit = "bars",
         .initial = 55,
         .min = 5,
         .max = 500,
         .summary = "Breakout: a close beyond the extremes of this many bars before it enters.",
         .search = tradelab::Search::logarithmic},
        {.name = "exit",
         .unit = "bars",
         .initial = 20,
         .min = 2,
         .max = 250,
         .summary = "Breakout: a close beyond the opposite extreme of this many bars leaves.",
         .search = tradelab::Search::logarithmic},
        {.name = "fast",
         .unit = "bars",
         .initial = 20,
         .min = 2,
         .max = 250,
         .summary = "Cross: length of the fast simple average.",
         .search = tradelab::Search::logarithmic},
        {.name = "slow",
         .unit = "bars",
         .initial = 100,
         .min = 3,
         .max = 500,
         .summary = "Cross: length of the slow simple average.",
         .search = tradelab::Search::logarithmic},
        {.name = "adx_bars",
         .unit = "bars",
         .initial = 14,
         .min = 5,
         .max = 50,
         .summary = "Length of the average directional index, which measures trend strength."},
        {.name = "adx_min",
         .unit = "adx",
         .initial = 20,
         .min = 0,
         .max = 60,
         .summary = "Enters only where the trend is at least this strong; 0 asks nothing."},
        {.name = "atr_bars",
         .unit = "bars",
         .initial = 20,
         .min = 5,
         .max = 100,
         .summary = "Length of the average true range, the unit of stop and take."},
        {.name = "stop",
         .unit = "atr",
         .initial = 30,
         .min = 5,
         .max = 100,
         .step = "0.1",
         .summary = "Distance of the protective stop from the close that entered; never moves."},
        {.name = "take",
         .unit = "atr",
         .initial = 0,
         .min = 0,
         .max = 200,
         .step = "0.1",
         .summary = "Distance of the profit target from the close that entered; 0 is none."},
        {.name = "vol_bars",
         .unit = "bars",
         .initial = 48,
         .min = 10,
         .max = 500,
         .summary = "How many returns the realised volatility is measured over.",
         .search = tradelab::Search::logarithmic},
        {.name = "vol_target",
         .unit = "pct",
         .initial = 40,
         .min = 1,
         .max = 200,
         .summary = "Volatility a year that the position is scaled to."},
        {.name = "size_max",
         .unit = "fraction",
         .initial = 10,
         .min = 1,
         .max = 20,
         .step = "0.05",
         .summary = "The most that is ever held, as a fraction of the budget."},
        {.name = "rebalance",
         .unit = "pct",
         .initial = 25,
         .min = 5,
         .max = 100,
         .summary = "The scaled size is followed only when it has moved by more than this."},
    };
    static constexpr tradelab::Constraint constraints[] = {{.lower = "exit", .upper = "channel"},
                                                           {.lower = "fast", .upper = "slow"}};
    static constexpr const char* reasons[] = {"",
                                              "breakout_up",
                                              "breakout_down",
                                              "cross_up",
                                              "cross_down",
                                              "channel_exit",
                                              "stopped",
                                              "target_reached",
                                              "closed_outside",
                                              "refused",
                                              "rebalance",
                                              "gap"};
    static constexpr std::uint32_t intents_max = 1;

    // The bar after these is the first on which every indicator in use has its value.
    [[nodiscard]] std::uint32_t warmup() const;

    void on_bar(const tradelab::Bar& bar);

    // The protective stop is the host's to carry out.  A position that was there and is gone was
    // closed by it, or by hand: the trade is over.
    void on_account(const tl_ev_account& account);
    // An entry that was refused is no trade: the signal is spent, and the next one may enter.
    void on_order(const tl_ev_order& order);

    template <class Archive>
    void state(Archive& archive) {
        bool takes = take_.has_value();
        double take = take_.value_or(0);
        archive(channel_, exit_, fast_, slow_, adx_, atr_, volatility_);
        archive(signal_, spent_, side_, filled_, fraction_, stop_, takes, take);
        take_ = takes ? std::optional(take) : std::nullopt;
    }

private:
    using Reason = tradelab::ReasonName<Momentum>;

    // Of the bar in hand: each is a division, which is made once.
    struct Prices {
        double high, low, close;
    };

    void observe(const tradelab::Bar& bar, const Prices& now);
    [[nodiscard]] Trend signal_at(double close) const;
    [[nodiscard]] Reason reason_of(Trend signal) const;
    [[nodiscard]] bool allows(Trend signal) const;
    [[nodiscard]] double scaled_size(const tradelab::Bar& bar) const;
    [[nodiscard]] std::optional<Reason> ending(const Prices& now) const;
    [[nodiscard]] bool enter(const tradelab::Bar& bar, const Prices& now);
    [[nodiscard]] bool resize(const tradelab::Bar& bar);

    const bool breaks_out_ = chosen("entry", "breakout");
    const bool goes_long_ = !chosen("direction", "short");
    const bool goes_short_ = !chosen("direction", "long");
    const double adx_min_ = value("adx_min");
    const double stop_atr_ = value("stop");
    const double take_atr_ = value("take");
    const double volatility_target_ = value("vol_target") / 100;
    const double size_max_ = value("size_max");
    const double band_ = value("rebalance") / 100;

    tradelab::Donchian channel_{ticks("channel")};
    tradelab::Donchian exit_{ticks("exit")};
    tradelab::Sma fast_{ticks("fast")};
    tradelab::Sma slow_{ticks("slow")};
    tradelab::Adx adx_{ticks("adx_bars")};
    tradelab::Atr atr_{ticks("atr_bars")};
    tradelab::RealisedVolatility volatility_{{.period = ticks("vol_bars")}};  // of one bar

    Trend signal_ = Trend::none;  // that stands
    Trend spent_ = Trend::none;   // the signal that cannot enter any more
    Trend side_ = Trend::none;    // of the trade
    bool filled_ = false;         // an account event has shown the trade's position
    double fraction_ = 0;         // of the budget, without a sign
    double stop_ = 0;
    std::optional<double> take_;
};

}  // namespace momentum
