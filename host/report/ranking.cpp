#include "report/ranking.hpp"

#include "statistics/trial_clusters.hpp"

#include <fmt/format.h>

#include <vector>

namespace tradelab {
namespace {

// Below two months a correlation of days is mostly chance: its standard error is 1 / sqrt(days).
constexpr std::size_t days_min = 60;
constexpr std::string_view found_on = "explore";

struct Overlap {
    std::vector<double> one;
    std::vector<double> other;
};

Overlap shared_days(const OutOfSample& one, const OutOfSample& other) {
    Overlap out;
    for (const auto& [day, change] : one.returns) {
        if (const auto found = other.returns.find(day); found != other.returns.end()) {
            out.one.push_back(change);
            out.other.push_back(found->second);
        }
    }
    return out;
}

void add_to(std::string& text, const std::string& more) {
    text += (text.empty() ? "" : ", ") + more;
}

Rank without_any(const OutOfSample& one, const std::string& unknown) {
    return unknown.empty() ? Rank{.value = one.promised, .why = "nothing else runs"}
                           : Rank{.why = "undefined: " + unknown};
}

}  // namespace

OutOfSample out_of_sample(const Dossier& dossier) {
    const auto& promised = dossier.document.verdict.promised;
    OutOfSample out{.name = dossier.document.strategy,
                    .promised = promised ? std::optional(promised->median) : std::nullopt};
    for (const DossierEpoch& epoch : dossier.epochs) {
        std::int64_t day = epoch.first_day;
        for (const double change : epoch.returns) {
            if (epoch.name != found_on) {
                out.returns.emplace(day, change);
            }
            ++day;
        }
    }
    return out;
}

Rank rank_among(const OutOfSample& one, std::span<const OutOfSample> running) {
    if (!one.promised) {
        return {.why = "only what passes is promised anything"};
    }
    Rank out;
    std::optional<double> taken;
    std::string unknown;
    for (const OutOfSample& other : running) {
        if (other.name == one.name) {
            continue;
        }
        const OutOfSample* empty = one.returns.empty()     ? &one
                                   : other.returns.empty() ? &other
                                                           : nullptr;
        if (empty != nullptr) {
            add_to(unknown, "no days were kept of " + empty->name);
            continue;
        }
        const Overlap both = shared_days(one, other);
        const auto found =
            both.one.size() < days_min ? std::nullopt : correlation(both.one, both.other);
        if (!found || !other.promised) {
            add_to(unknown,
                   fmt::format("{} days in common with {}, {} are needed and not all alike",
                               both.one.size(),
                               other.name,
                               days_min));
            continue;
        }
        if (!taken || *found * *other.promised > *taken) {
            taken = *found * *other.promised;
            out = {.value = *one.promised - *taken,
                   .correlation = found,
                   .with = other.name,
                   .days = both.one.size(),
                   .why = fmt::format("{:.2f} promised - {:.2f} x {:.2f} of {}, on {} days",
                                      *one.promised,
                                      *found,
                                      *other.promised,
                                      other.name,
                                      both.one.size())};
        }
    }
    if (!taken) {
        return without_any(one, unknown);
    }
    out.is_at_most = !unknown.empty();
    out.why += unknown.empty() ? "" : "; not known: " + unknown;
    return out;
}

bool ranks_before(const Rank& one, const Rank& other) {
    return one.value && (!other.value || *one.value > *other.value);
}

}  // namespace tradelab
