#include "cli/lab_untold.hpp"

#include "cli/lab_dossier.hpp"
#include "gate/lifetime.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;

// As the judgement counts them; a test holds the page that comes of it to the one before, byte for
// byte.
FateCounts counts_of(const CampaignResult& result, const GateVerdict& verdict) {
    const auto trials_of = [&](TrialFate fate) {
        return static_cast<std::uint64_t>(std::ranges::count(
            result.trials, fate, [](const CampaignTrial& one) { return one.appraisal.fate; }));
    };
    FateCounts out{.tried = result.trials.size(),
                   .failed = trials_of(TrialFate::failed),
                   .lost = trials_of(TrialFate::loss),
                   .costs = trials_of(TrialFate::costs),
                   .correction = trials_of(TrialFate::candidate),
                   .not_enough_data = trials_of(TrialFate::idle)};
    std::uint64_t* judged = verdict.outcome == GateOutcome::pass              ? &out.proven
                            : verdict.outcome == GateOutcome::not_enough_data ? &out.not_enough_data
                            : verdict.reason == GateReason::costs             ? &out.costs
                                                                              : &out.correction;
    out.correction -= 1;
    *judged += 1;
    return out;
}

}  // namespace

Result<std::optional<UntoldVerdict>> untold_verdict(Session& session, const HearingPlace& place) {
    const auto tests = Lifetime(session.disk, place.vault).tests();
    if (!tests) {
        return fail(tests.error());
    }
    const auto test = std::ranges::find(*tests, place.campaign, &LifetimeTest::campaign);
    if (test == tests->end() || !test->verdict) {
        return std::optional<UntoldVerdict>();
    }
    const auto page = dossier_path(session, *test->verdict);
    if (!page) {
        return fail(page.error());
    }
    if (session.disk.exists(*page)) {
        return std::optional<UntoldVerdict>();
    }
    auto document = VerdictStore(session.disk, place.verdicts).find(*test->verdict);
    if (!document) {
        return fail(std::move(document).error(), "writing a dossier again");
    }
    session.output.note(
        "this campaign was judged, and ended before its dossier was written: its "
        "trials are run again, counted once, and nothing is judged anew (tradelab "
        "gate explain " +
        test->verdict->substr(0, id_shown) + ")");
    return std::optional(UntoldVerdict{.id = *test->verdict, .document = *std::move(document)});
}

Result<Judgement> judgement_of(const UntoldVerdict& untold,
                               const CampaignResult& result,
                               const JudgementSubject& subject) {
    const auto judged =
        std::ranges::find(subject.files, untold.document.strategy, &ParameterFile::name);
    if (judged == subject.files.end()) {
        return fail(ErrorCode::hash_mismatch,
                    "the trials run again have no finalist " + untold.document.strategy +
                        ", of whom the verdict " + untold.id.substr(0, id_shown) + " is",
                    "write the dossier with the program that judged it, or another that is as old");
    }
    return Judgement{.counts = counts_of(result, untold.document.verdict),
                     .document = untold.document,
                     .verdict_id = untold.id,
                     .members = {static_cast<std::size_t>(judged - subject.files.begin())}};
}

}  // namespace tradelab
