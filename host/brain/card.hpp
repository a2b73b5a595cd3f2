#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab::brain {

inline constexpr std::string_view card_schema = "tradelab.playbook/1";
inline constexpr std::size_t card_bytes_max = std::size_t{16} << 10;

// A number of the card in the parameter's own unit, exact: both ends times 1e9.
struct CardRange {
    std::int64_t least_e9 = 0;
    std::int64_t most_e9 = 0;
};

// What a card says of one parameter: a range in its unit, or, of a choice, which.
struct CardParameter {
    std::string name;
    std::string unit;
    std::optional<CardRange> range;
    std::string choice;
};

struct CardSource {
    std::string authors;
    std::string title;
    std::string published;
    std::int64_t year = 0;
};

// A card of the playbook: an effect that somebody published, and where to look for it with a plugin
// of ours.  A file of its own, which users add to:
//
//     {"schema": "tradelab.playbook/1",
//      "name": "time_series_momentum",
//      "effect": "what was found, in a sentence",
//      "source": {"authors": "...", "title": "...", "published": "journal, volume", "year": 2012},
//      "sample": "on what and when it was found",
//      "costs": "what it says of costs, and what they do here",
//      "plugin": "org.tradelab.momentum",
//      "parameters": {"entry": {"unit": "choice", "is": "cross"},
//                     "stop": {"unit": "atr", "least": 2, "most": 4.5}}}
//
// Parameters that the card does not name stay at their initial values.
struct Card {
    std::string name;
    std::string effect;
    CardSource source;
    std::string sample;
    std::string costs;
    std::string plugin;
    std::vector<CardParameter> parameters;
};

// Strict: an unknown, missing or repeated key is refused with its JSON pointer.  `file` is for the
// messages.
[[nodiscard]] Result<Card> parse_card(std::string_view text, std::string_view file);

// The family with the card's ranges and everything else fixed; refused where the card names another
// plugin, a parameter that this family has not, has in another unit or keeps fixed at a value that
// the card does not allow, or a range without a tick of it.
[[nodiscard]] Result<Family> narrowed(const Card& card, const Family& family);

}  // namespace tradelab::brain
