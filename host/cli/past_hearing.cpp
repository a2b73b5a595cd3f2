#include "cli/past_hearing.hpp"

#include "cli/json_form.hpp"
#include "core/text.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict_document.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;
constexpr std::size_t sentence_shown = 400;
constexpr std::string_view another =
    "another seed, other files, or newer data is another hypothesis";

Error judged_before(const LifetimeTest& test, const Result<VerdictDocument>& document) {
    const std::string id = test.verdict->substr(0, id_shown);
    const std::string when = iso_text(document ? document->judged_at : test.granted_at);
    std::string said = "this campaign was judged on " + when + ": tradelab gate explain " + id;
    if (document) {
        said += " (" + std::string(outcome_text(document->verdict.outcome)) + ", " +
                std::string(reason_text(document->verdict.reason)) + ": " +
                printable(document->verdict.sentence, sentence_shown) + ")";
    }
    return {.code = ErrorCode::refused,
            .context = std::move(said),
            .hint = "data beyond explore is looked at once; " + std::string(another)};
}

Error died_before(const LifetimeTest& test) {
    return {.code = ErrorCode::refused,
            .context = "this campaign opened its vault on " + iso_text(*test.opened_at) +
                       " and ended before its verdict was kept: it counts as a failure, test " +
                       std::to_string(test.grant.test) + " of tradelab gate budget",
            .hint = "a vault is looked into once; " + std::string(another)};
}

}  // namespace

Result<std::optional<Error>> heard_before(Session& session, const HearingPlace& place) {
    const auto tests = Lifetime(session.disk, place.vault).tests();
    if (!tests) {
        return fail(tests.error());
    }
    const auto test = std::ranges::find(*tests, place.campaign, &LifetimeTest::campaign);
    if (test == tests->end()) {
        return std::nullopt;
    }
    if (!test->verdict && !test->opened_at) {
        session.output.note("this campaign was granted a level on " + iso_text(test->granted_at) +
                            " and ended before a vault was opened: it counts as a failure until "
                            "it is judged, and goes on at the same level");
        return std::nullopt;
    }
    const VerdictStore store(session.disk, place.verdicts);
    const auto document = test->verdict
                              ? store.find(*test->verdict)
                              : Result<VerdictDocument>(fail(ErrorCode::not_found, "no verdict"));
    Error error = test->verdict ? judged_before(*test, document) : died_before(*test);
    session.output.document(JsonObject{{"schema", "tradelab.campaign-refused/1"},
                                       {"error", error_json(error)},
                                       {"campaign", place.campaign},
                                       {"test", test->grant.test},
                                       {"granted_at", iso_text(test->granted_at)},
                                       {"opened_at", moment_or_null(test->opened_at)},
                                       {"verdict_id", text_or_null(test->verdict)},
                                       {"verdict", document ? json_of(*document) : JsonValue()}});
    return error;
}

}  // namespace tradelab
