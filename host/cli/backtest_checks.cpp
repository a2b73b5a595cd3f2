#include "cli/backtest_checks.hpp"

#include "journal/trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace tradelab {

namespace {

bool has(const Trial& trial, const Candidate& candidate) {
    const std::string library = library_sha256(candidate);
    return std::ranges::any_of(trial.instances, [&](const TrialInstance& instance) {
        return instance.strategy == candidate.file_sha256 && instance.library == library;
    });
}

}  // namespace

Result<ChecksDue> checks_due(Session& session,
                             const std::filesystem::path& ledger,
                             const RunBacktest& request,
                             const std::vector<Candidate>& candidates) {
    if (request.checks) {
        return ChecksDue{};
    }
    std::vector<std::uint64_t> passed(candidates.size());  // number of the trial, 0: none
    const auto read = for_each_trial(session.disk, ledger, [&](const RecordedTrial& recorded) {
        if (recorded.trial.checks != TrialChecks::passed) {
            return;
        }
        for (std::size_t at = 0; at < candidates.size(); ++at) {
            passed[at] = has(recorded.trial, candidates[at]) ? recorded.seq : passed[at];
        }
    });
    if (!read) {
        return fail(read.error());
    }
    if (std::ranges::find(passed, 0U) != passed.end()) {
        return ChecksDue{};
    }
    return ChecksDue{
        .checks = LookAheadChecks::leave,
        .why_not = fmt::format("not run: passed in trial {} with the same file and plugin "
                               "(--checks runs them again)",
                               std::ranges::max(passed))};
}

}  // namespace tradelab
