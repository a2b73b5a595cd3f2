#pragma once

#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Something that a search runs with and nobody asks for each time: the hash of a plugin, the rules
// of the gate.
struct Circumstance {
    std::string what;  // "plugin org.tradelab.momentum"
    std::string is;    // SHA-256, or a name

    friend bool operator==(const Circumstance&, const Circumstance&) = default;
};

// A campaign is a search under circumstances: with a plugin or rules that have changed since, its
// trials would say something else, so it is another campaign.
struct CampaignIdentity {
    std::string search;  // SHA-256 of what was asked for: families, data, budget, seed
    std::vector<Circumstance> circumstances;

    // SHA-256 of both.
    [[nodiscard]] std::string campaign() const;

    friend bool operator==(const CampaignIdentity&, const CampaignIdentity&) = default;
};

// "plugin org.tradelab.momentum was 7fce85c21075 and is 02dd61f2c1b0; ..."; hashes shortened.
[[nodiscard]] std::string changes(std::span<const Circumstance> before,
                                  std::span<const Circumstance> now);

}  // namespace tradelab
