#pragma once

#include "brain/draws.hpp"
#include "brain/known.hpp"
#include "brain/proposer.hpp"
#include "brain/space.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab::brain {

// An answer while an arm writes it: what holds for every proposal of every arm is held here.  Lives
// no longer than the brief.
class Answer {
public:
    Answer(const Brief& brief, std::string_view arm);

    [[nodiscard]] const Brief& brief() const { return brief_; }
    [[nodiscard]] const Space& space(std::size_t family) const { return spaces_[family]; }
    [[nodiscard]] const Known& known() const { return known_; }
    [[nodiscard]] bool is_full() const {
        return proposals_.size() >= brief_.wanted || spaces_.empty();
    }
    // Random numbers that hang on the arm, on how much has been tried, and on the place in the
    // answer.
    [[nodiscard]] Draws draws(std::string_view purpose) const;
    // Proposals of this arm in past and pending, in the family if one is named.
    [[nodiscard]] std::size_t made_before(std::optional<std::size_t> family = {}) const;

    struct Origin {
        std::vector<std::uint64_t> parents = {};
        std::string rationale;
    };
    // Adds these ticks, repaired, or the nearest ones found that are not known.  False when the
    // space has no others, or the answer is full.
    bool add(std::size_t family, Ticks ticks, Origin origin);

    // Lets `step` add one proposal after the other until the answer is full.  A step that says
    // false (a family whose space is exhausted) is tried again with other random numbers, four
    // times for each family in all.
    void fill(const std::function<bool(Draws&)>& step);

    [[nodiscard]] std::vector<Proposal> take() { return std::move(proposals_); }

private:
    [[nodiscard]] std::optional<Ticks> fresh(std::size_t family, Ticks ticks) const;
    [[nodiscard]] std::optional<Ticks> first_unknown(std::size_t family,
                                                     std::uint64_t offset) const;

    const Brief& brief_;
    std::string arm_;
    std::vector<Space> spaces_;
    Known known_;
    std::vector<Proposal> proposals_;
};

}  // namespace tradelab::brain
