#include "cli/known_state.hpp"

#include <type_traits>
#include <utility>
#include <variant>

namespace tradelab {

namespace {

template <class Asked, class... Known>
constexpr bool is_one_of = (std::is_same_v<Asked, Known> || ...);

// Those that go by the state directory without asking for the settings themselves: those say what
// is wrong with them.
template <class Asked>
constexpr bool goes_by_state = is_one_of<Asked,
                                         RunBacktest,
                                         RunCampaign,
                                         ListHypotheses,
                                         ShowHypothesis,
                                         ShowDossier,
                                         ListTrials,
                                         CountTrials,
                                         ShowTrial,
                                         ReproduceTrial,
                                         VerifyJournals,
                                         ListVerdicts,
                                         ExplainVerdict,
                                         ShowBudget,
                                         ExportStrategy>;

}  // namespace

Status know_state(Session& session, const Request& request) {
    const bool matters =
        std::visit([]<class Asked>(const Asked&) { return goes_by_state<Asked>; }, request);
    const Layout& layout = session.layout;
    if (!layout.unread_settings || !matters) {
        return {};
    }
    Error why = *layout.unread_settings;
    // Who writes there is told elsewhere what was counted and opened.
    if (std::holds_alternative<RunCampaign>(request) ||
        std::holds_alternative<RunBacktest>(request)) {
        why.hint += (why.hint.empty() ? "" : "; or ") +
                    std::string("say where trials and opened vaults are recorded: --state DIR");
        return fail(std::move(why), "looking where the state is");
    }
    session.output.note(describe(why));
    if (layout.state) {
        session.output.note("going by " + layout.state->string() +
                            ": if the state is elsewhere, name it: --state DIR");
    }
    return {};
}

}  // namespace tradelab
