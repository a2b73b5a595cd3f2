#include "gate/lifetime_history.hpp"

#include <algorithm>

namespace tradelab {

namespace {

// False promotions among all promotions of a lifetime, on average; and how much of it the first
// hypothesis may draw on: a level of 0.0027.
constexpr double lifetime_rate = 0.10;
constexpr double initial_wealth = 0.05;

Failure refused(std::string what, std::string hint) {
    return fail(ErrorCode::refused, std::move(what), std::move(hint));
}

bool overlap(const VaultBinding& one, const VaultBinding& other) {
    return one.vault_from < other.vault_to && other.vault_from < one.vault_to;
}

LordPlusPlus new_budget() {
    return {.alpha = lifetime_rate, .initial_wealth = initial_wealth};
}

}  // namespace

double first_joint_level() {
    return new_budget().next_level();
}

LifetimeHistory::LifetimeHistory() : budget_(new_budget()) {}

const LifetimeTest* LifetimeHistory::find(std::string_view campaign) const {
    const auto found = std::ranges::find(tests_, campaign, &LifetimeTest::campaign);
    return found == tests_.end() ? nullptr : &*found;
}

Result<std::size_t> LifetimeHistory::open_test(std::uint64_t test) const {
    if (test < 1 || test > tests_.size()) {
        return refused("test " + std::to_string(test) + " was never granted a level",
                       "a level is granted before data beyond explore is looked at");
    }
    const std::size_t place = test - 1;
    if (tests_[place].verdict) {
        return refused("test " + std::to_string(test) + " ended with verdict " +
                           tests_[place].verdict->substr(0, 12),
                       "tradelab gate explain " + tests_[place].verdict->substr(0, 12));
    }
    return place;
}

std::optional<std::string> LifetimeHistory::looked_into(const VaultBinding& binding) const {
    for (const Opened& before : opened_) {
        if (before.binding.hash() == binding.hash()) {
            return "the vault was opened for this hypothesis on " + iso_text(before.at);
        }
        if (before.binding.parameters == binding.parameters && overlap(before.binding, binding)) {
            return "the vault was opened for these parameters on " + iso_text(before.at) +
                   ", with other surroundings";
        }
    }
    return std::nullopt;
}

Status LifetimeHistory::admits_opening(const OpeningRecord& opening) const {
    if (const auto place = open_test(opening.test); !place) {
        return fail(place.error());
    }
    const std::string hint =
        "a vault is looked into once: only data that is newer than it can tell "
        "more, as a new hypothesis";
    if (auto looked = looked_into(opening.binding)) {
        return refused(*std::move(looked), hint);
    }
    for (const Opened& before : opened_) {
        if (before.test == opening.test) {
            return refused("test " + std::to_string(opening.test) + " opened a vault on " +
                               iso_text(before.at),
                           "one finalist of a campaign goes to the vault, not two");
        }
    }
    return {};
}

Status LifetimeHistory::admits(const LifetimeRecord& record) const {
    if (const auto* grant = std::get_if<GrantRecord>(&record)) {
        if (const LifetimeTest* before = find(grant->campaign)) {
            return refused("this campaign was granted its level on " + iso_text(before->granted_at),
                           "data beyond explore is looked at once");
        }
        if (grant->test != tests_.size() + 1 || grant->level != level_text(next_level())) {
            return fail(ErrorCode::malformed,
                        "a level of " + grant->level + " for test " + std::to_string(grant->test) +
                            ", where LORD++ gives " + level_text(next_level()) + " to test " +
                            std::to_string(tests_.size() + 1),
                        "the record was not written by this program: restore it from a backup");
        }
        return {};
    }
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
        return admits_opening(*opening);
    }
    const auto& ending = std::get<EndingRecord>(record);
    const auto place = open_test(ending.test);
    if (!place) {
        return fail(place.error());
    }
    if (ending.promoted && !tests_[*place].opened_at) {
        return refused("test " + std::to_string(ending.test) + " cannot be promoted",
                       "its vault was never opened");
    }
    return {};
}

Status LifetimeHistory::apply(const RecordView& at, const LifetimeRecord& record) {
    if (auto admitted = admits(record); !admitted) {
        return admitted;
    }
    if (const auto* grant = std::get_if<GrantRecord>(&record)) {
        tests_.push_back(
            {.grant = {.test = grant->test, .seq = at.seq, .level = budget_.next_level()},
             .campaign = grant->campaign,
             .granted_at = at.times.written});
        ++budget_.tests;
        return {};
    }
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
        LifetimeTest& test = tests_[opening->test - 1];
        test.hypothesis = opening->binding.hash();
        test.binding = opening->binding;
        test.opened_at = at.times.written;
        opened_.push_back(
            {.test = opening->test, .binding = opening->binding, .at = at.times.written});
        return {};
    }
    const auto& ending = std::get<EndingRecord>(record);
    LifetimeTest& test = tests_[ending.test - 1];
    test.verdict = ending.verdict;
    test.promoted = ending.promoted;
    if (ending.promoted) {
        auto& rejections = budget_.rejections;
        rejections.insert(std::ranges::upper_bound(rejections, ending.test), ending.test);
    }
    return {};
}

}  // namespace tradelab
