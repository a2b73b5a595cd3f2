#include "cli/recorded_candidates.hpp"

#include "cli/backtest_setup.hpp"
#include "strategy/parameter_file.hpp"

#include <fmt/format.h>

#include <utility>

namespace tradelab {

Result<std::vector<Candidate>> candidates_of(Session& session, const RecordedTrial& recorded) {
    std::vector<Candidate> candidates;
    for (std::size_t at = 0; at < recorded.trial.instances.size(); ++at) {
        const std::string name = fmt::format("trial {}, file {}", recorded.seq, at + 1);
        const auto file = parse_parameter_file(recorded.trial.instances[at].file, name);
        auto candidate =
            file ? candidate_of(session, *file, name) : Result<Candidate>(fail(file.error()));
        if (!candidate) {
            return fail(std::move(candidate).error());
        }
        // A name in the record that is another's than the file's would be its author's fault.
        candidate->origin = recorded.trial.instances[at].origin;
        candidates.push_back(*std::move(candidate));
    }
    return candidates;
}

}  // namespace tradelab
