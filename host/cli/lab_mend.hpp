#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace tradelab {

// A campaign writes its verdict first and then what it makes of its finalists.  One that died in
// between left them `selected`; this takes the step from the verdict.  Those of a campaign that
// died with its vault open are retired once nobody can be looking into it any more.
[[nodiscard]] Status mend_lives(Session& session, UnixNanos now);

}  // namespace tradelab
