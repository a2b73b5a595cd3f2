#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"
#include "gate/verdict_document.hpp"
#include "lifecycle/lifecycle.hpp"
#include "report/ranking.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// The verdict that vaulted it last; nothing where none did.
[[nodiscard]] std::optional<std::string> passing_verdict(const StrategyLife& life);

// Survivors beside what is on paper, awaits a human or is approved now, was not taken back, and was
// judged on the same kind of data: days of a market that never was are not those of one that was.
// Who was retired or taken back since asks for nobody's time, and has no rank.
class Ranking {
public:
    // Where the record of lives cannot be read nobody has a rank, and each says why.
    [[nodiscard]] static Ranking read(Session& session);

    // How far the strategy has come that this verdict vaulted; empty where it vaulted none.
    [[nodiscard]] std::string state_of(const std::string& verdict) const;
    [[nodiscard]] Rank of_verdict(Session& session,
                                  const std::string& id,
                                  const VerdictDocument& document) const;
    // Of one that nothing vaulted: no rank.
    [[nodiscard]] Rank of_life(Session& session, const StrategyLife& life) const;

private:
    struct Running {
        VerdictBasis basis;
        OutOfSample days;
    };
    // Nothing where no life names this verdict as what vaulted it.
    [[nodiscard]] const StrategyLife* vaulted_by(const std::string& verdict) const;

    std::vector<StrategyLife> lives_;
    std::vector<Running> running_;
    std::string trouble_;
};

// For a table: "1.97", "0.34 with NAME", or why there is none.
[[nodiscard]] std::string rank_text(const Rank& rank);
[[nodiscard]] std::string correlation_text(const Rank& rank);
[[nodiscard]] JsonValue json_of(const Rank& rank);

}  // namespace tradelab
