#include "portfolio/listing.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tradelab {
namespace {

// Walking all of them per funding instant must stay cheap, and no account of ours is larger.
constexpr std::size_t pairs_max = 4'096;

Failure refuse(const Listing& listing, std::string what, std::string hint) {
    return fail(
        ErrorCode::unsupported, listing.name.text() + ": " + std::move(what), std::move(hint));
}

Status check_listing(const Listing& listing, const std::string& asset) {
    if (listing.kind != InstrumentKind::spot && listing.kind != InstrumentKind::perp) {
        return refuse(listing,
                      "a " + std::string(instrument_kind_text(listing.kind)),
                      "spot and linear perpetuals can be accounted for");
    }
    if (listing.quote != asset) {
        return refuse(listing,
                      "quoted in " + listing.quote,
                      "an account has one settlement asset, here " + asset);
    }
    if (listing.base.empty() || listing.base == asset) {
        return refuse(listing, "base asset '" + listing.base + "'", "name what is traded");
    }
    if (listing.places.price > mark_places || listing.places.quantity > cash_places) {
        return refuse(listing, "more than 8 decimal places", "no venue of ours has them");
    }
    if (!listing.id || listing.lot <= Quantity()) {
        return refuse(listing, "no id or no lot", "both come from the venue's filters");
    }
    if (listing.margin.leverage < 1 || listing.margin.leverage > 125) {
        return refuse(
            listing, "leverage " + std::to_string(listing.margin.leverage), "it is 1 to 125");
    }
    return {};
}

bool has_duplicate(std::vector<std::uint32_t> numbers) {
    std::ranges::sort(numbers);
    return std::ranges::adjacent_find(numbers) != numbers.end();
}

}  // namespace

Status check_options(const PortfolioOptions& options) {
    if (options.asset.empty() || options.spot_cash < Cash() || options.futures_cash < Cash()) {
        return fail(ErrorCode::invalid_argument,
                    "an account without an asset, or with negative cash",
                    "name the settlement asset and the cash of each wallet");
    }
    if (options.instances.empty() ||
        options.listings.size() * options.instances.size() > pairs_max) {
        return fail(ErrorCode::invalid_argument,
                    std::to_string(options.instances.size()) + " instances of " +
                        std::to_string(options.listings.size()) + " instruments",
                    "at least one instance, and at most 4096 pairs");
    }
    std::vector<std::uint32_t> ids;
    for (const Listing& listing : options.listings) {
        if (auto good = check_listing(listing, options.asset); !good) {
            return good;
        }
        ids.push_back(listing.id.value());
    }
    std::vector<std::uint32_t> instances;
    for (const Allotment& allotment : options.instances) {
        instances.push_back(allotment.instance.value());
    }
    if (has_duplicate(std::move(ids)) || has_duplicate(std::move(instances))) {
        return fail(ErrorCode::duplicate, "an instrument or instance is listed twice");
    }
    return {};
}

}  // namespace tradelab
