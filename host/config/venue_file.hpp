#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "os/disk.hpp"
#include "portfolio/fees.hpp"
#include "portfolio/margin.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// config/venues/<venue>.toml: what a venue trades, charges and asks, with validity in time and a
// source.
struct VenueFile {
    struct Traded {
        InstrumentName name;
        InstrumentKind kind = InstrumentKind::spot;
        std::string base;
        std::string quote;
        Places places;
        FilterHistory filters;
        std::string said = {};  // every value of the entry, as canonical text
    };
    struct MarketFees {
        std::string market;  // "binance.spot": the venue part of an instrument's name
        FeeHistory fees;
        std::string said = {};  // of all its entries
    };
    struct Tiers {
        InstrumentName instrument;
        MaintenanceHistory history;
        std::string said = {};  // of all its entries
    };

    std::vector<Traded> instruments;
    std::vector<MarketFees> markets;
    std::vector<Tiers> tiers;
    std::string sha256;  // of every value in it

    // nullptr where the file says nothing.
    [[nodiscard]] const Traded* traded(const InstrumentName& instrument) const;
    [[nodiscard]] const FeeHistory* fees_of(const InstrumentName& instrument) const;
    [[nodiscard]] const MaintenanceHistory* tiers_of(const InstrumentName& instrument) const;
};

[[nodiscard]] Result<VenueFile> parse_venue(std::string_view text, std::string file);
[[nodiscard]] Result<VenueFile> read_venue(const Disk& disk, const Disk::Path& path);

}  // namespace tradelab
