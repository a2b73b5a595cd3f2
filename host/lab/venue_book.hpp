#pragma once

#include "config/venue_file.hpp"
#include "core/id.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "os/disk.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What is known of the instruments of a run: from config/venues/<venue>.toml, <venue> being the
// first word of an instrument's name ("binance" of "binance.usdm:BTC-USDT-PERP").
class VenueBook {
public:
    // Reads the files of these instruments.  Err: a file or an entry is missing, or a file is
    // wrong; the message says what to write where.
    [[nodiscard]] static Result<VenueBook> read(const Disk& disk,
                                                const std::filesystem::path& folder,
                                                std::span<const InstrumentName> names);

    // Of the names that were asked for.
    [[nodiscard]] Instrument instrument(const InstrumentName& name, InstrumentId id) const;
    [[nodiscard]] const FeeHistory& fees(const InstrumentName& name) const;
    // Empty for spot.
    [[nodiscard]] MaintenanceHistory tiers(const InstrumentName& name) const;
    // Of all that was read.
    [[nodiscard]] const std::string& sha256() const { return sha256_; }
    // What sha256() is of a book that was read for some of the names alone.
    [[nodiscard]] std::string sha256_of(std::span<const InstrumentName> names) const;

private:
    struct Page {
        std::string venue;
        VenueFile file;
    };

    [[nodiscard]] const VenueFile& file_of(const InstrumentName& name) const;

    std::vector<Page> pages_;  // by venue
    std::string sha256_;
};

}  // namespace tradelab
