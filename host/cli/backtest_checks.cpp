#include "cli/backtest_checks.hpp"

#include "document/sha256.hpp"
#include "journal/trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace tradelab {

namespace {

bool has(const Trial& trial, const Candidate& candidate) {
    const std::string library = library_sha256(candidate);
    return std::ranges::any_of(trial.instances, [&](const TrialInstance& instance) {
        return instance.strategy == candidate.file_sha256 && instance.library == library;
    });
}

// Where it is remembered in which trial a file passed with a build, so that the ledger, which only
// grows, is searched once for it and not before every run.
std::filesystem::path remembered_at(const std::filesystem::path& ledger,
                                    const Candidate& candidate) {
    return ledger.parent_path() / "checked" /
           sha256_hex(candidate.file_sha256 + "\n" + library_sha256(candidate));
}

// 0: not remembered, or not understood.
std::uint64_t remembered(Session& session, const std::filesystem::path& place) {
    constexpr std::size_t digits_max = 20;
    const auto text = session.disk.read_file(place, {.size_max = digits_max});
    std::uint64_t trial = 0;
    const bool is_number =
        text && std::from_chars(text->data(), text->data() + text->size(), trial).ptr ==
                    text->data() + text->size();
    return is_number ? trial : 0;
}

// Where it cannot be remembered it is searched for again: that costs time, and nothing else.
void remember(Session& session, const std::filesystem::path& place, std::uint64_t trial) {
    if (session.disk.make_directories(place.parent_path())) {
        (void)write_atomically(session.disk, place, std::to_string(trial));
    }
}

ChecksDue passed_in(std::uint64_t trial) {
    return {.checks = LookAheadChecks::leave,
            .why_not = fmt::format("not run: passed in trial {} with the same file and plugin "
                                   "(--checks runs them again)",
                                   trial)};
}

}  // namespace

Result<ChecksDue> checks_due(Session& session,
                             const std::filesystem::path& ledger,
                             const RunBacktest& request,
                             const std::vector<Candidate>& candidates) {
    if (request.checks) {
        return ChecksDue{};
    }
    std::vector<std::uint64_t> passed;  // number of the trial, 0: none
    for (const Candidate& candidate : candidates) {
        passed.push_back(remembered(session, remembered_at(ledger, candidate)));
    }
    if (std::ranges::find(passed, 0U) == passed.end()) {
        return passed_in(std::ranges::max(passed));
    }
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
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        if (passed[at] != 0) {
            remember(session, remembered_at(ledger, candidates[at]), passed[at]);
        }
    }
    return std::ranges::find(passed, 0U) == passed.end() ? passed_in(std::ranges::max(passed))
                                                         : ChecksDue{};
}

}  // namespace tradelab
