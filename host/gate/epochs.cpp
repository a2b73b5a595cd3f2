#include "gate/epochs.hpp"

#include "document/sha256.hpp"

#include <algorithm>

namespace tradelab {

namespace {

constexpr Duration day = std::chrono::hours(24);
constexpr std::int64_t days_min = 7;
constexpr std::uint32_t whole_permille = 1000;

std::size_t place_of(Epoch epoch) {
    return static_cast<std::size_t>(epoch);
}

std::int64_t whole_days(Duration length) {
    return length / day;
}

Status check(const EpochRequest& request) {
    const EpochShares& shares = request.shares;
    const std::string given = std::to_string(shares.explore_permille) + " + " +
                              std::to_string(shares.walk_forward_permille) + " + " +
                              std::to_string(shares.vault_permille);
    const bool is_whole =
        shares.explore_permille <= whole_permille &&
        shares.walk_forward_permille <= whole_permille && shares.vault_permille <= whole_permille &&
        shares.explore_permille + shares.walk_forward_permille + shares.vault_permille ==
            whole_permille;
    if (!is_whole ||
        std::min({shares.explore_permille, shares.walk_forward_permille, shares.vault_permille}) ==
            0) {
        return fail(ErrorCode::invalid_argument,
                    "epoch shares " + given + " thousandths",
                    "each must be at least 1 and all together 1000");
    }
    if (request.embargo < Duration::zero()) {
        return fail(ErrorCode::invalid_argument,
                    "an embargo of " + std::to_string(request.embargo.count()) + " ns",
                    "it is how long a position may be held: at least 0");
    }
    if (!(request.from < request.to) || !checked_sub(request.to, request.from)) {
        return fail(ErrorCode::invalid_argument,
                    "a history from " + iso_text(request.from) + " to " + iso_text(request.to),
                    "it must begin before it ends");
    }
    return {};
}

}  // namespace

std::string_view epoch_text(Epoch epoch) {
    constexpr std::array<std::string_view, epoch_count> texts = {
        "explore", "walk_forward", "vault"};
    return texts.at(place_of(epoch));
}

Result<Epochs> Epochs::make(const EpochRequest& request) {
    if (auto checked = check(request); !checked) {
        return fail(std::move(checked.error()));
    }
    // Half a day is no day: the first and the last one are left out where they are not whole.
    const auto from = ceil_to(request.from, day);
    const auto to = floor_to(request.to, day);
    const std::int64_t total = from && to && *from < *to ? whole_days(*to - *from) : 0;
    const std::int64_t embargo = (request.embargo + day - Duration(1)) / day;
    const std::int64_t explore = total * request.shares.explore_permille / whole_permille;
    const std::int64_t walk_forward = total * request.shares.walk_forward_permille / whole_permille;
    const std::int64_t vault = total - explore - walk_forward;
    if (std::min({explore, walk_forward - embargo, vault - embargo}) < days_min) {
        return fail(ErrorCode::invalid_argument,
                    std::to_string(total) + " whole days with an embargo of " +
                        std::to_string(embargo) + " leave an epoch less than a week",
                    "take a longer history, or a rule that holds its positions less long");
    }
    const UnixNanos first_cut = *from + day * explore;
    const UnixNanos second_cut = first_cut + day * walk_forward;
    return Epochs({EpochSpan{.from = *from, .to = first_cut},
                   EpochSpan{.from = first_cut + day * embargo, .to = second_cut},
                   EpochSpan{.from = second_cut + day * embargo, .to = *to}},
                  day * embargo);
}

EpochSpan Epochs::span(Epoch epoch) const {
    return spans_.at(place_of(epoch));
}

std::uint32_t Epochs::days(Epoch epoch) const {
    const EpochSpan of = span(epoch);
    return static_cast<std::uint32_t>(whole_days(of.to - of.from));
}

std::optional<Epoch> Epochs::epoch_of(UnixNanos at) const {
    if (at >= span(Epoch::vault).from) {
        return Epoch::vault;
    }
    for (const Epoch epoch : {Epoch::explore, Epoch::walk_forward}) {
        if (at >= span(epoch).from && at < span(epoch).to) {
            return epoch;
        }
    }
    return std::nullopt;
}

std::string Epochs::text() const {
    std::string text = "tradelab.epochs/1\n";
    for (const Epoch epoch : {Epoch::explore, Epoch::walk_forward, Epoch::vault}) {
        text += std::string(epoch_text(epoch)) + ' ' + iso_text(span(epoch).from) + ' ' +
                iso_text(span(epoch).to) + '\n';
    }
    return text + "embargo_days " + std::to_string(whole_days(embargo_)) + '\n';
}

std::string Epochs::hash() const {
    return sha256_hex(text());
}

}  // namespace tradelab
