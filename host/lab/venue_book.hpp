#pragma once

#include "config/venue_file.hpp"
#include "core/id.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "os/disk.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
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
    // Where each entry that holds for these in a stretch of time comes from, as the files say it:
    // "rules of binance.spot:BTC-USDT from 2017-07-14T00:00:00Z: the recorded prices".
    [[nodiscard]] std::vector<std::string> sources(std::span<const InstrumentName> names,
                                                   UnixNanos from,
                                                   UnixNanos to) const;
    // Of the names that were asked for.
    [[nodiscard]] const std::string& sha256() const { return sha256_; }
    // Of all that the files say of these instruments: their rules, the fees of their markets, their
    // tiers, and where each comes from.  What is said of others is no part of it.
    [[nodiscard]] std::string sha256_of(std::span<const InstrumentName> names) const;
    // Of the whole files of these instruments: what records of before have.
    [[nodiscard]] std::string files_sha256_of(std::span<const InstrumentName> names) const;
    // Whether a record's hash is of what is said of these today, in the one way or the other.
    [[nodiscard]] bool is_as_recorded(std::string_view sha256,
                                      std::span<const InstrumentName> names) const;

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
