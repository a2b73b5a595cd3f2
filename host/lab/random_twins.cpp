#include "lab/random_twins.hpp"

#include "core/counter_draws.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tradelab {
namespace {

constexpr std::uint32_t purpose = 0x7477696e;  // "twin"

bool is_held(const HeldPath& path, std::size_t bar) {
    return std::ranges::any_of(path.lines,
                               [&](const HeldPath::Line& line) { return line.share[bar] != 0; });
}

// Whether an instrument is on another side than in the bar before.
bool turns(const HeldPath& path, std::size_t bar) {
    return std::ranges::any_of(path.lines, [&](const HeldPath::Line& line) {
        return line.share[bar] * line.share[bar - 1] < 0;
    });
}

// What a bar gives to whoever holds there what the path held at `held`.
double return_of(const HeldPath& path, std::size_t held, std::size_t bar) {
    double sum = 0;
    for (const HeldPath::Line& line : path.lines) {
        sum += line.share[held] * (line.change[bar] - line.funding[bar]);
    }
    return sum;
}

// Costs of each bar of a stay.  What was paid for leaving at the open after it belongs to its last,
// what was paid for an entry that filled during the bar before it to its first.  A single bar
// between two stays may hold either: more often one leaves at an open.
std::vector<double> costs_of(const HeldPath& path, const std::vector<Stay>& stays) {
    std::vector<double> out(path.bars());
    std::size_t from = 0;  // whose cost no stay has yet
    for (std::size_t at = 0; at < stays.size(); ++at) {
        const std::size_t first = stays[at].first;
        const std::size_t last = first + stays[at].bars - 1;
        std::size_t until = path.bars();
        if (at + 1 < stays.size()) {
            const std::size_t next = stays[at + 1].first;
            until = next > last + 2 ? next - 1 : next;
        }
        for (std::size_t bar = from; bar < until; ++bar) {
            out[std::clamp(bar, first, last)] += path.cost[bar];
        }
        from = until;
    }
    return out;
}

class Arranged {
public:
    explicit Arranged(const HeldPath& path)
        : path_(path), stays_(stays_of(path)), costs_(costs_of(path, stays_)) {}

    // The stay `which[i]` begins at `first[i]`.
    [[nodiscard]] std::vector<double> days(const std::vector<std::size_t>& which,
                                           const std::vector<std::size_t>& first) const {
        std::vector<double> worth(path_.days, 1);
        for (std::size_t at = 0; at < which.size(); ++at) {
            const Stay& stay = stays_[which[at]];
            for (std::size_t bar = 0; bar < stay.bars; ++bar) {
                const std::size_t held = stay.first + bar;
                const std::size_t now = first[at] + bar;
                const auto day = static_cast<std::size_t>(path_.day[now]);
                if (day < worth.size()) {
                    worth[day] *= 1 + return_of(path_, held, now) - costs_[held];
                }
            }
        }
        for (double& one : worth) {
            one -= 1;
        }
        return worth;
    }

    [[nodiscard]] std::vector<double> as_it_was() const {
        std::vector<std::size_t> which(stays_.size());
        std::iota(which.begin(), which.end(), std::size_t{0});
        std::vector<std::size_t> first;
        for (const Stay& stay : stays_) {
            first.push_back(stay.first);
        }
        return days(which, first);
    }

    // A drawn order, and drawn places of the bars in which nothing is held.
    [[nodiscard]] std::vector<double> drawn(CounterDraws draws) const {
        std::vector<std::size_t> which(stays_.size());
        std::iota(which.begin(), which.end(), std::size_t{0});
        std::size_t idle = path_.bars();
        for (std::size_t at = 0; at < which.size(); ++at) {
            const auto left = static_cast<std::uint32_t>(which.size() - at);
            std::swap(which[at], which[at + draws.below(left)]);
            idle -= stays_[which[at]].bars;
        }
        // k of the idle + k places, sorted, less their number: each way to spread the idle bars
        // over the k + 1 gaps is one set of places (Feller, stars and bars).  Selection sampling
        // is Knuth's algorithm S.
        std::vector<std::size_t> first;
        std::size_t used = 0;
        const std::size_t places = idle + which.size();
        for (std::size_t place = 0; place < places && first.size() < which.size(); ++place) {
            const std::size_t wanted = which.size() - first.size();
            if (draws.below(static_cast<std::uint32_t>(places - place)) < wanted) {
                first.push_back(place - first.size() + used);
                used += stays_[which[first.size() - 1]].bars;
            }
        }
        return days(which, first);
    }

private:
    const HeldPath& path_;
    std::vector<Stay> stays_;
    std::vector<double> costs_;
};

}  // namespace

std::vector<Stay> stays_of(const HeldPath& path) {
    std::vector<Stay> out;
    bool open = false;
    for (std::size_t bar = 0; bar < path.bars(); ++bar) {
        if (!is_held(path, bar)) {
            open = false;
            continue;
        }
        if (!open || turns(path, bar)) {
            out.push_back({.first = bar, .bars = 0});
        }
        out.back().bars += 1;
        open = true;
    }
    return out;
}

std::vector<std::vector<double>> random_twins(const HeldPath& path, const TwinOptions& options) {
    const Arranged arranged(path);
    std::vector<std::vector<double>> out;
    for (std::size_t twin = 0; twin < options.count; ++twin) {
        out.push_back(arranged.drawn(
            CounterDraws({.seed = options.seed, .purpose = purpose, .place = twin})));
    }
    return out;
}

std::vector<double> replayed(const HeldPath& path) {
    return Arranged(path).as_it_was();
}

}  // namespace tradelab
