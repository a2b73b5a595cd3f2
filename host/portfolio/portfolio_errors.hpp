#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "portfolio/listing.hpp"

#include <string>

// What more than one file of the portfolio complains about.
namespace tradelab::detail {

[[nodiscard]] inline Failure no_tiers(const Listing& listing, UnixNanos time) {
    return fail(ErrorCode::data_missing,
                listing.name.text() + ": no maintenance tiers in force at " + iso_text(time),
                "add them with valid_from and source to the venue's file");
}

[[nodiscard]] inline Failure overflow(const Listing& listing, const char* what) {
    return fail(ErrorCode::overflow,
                listing.name.text() + ": its " + what + " does not fit into 64 bits",
                "use amounts below 23 billion of an asset");
}

}  // namespace tradelab::detail
