#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tradelab {

struct HearingPlace {
    std::filesystem::path vault;     // the record of levels and openings
    std::filesystem::path verdicts;  // the folder
    std::string campaign;            // SHA-256
};

// Before a search is run: why it is refused, where the gate heard this campaign before, with its
// verdict as "tradelab.campaign-refused/1"; or where it opened a vault and died before its verdict.
// Nothing where it may be run: one that did not get that far goes on at the level it was granted,
// and is told so.  Err: whether it was heard cannot be read.
[[nodiscard]] Result<std::optional<Error>> heard_before(Session& session,
                                                        const HearingPlace& place);

}  // namespace tradelab
