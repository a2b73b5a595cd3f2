#include "synthetic/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

constexpr std::string_view generator_id = "synthetic.regimes_garch";
// Raised whenever the same settings would make other rows.
constexpr std::string_view generator_version = "1";

constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr std::int64_t start_max_ns = 7'258'118'400'000'000'000;  // 2200-01-01

struct Bounded {
    std::string_view name;
    double value;
    double least;
    double most;
};

std::vector<Bounded> bounded(const SyntheticSettings& s) {
    std::vector<Bounded> out = {
        {"days", static_cast<double>(s.days), 1, 7'300},
        {"first_price", s.first_price, 1, 1'000'000},
        {"annual_volatility", s.annual_volatility, 0.01, 3},
        {"garch_alpha", s.garch_alpha, 0, 0.5},
        {"garch_beta", s.garch_beta, 0, 0.999},
        {"student_nu", static_cast<double>(s.student_nu), 3, 100},
        {"season_amplitude", s.season_amplitude, 0, 0.9},
        {"regime_days", s.regime_days, 0.5, 3'650},
        {"wild_share", s.wild_share, 0, 1},
        {"wild_factor", s.wild_factor, 1, 10},
        {"trend_annual", s.trend_annual, 0, 5},
        {"basis_mean_bps", s.basis_mean_bps, -100, 100},
        {"basis_deviation_bps", s.basis_deviation_bps, 0, 100},
        {"basis_half_life_hours", s.basis_half_life_hours, 1, 10'000},
        {"edge_sharpe", s.edge_sharpe, -20, 20},
        {"edge_lookback_hours", static_cast<double>(s.edge_lookback_hours), 1, 1'000},
        {"hourly_volume", s.hourly_volume, 1, 1e6},
        {"outages_per_year", s.outages_per_year, 0, 100}};
    if (s.edge_days) {
        out.push_back({"edge_days", static_cast<double>(*s.edge_days), 1, 7'300});
    }
    return out;
}

std::string number_text(double value) {
    std::array<char, 32> buffer = {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

bool is_symbol(std::string_view text) {
    return !text.empty() && text.size() <= 16 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

}  // namespace

Status check_settings(const SyntheticSettings& settings) {
    if (!is_symbol(settings.symbol)) {
        return fail(ErrorCode::invalid_argument,
                    "symbol = '" + settings.symbol + "'",
                    "1 to 16 of A-Z and 0-9, such as SYN");
    }
    const std::int64_t start = settings.start.ns();
    if (start < 0 || start > start_max_ns || start % day_ns != 0) {
        return fail(ErrorCode::invalid_argument,
                    "start = " + iso_text(settings.start),
                    "a midnight UTC between 1970 and 2200, such as 2020-01-01");
    }
    for (const Bounded& one : bounded(settings)) {
        if (!(one.value >= one.least && one.value <= one.most)) {  // NaN is outside too
            return fail(ErrorCode::invalid_argument,
                        std::string(one.name) + " = " + number_text(one.value),
                        "must be from " + number_text(one.least) + " to " + number_text(one.most));
        }
    }
    if (settings.garch_alpha + settings.garch_beta >= 1) {
        return fail(
            ErrorCode::invalid_argument,
            "garch_alpha + garch_beta = " + number_text(settings.garch_alpha + settings.garch_beta),
            "must be below 1, or volatility grows without end");
    }
    return {};
}

std::string settings_text(const SyntheticSettings& settings) {
    std::string text = "symbol=" + settings.symbol + " start=" + iso_text(settings.start);
    for (const Bounded& one : bounded(settings)) {
        text += " " + std::string(one.name) + "=" + number_text(one.value);
    }
    return text;
}

Provenance synthetic_provenance(const SyntheticSettings& settings) {
    const Maker generator{.id = std::string(generator_id),
                          .version = std::string(generator_version)};
    return {
        .source = "synthetic",
        .location = "tradelab data synth --seed " + std::to_string(settings.seed),
        .importer = generator,
        .synthetic = SyntheticOrigin{
            .generator = generator, .seed = settings.seed, .settings = settings_text(settings)}};
}

}  // namespace tradelab
