#include "config/risk_file.hpp"

#include "config/strict_toml.hpp"
#include "config/trusted_file.hpp"
#include "document/sha256.hpp"

#include <array>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, 11> keys = {"max_position_usdt",
                                                   "max_order_usdt",
                                                   "max_gross_exposure_usdt",
                                                   "max_leverage_percent",
                                                   "max_daily_loss_usdt",
                                                   "max_drawdown_bps",
                                                   "max_correlation_percent",
                                                   "max_orders_per_minute",
                                                   "max_daily_fees_usdt",
                                                   "max_price_deviation_bps",
                                                   "max_open_orders"};

// A limit above a billion limits nothing; neither does a thousandth message a second.
constexpr std::int64_t usdt_max = 1'000'000'000;
constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 10U;

constexpr std::int64_t usdt = 100'000'000;         // 1 in 1e-8
constexpr std::int64_t percent = 10'000'000'000;   // 1 % in 1e-12
constexpr std::int64_t basis_point = 100'000'000;  // 0.01 % in 1e-12

RiskLimits limits_of(StrictTable& root) {
    const auto cash = [&](std::string_view key, std::string_view unit) {
        return Limit(Cash(root.whole(key, {.max = usdt_max, .unit = unit}) * usdt));
    };
    const auto rate = [&](std::string_view key, WholeRange range, std::int64_t one) {
        return Limit(Rate(root.whole(key, range) * one));
    };
    const auto count = [&](std::string_view key, WholeRange range) {
        return Limit(root.whole(key, range));
    };
    // Braces evaluate from left to right: the order of the canonical text is that of the members.
    return RiskLimits{
        .position_notional = cash(keys[0], "USDT per instrument"),
        .order_notional = cash(keys[1], "USDT per order"),
        .gross_exposure = cash(keys[2], "USDT over all instruments"),
        .leverage = rate(
            keys[3], {.max = 12'500, .unit = "percent of equity; 100 is no leverage"}, percent),
        .daily_loss = cash(keys[4], "USDT per UTC day"),
        .drawdown = rate(
            keys[5], {.max = 10'000, .unit = "basis points of the highest equity"}, basis_point),
        .correlation =
            rate(keys[6], {.max = 100, .unit = "percent; 100 is perfectly alike"}, percent),
        .orders_per_minute = count(keys[7], {.max = 6'000, .unit = "orders per 60 s"}),
        .daily_fees = cash(keys[8], "USDT per UTC day"),
        .price_deviation =
            rate(keys[9], {.max = 10'000, .unit = "basis points of the last price"}, basis_point),
        .open_orders = count(keys[10], {.max = 4'096, .unit = "orders of open fate at once"}),
    };
}

}  // namespace

Result<RiskFile> parse_risk(std::string_view text, std::string file) {
    auto toml = StrictToml::parse(text, std::move(file));
    if (!toml) {
        return fail(std::move(toml).error());
    }
    auto root = toml->root(keys);
    const RiskLimits limits = limits_of(root);
    if (toml->problem()) {
        return fail(*toml->problem());
    }
    return RiskFile{
        .limits = limits, .sha256 = sha256_hex(toml->canonical()), .canonical = toml->canonical()};
}

Result<RiskFile> read_risk(const Disk& disk, const Disk::Path& path) {
    auto text = disk.read_file(path, {.size_max = file_bytes_max, .links = Links::follow});
    if (!text) {
        return fail(std::move(text).error(), "reading the risk limits");
    }
    return parse_risk(*text, path.string());
}

Result<RiskFile> read_trusted_risk(const Disk& disk, const Disk::Path& path) {
    auto text = read_trusted(disk, path, file_bytes_max);
    if (!text) {
        return fail(std::move(text).error(), "reading the risk limits");
    }
    return parse_risk(*text, path.string());
}

}  // namespace tradelab
