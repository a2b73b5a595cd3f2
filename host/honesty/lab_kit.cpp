#include "honesty/lab_kit.hpp"

#include "config/risk_file.hpp"
#include "plugin/load.hpp"

#include <array>
#include <span>
#include <utility>

namespace tradelab {
namespace {

constexpr std::array plugin_ids = {"org.tradelab.momentum", "org.tradelab.mean-reversion"};

// Of momentum, whichever way it enters.  Position sizes, here and below, keep an equity of 10,000
// some 6 % a year from where it was.
constexpr FixedTicks momentum[] = {{.parameter = "direction", .ticks = 2},
                                   {.parameter = "adx_bars", .ticks = 14},
                                   {.parameter = "adx_min", .ticks = 0},
                                   {.parameter = "atr_bars", .ticks = 20},
                                   {.parameter = "stop", .ticks = 100},
                                   {.parameter = "take", .ticks = 0},
                                   {.parameter = "vol_bars", .ticks = 48},
                                   {.parameter = "vol_target", .ticks = 6},
                                   {.parameter = "size_max", .ticks = 10},
                                   {.parameter = "rebalance", .ticks = 50}};
// The entry, and what it has no use for.
constexpr FixedTicks cross[] = {{.parameter = "entry", .ticks = 1},
                                {.parameter = "channel", .ticks = 55},
                                {.parameter = "exit", .ticks = 5}};
constexpr FixedTicks breakout[] = {{.parameter = "entry", .ticks = 0},
                                   {.parameter = "fast", .ticks = 5},
                                   {.parameter = "slow", .ticks = 10}};
constexpr FixedTicks reversion[] = {{.parameter = "signal", .ticks = 0},
                                    {.parameter = "direction", .ticks = 2},
                                    {.parameter = "regime", .ticks = 0},
                                    {.parameter = "adx_bars", .ticks = 14},
                                    {.parameter = "adx_max", .ticks = 100},
                                    {.parameter = "trend", .ticks = 20},
                                    {.parameter = "slope_max", .ticks = 100},
                                    {.parameter = "vol_fast", .ticks = 5},
                                    {.parameter = "vol_slow", .ticks = 20},
                                    {.parameter = "vol_max", .ticks = 100},
                                    {.parameter = "atr_bars", .ticks = 20},
                                    {.parameter = "stop", .ticks = 100},
                                    {.parameter = "hold_max", .ticks = 500},
                                    {.parameter = "size", .ticks = 2}};

Result<Candidate> candidate_of(const Disk& disk, const LabPlaces& places, const char* id) {
    const auto package = read_package(disk, places.plugins / id, Origin::bundled);
    if (!package) {
        return fail(package.error());
    }
    auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(std::move(plugin).error());
    }
    auto declaration = read_declaration(*plugin->descriptor);
    const auto perp = InstrumentName::make("synthetic.usdm:SYN-USDT-PERP");
    const auto timeframe = BarInterval::parse("8h");
    if (!declaration || !perp || !timeframe) {
        return fail(!declaration ? declaration.error() : !perp ? perp.error() : timeframe.error());
    }
    return Candidate{.name = id,
                     .file_sha256 = {},
                     .rationale = {},
                     .origin = "search",
                     .timeframe = *timeframe,
                     .ticks = initial_ticks(*declaration),
                     .roles = {*perp},
                     .plugin = *std::move(plugin),
                     .declaration = *std::move(declaration)};
}

}  // namespace

Result<LabKit> LabKit::make(const Disk& disk, const LabPlaces& places, NoiseBase base) {
    const auto risk = read_risk(disk, places.config / "risk.toml");
    if (!risk) {
        return fail(risk.error());
    }
    std::vector<Candidate> candidates;
    for (const char* id : plugin_ids) {
        auto candidate = candidate_of(disk, places, id);
        if (!candidate) {
            return fail(std::move(candidate).error());
        }
        candidates.push_back(*std::move(candidate));
    }
    auto venues =
        VenueBook::read(disk, places.config / "venues", std::span(candidates.front().roles));
    if (!venues) {
        return fail(std::move(venues).error());
    }
    BacktestOptions options;
    options.limits = risk->limits;
    options.risk_sha256 = risk->sha256;
    LabKit kit(*std::move(venues), std::move(options), std::move(base));
    kit.candidates_ = std::move(candidates);
    return kit;
}

Result<std::vector<SearchFamily>> LabKit::families(
    const std::vector<const Market*>& markets) const {
    struct Wanted {
        const char* name;
        const Candidate& candidate;
        std::span<const FixedTicks> fixed;
        std::span<const FixedTicks> shared = {};
    };
    const Wanted all[] = {
        {.name = "cross", .candidate = candidates_[0], .fixed = cross, .shared = momentum},
        {.name = "breakout", .candidate = candidates_[0], .fixed = breakout, .shared = momentum},
        {.name = "reversion", .candidate = candidates_[1], .fixed = reversion},
    };
    std::vector<SearchFamily> out;
    for (const Wanted& one : all) {
        Candidate candidate = one.candidate;
        candidate.name = one.name;
        std::vector<FixedTicks> fixed(one.fixed.begin(), one.fixed.end());
        fixed.insert(fixed.end(), one.shared.begin(), one.shared.end());
        auto family = make_search_family(std::move(candidate), markets, fixed);
        if (!family) {
            return fail(std::move(family).error());
        }
        out.push_back(*std::move(family));
    }
    return out;
}

}  // namespace tradelab
