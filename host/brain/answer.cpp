#include "brain/answer.hpp"

#include <algorithm>
#include <utility>

namespace tradelab::brain {
namespace {

// Ticks around known ones that are looked at before the whole space is.
constexpr int neighbours_max = 64;

// A space that is smaller is walked through to the last of its ticks, so that only its end ends the
// search; in a larger one the neighbours of what is known have never all been tried.
constexpr std::uint64_t walkable = 65'536;

}  // namespace

Answer::Answer(const Brief& brief, std::string_view arm) : brief_(brief), arm_(arm), known_(brief) {
    spaces_.reserve(brief.families.size());
    for (const Family& family : brief.families) {
        spaces_.emplace_back(family);
    }
}

Draws Answer::draws(std::string_view purpose) const {
    return {brief_.seed,
            arm_ + "/" + std::string(purpose),
            {brief_.past.size(), brief_.pending.size(), proposals_.size()}};
}

std::size_t Answer::made_before(std::optional<std::size_t> family) const {
    const auto is_own = [&](const auto& each) {
        return each.arm == arm_ && (!family || each.family == *family);
    };
    return static_cast<std::size_t>(std::ranges::count_if(brief_.past, is_own) +
                                    std::ranges::count_if(brief_.pending, is_own) +
                                    std::ranges::count_if(proposals_, is_own));
}

bool Answer::add(std::size_t family, Ticks ticks, Origin origin) {
    if (is_full()) {
        return false;
    }
    spaces_[family].repair(ticks);
    auto found = fresh(family, std::move(ticks));
    if (!found) {
        return false;
    }
    known_.add(family, *found);
    if (origin.parents.size() > parents_max) {
        origin.parents.resize(parents_max);
    }
    proposals_.push_back({.family = family,
                          .ticks = std::move(*found),
                          .parents = std::move(origin.parents),
                          .rationale = std::move(origin.rationale),
                          .arm = arm_});
    return true;
}

void Answer::fill(const std::function<bool(Draws&)>& step) {
    std::size_t failures = 0;
    for (std::size_t turn = 0; !is_full() && failures < 4 * spaces_.size(); ++turn) {
        Draws draws = this->draws("turn " + std::to_string(turn));
        if (!step(draws)) {
            ++failures;
        }
    }
}

std::optional<Ticks> Answer::fresh(std::size_t family, Ticks ticks) const {
    if (!known_.contains(family, ticks)) {
        return ticks;
    }
    const Space& space = spaces_[family];
    if (space.free().empty()) {
        return std::nullopt;
    }
    Draws draws = this->draws("neighbour");
    for (int attempt = 0; attempt < neighbours_max; ++attempt) {
        // Wider with each attempt, from one tick to the whole range.
        Ticks near = ticks;
        const std::size_t parameter = space.free()[draws.below(space.free().size())];
        const double reach = space.size(parameter) * attempt / neighbours_max;
        const auto step = static_cast<std::int64_t>(1 + draws.uniform() * reach);
        if (draws.below(2) == 0) {
            near[parameter] += std::min(step, space.most(parameter) - near[parameter]);
        } else {
            near[parameter] -= std::min(step, near[parameter] - space.least(parameter));
        }
        space.repair(near);
        if (!known_.contains(family, near)) {
            return near;
        }
        ticks = std::move(near);
    }
    return space.size_max() <= walkable ? first_unknown(family, draws.bits()) : std::nullopt;
}

std::optional<Ticks> Answer::first_unknown(std::size_t family, std::uint64_t offset) const {
    const Space& space = spaces_[family];
    const std::uint64_t size = space.size_max();
    for (std::uint64_t i = 0; i < size; ++i) {
        std::uint64_t rest = (offset % size + i) % size;
        Ticks ticks = space.initial();
        for (const std::size_t parameter : space.free()) {
            const auto values = static_cast<std::uint64_t>(space.size(parameter));
            ticks[parameter] = space.least(parameter) + static_cast<std::int64_t>(rest % values);
            rest /= values;
        }
        if (space.allows(ticks) && !known_.contains(family, ticks)) {
            return ticks;
        }
    }
    return std::nullopt;
}

}  // namespace tradelab::brain
