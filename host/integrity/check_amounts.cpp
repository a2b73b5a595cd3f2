#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tradelab {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

constexpr std::uint8_t all_amounts =
    TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER | TL_BAR_KNOWS_TRADES;

// Bars before a mean volume says something, and how many it looks back.
constexpr int warm_up = 64;

constexpr bool knows(std::uint8_t known, std::uint8_t bits) {
    return (known & bits) == bits;
}

class AmountCheck {
public:
    AmountCheck(const BarView& bars, Places places, const IntegrityOptions& options, Tally& tally)
        : v_(bars),
          places_(places),
          options_(options)
          // quote = price x quantity x 1e8 / (10^price places x 10^quantity places)
          ,
          to_quote_e8_(1e8 / (static_cast<double>(places.price.one()) *
                              static_cast<double>(places.quantity.one()))),
          tally_(tally) {}

    void run() {
        for (std::size_t i = 0; i < v_.size(); ++i) {
            const std::uint8_t known = v_.known[i];
            if (!knows(known, TL_BAR_KNOWS_VOLUME)) {
                continue;
            }
            const std::int64_t traded = v_.volume[i];
            volume(i, traded);
            if (knows(known, TL_BAR_KNOWS_TRADES) && (traded > 0) != (v_.trades[i] > 0)) {
                tally_.note(Defect::trade_count, v_.ts[i], [&] {
                    return std::to_string(v_.trades[i]) + " trades, " + volume_text(traded);
                });
            }
            if (knows(known, TL_BAR_KNOWS_QUOTE_VOLUME) && !quote_is_plausible(i, traded)) {
                tally_.note(Defect::quote_volume, v_.ts[i]);
            }
            if (knows(known, TL_BAR_KNOWS_TAKER) && v_.taker_buy_volume[i] > traded) {
                tally_.note(Defect::taker_volume, v_.ts[i]);
            }
        }
        end_stretch(v_.size());
        launch();
        unknown();
    }

private:
    [[nodiscard]] std::string volume_text(std::int64_t traded) const {
        return "volume " + wording::decimal(traded, places_.quantity);
    }

    void volume(std::size_t i, std::int64_t traded) {
        if (traded == 0) {
            tally_.note(Defect::zero_volume, v_.ts[i]);
            stretch_ += 1;
        } else {
            if (stretch_ > 0) {
                end_stretch(i);
            }
            if (v_.high[i] == v_.low[i]) {
                tally_.note(Defect::flat_bar, v_.ts[i], [&] { return volume_text(traded); });
            }
        }
        follow(i, static_cast<double>(traded));
    }

    // The clip keeps one absurd volume from hiding the next, and lets the mean still follow a
    // market that grows eightfold.
    void follow(std::size_t i, double amount) {
        if (seen_ < warm_up) {
            ++seen_;
            mean_ += (amount - mean_) / seen_;
            return;
        }
        if (amount > options_.volume_multiple * mean_ && mean_ > 0) {
            tally_.note(
                Defect::volume_outlier, v_.ts[i], [&] { return volume_text(v_.volume[i]); });
        }
        mean_ += (std::min(amount, 8 * mean_ + 1) - mean_) / warm_up;
    }

    void end_stretch(std::size_t after) {
        if (stretch_ >= options_.zero_volume_stretch) {
            const std::size_t rows = stretch_;
            stretch_rows_ += rows;
            tally_.note(Defect::zero_volume_stretch, v_.ts[after - rows], [&] {
                return wording::rows(rows) + " in a row";
            });
            tally_.weigh(Defect::zero_volume_stretch, stretch_rows_, v_.size());
            tally_.explain(
                Defect::zero_volume_stretch,
                wording::rows(stretch_rows_) + " in " +
                    wording::count(
                        tally_.count(Defect::zero_volume_stretch), "stretch", "stretches") +
                    " without a trade");
        }
        stretch_ = 0;
    }

    // Within one unit of quantity at the high, and what a double loses.
    [[nodiscard]] bool quote_is_plausible(std::size_t i, std::int64_t volume) const {
        const auto traded = static_cast<double>(volume);
        const auto quote = static_cast<double>(v_.quote_volume_e8[i]);
        const double low = static_cast<double>(v_.low[i]) * to_quote_e8_;
        const double high = static_cast<double>(v_.high[i]) * to_quote_e8_;
        const double slack = high + 1e-9 * quote + 1;
        return quote >= low * traded - slack && quote <= high * traded + slack;
    }

    // A new contract begins with a placeholder price and almost no volume.
    void launch() {
        std::uint64_t shown = 0;
        std::size_t i = 0;
        for (; i < v_.size() && distance(v_.ts[i], v_.ts[0]) < day_ns; ++i) {
            const bool idle = knows(v_.known[i], TL_BAR_KNOWS_VOLUME) && v_.volume[i] == 0;
            if (idle || v_.high[i] == v_.low[i]) {
                ++shown;
                tally_.note(Defect::launch, v_.ts[i], [&] {
                    return (idle ? "no volume, at " : "a single price, ") +
                           wording::decimal(v_.close[i], places_.price);
                });
            }
        }
        if (shown > 0) {
            tally_.explain(Defect::launch,
                           wording::count(shown, "bar", "bars") +
                               " of the first day without a trade or with a single price: a "
                               "launch; leave the first day out");
        }
    }

    void unknown() {
        struct Amount {
            std::uint8_t bit;
            std::string_view name;
            std::uint64_t rows;
        };
        std::array amounts = {Amount{TL_BAR_KNOWS_VOLUME, "volume", 0},
                              Amount{TL_BAR_KNOWS_QUOTE_VOLUME, "quote volume", 0},
                              Amount{TL_BAR_KNOWS_TAKER, "taker volume", 0},
                              Amount{TL_BAR_KNOWS_TRADES, "trade count", 0}};
        std::uint64_t rows = 0;
        std::size_t first = v_.size();
        for (std::size_t i = 0; i < v_.size(); ++i) {
            if (v_.known[i] == all_amounts) {
                continue;
            }
            first = std::min(first, i);
            ++rows;
            for (Amount& amount : amounts) {
                amount.rows += (v_.known[i] & amount.bit) == 0 ? 1U : 0U;
            }
        }
        if (rows == 0) {
            return;
        }
        std::string sentence;
        for (const Amount& amount : amounts) {
            if (amount.rows > 0) {
                sentence += (sentence.empty() ? "" : ", ") + std::string(amount.name) +
                            " unknown in " + wording::rows(amount.rows);
            }
        }
        tally_.note(Defect::unknown_amount, v_.ts[first]);
        tally_.explain(Defect::unknown_amount, sentence + " of " + std::to_string(v_.size()));
    }

    const BarView& v_;
    Places places_;
    const IntegrityOptions& options_;
    double to_quote_e8_;
    Tally& tally_;
    double mean_ = 0;
    int seen_ = 0;
    std::size_t stretch_ = 0;
    std::uint64_t stretch_rows_ = 0;
};

}  // namespace

void check_amounts(const BarView& bars,
                   Places places,
                   const IntegrityOptions& options,
                   Tally& tally) {
    AmountCheck(bars, places, options, tally).run();
}

}  // namespace tradelab
