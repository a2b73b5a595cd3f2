#pragma once

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"

namespace tradelab {

// The settings say where records are, so where they cannot be read that is a guess.  Who only looks
// is told so; a search is refused, because a vault that it opened in the wrong place could be
// opened again in the right one.
[[nodiscard]] Status know_state(Session& session, const Request& request);

}  // namespace tradelab
