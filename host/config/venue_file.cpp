#include "config/venue_file.hpp"

#include "config/strict_toml.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, 3> root_keys = {"instruments", "fees", "maintenance"};
constexpr std::array<std::string_view, 7> instrument_keys = {
    "instrument", "kind", "base", "quote", "price_places", "quantity_places", "rules"};
constexpr std::array<std::string_view, 9> rule_keys = {"valid_from",
                                                       "tick",
                                                       "lot",
                                                       "quantity_max",
                                                       "market_quantity_max",
                                                       "notional_min",
                                                       "percent_up",
                                                       "percent_down",
                                                       "source"};
constexpr std::array<std::string_view, 5> fee_keys = {
    "market", "valid_from", "maker", "taker", "source"};
constexpr std::array<std::string_view, 5> maintenance_keys = {
    "instrument", "valid_from", "liquidation_fee", "tiers", "source"};
constexpr std::array<std::string_view, 2> tier_keys = {"notional_max_usdt", "rate"};

constexpr std::int64_t usdt = 100'000'000;  // 1 in 1e-8
constexpr std::uint64_t file_bytes_max = std::uint64_t{256} << 10U;

std::optional<InstrumentKind> kind_of(std::string_view text) {
    for (const auto kind : {InstrumentKind::spot, InstrumentKind::perp}) {
        if (text == instrument_kind_text(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

DecimalPlaces places_of(StrictTable& table, std::string_view key) {
    return DecimalPlaces(
        static_cast<int>(table.whole(key, {.max = 8, .unit = "digits after the point"})));
}

// A grid of futures counts from its min, one of spot from 0: with min = step they are the same.
Filters read_rule(StrictTable& table, const VenueFile::Traded& traded) {
    const Places places = traded.places;
    Filters rule{.valid_from = table.time("valid_from"), .source = table.text("source")};
    const Price tick(table.decimal("tick", places.price));
    const Quantity lot(table.decimal("lot", places.quantity));
    const Quantity market_max(table.decimal("market_quantity_max", places.quantity));
    rule.price = {.min = tick, .step = tick};
    rule.lot = {
        .min = lot, .max = Quantity(table.decimal("quantity_max", places.quantity)), .step = lot};
    rule.market_lot = {.min = lot, .max = market_max, .step = lot};
    rule.notional = {.min = Cash(table.decimal("notional_min", DecimalPlaces(8))),
                     .reduce_only = traded.kind == InstrumentKind::perp ? ExemptsReduceOnly::yes
                                                                        : ExemptsReduceOnly::no};
    const Rate up = table.rate("percent_up");
    const Rate down = table.rate("percent_down");
    rule.percent_price =
        traded.kind == InstrumentKind::perp
            ? PercentPrice{.bid_up = up, .ask_down = down}
            : PercentPrice{.bid_up = up, .bid_down = down, .ask_up = up, .ask_down = down};
    return rule;
}

// nullptr where it is refused.
VenueFile::Traded* read_instrument(StrictTable& table, VenueFile& file) {
    const auto name = InstrumentName::make(table.text("instrument"));
    const auto kind = kind_of(table.text("kind"));
    if (!kind) {
        table.refuse("kind", "this kind is not known", "write \"spot\" or \"perp\"");
        return nullptr;
    }
    if (!name) {
        table.refuse("instrument", name.error().context, name.error().hint);
        return nullptr;
    }
    if (file.traded(*name) != nullptr) {
        table.refuse("instrument", name->text() + " is listed twice", "merge the two entries");
        return nullptr;
    }
    VenueFile::Traded traded{
        .name = *name, .kind = *kind, .base = {}, .quote = {}, .places = {}, .filters = {}};
    traded.base = table.text("base");
    traded.quote = table.text("quote");
    traded.places = {.price = places_of(table, "price_places"),
                     .quantity = places_of(table, "quantity_places")};
    for (StrictTable& rule : table.tables("rules", rule_keys)) {
        if (auto added = traded.filters.add(read_rule(rule, traded)); !added) {
            rule.refuse("valid_from", added.error().context, added.error().hint);
        }
    }
    file.instruments.push_back(std::move(traded));
    return &file.instruments.back();
}

VenueFile::MarketFees& read_fees(StrictTable& table, VenueFile& file) {
    const std::string market = table.text("market");
    auto at = std::ranges::find(file.markets, market, &VenueFile::MarketFees::market);
    if (at == file.markets.end()) {
        file.markets.push_back({.market = market, .fees = {}});
        at = file.markets.end() - 1;
    }
    const UnixNanos valid_from = table.time("valid_from");
    const Rate maker = table.rate("maker");
    const Rate taker = table.rate("taker");
    auto added = at->fees.add(
        {.valid_from = valid_from, .source = table.text("source"), .maker = maker, .taker = taker});
    if (!added) {
        table.refuse("market", added.error().context, added.error().hint);
    }
    return *at;
}

std::vector<MaintenanceTier> read_tiers(StrictTable& table) {
    std::vector<MaintenanceTier> tiers;
    for (StrictTable& tier : table.tables("tiers", tier_keys)) {
        const std::int64_t cap = tier.whole(
            "notional_max_usdt", {.max = 10'000'000'000, .unit = "USDT of position notional"});
        tiers.push_back({.notional_max = Cash(cap * usdt), .rate = tier.rate("rate")});
    }
    return tiers;
}

// nullptr where it is refused.
VenueFile::Tiers* read_maintenance(StrictTable& table, VenueFile& file) {
    const auto name = InstrumentName::make(table.text("instrument"));
    const UnixNanos valid_from = table.time("valid_from");
    const Rate fee = table.rate("liquidation_fee");
    std::string source = table.text("source");
    auto made = MaintenanceTable::make({.valid_from = valid_from,
                                        .source = std::move(source),
                                        .liquidation_fee = fee,
                                        .tiers = read_tiers(table)});
    if (!name || !made) {
        const Error& wrong = !name ? name.error() : made.error();
        table.refuse(!name ? "instrument" : "tiers", wrong.context, wrong.hint);
        return nullptr;
    }
    auto at = std::ranges::find(file.tiers, *name, &VenueFile::Tiers::instrument);
    if (at == file.tiers.end()) {
        file.tiers.push_back({.instrument = *name, .history = {}});
        at = file.tiers.end() - 1;
    }
    if (auto added = at->history.add(*std::move(made)); !added) {
        table.refuse("valid_from", added.error().context, added.error().hint);
    }
    return &*at;
}

// What was read since `begin`, without the place of its table: "instruments[2].tick" becomes
// "tick". An entry says the same wherever it stands.
std::string said_since(const StrictToml& toml, std::size_t begin) {
    std::string out;
    std::string_view lines = std::string_view(toml.canonical()).substr(begin);
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n') + 1);
        lines.remove_prefix(line.size());
        out += line.substr(line.find('.') + 1);
    }
    return out;
}

}  // namespace

const VenueFile::Traded* VenueFile::traded(const InstrumentName& instrument) const {
    const auto at = std::ranges::find(instruments, instrument, &Traded::name);
    return at == instruments.end() ? nullptr : &*at;
}

const FeeHistory* VenueFile::fees_of(const InstrumentName& instrument) const {
    const auto at = std::ranges::find(markets, instrument.venue(), &MarketFees::market);
    return at == markets.end() ? nullptr : &at->fees;
}

const MaintenanceHistory* VenueFile::tiers_of(const InstrumentName& instrument) const {
    const auto at = std::ranges::find(tiers, instrument, &Tiers::instrument);
    return at == tiers.end() ? nullptr : &at->history;
}

Result<VenueFile> parse_venue(std::string_view text, std::string file) {
    auto toml = StrictToml::parse(text, std::move(file));
    if (!toml) {
        return fail(std::move(toml).error());
    }
    VenueFile out;
    auto root = toml->root(root_keys);
    for (StrictTable& table : root.tables("instruments", instrument_keys)) {
        const std::size_t begin = toml->canonical().size();
        if (VenueFile::Traded* const entry = read_instrument(table, out)) {
            entry->said = said_since(*toml, begin);
        }
    }
    for (StrictTable& table : root.tables("fees", fee_keys)) {
        const std::size_t begin = toml->canonical().size();
        VenueFile::MarketFees& entry = read_fees(table, out);
        entry.said += said_since(*toml, begin);
    }
    for (StrictTable& table : root.tables("maintenance", maintenance_keys)) {
        const std::size_t begin = toml->canonical().size();
        if (VenueFile::Tiers* const entry = read_maintenance(table, out)) {
            entry->said += said_since(*toml, begin);
        }
    }
    if (toml->problem()) {
        return fail(*toml->problem());
    }
    out.sha256 = sha256_hex(toml->canonical());
    return out;
}

Result<VenueFile> read_venue(const Disk& disk, const Disk::Path& path) {
    auto text = disk.read_file(path, {.size_max = file_bytes_max, .links = Links::follow});
    if (!text) {
        return fail(std::move(text).error(), "reading the venue's fees and tiers");
    }
    return parse_venue(*text, path.string());
}

}  // namespace tradelab
