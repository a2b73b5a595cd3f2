#pragma once

#include "brain/analyzer.hpp"
#include "core/result.hpp"

#include <tradelab/abi/draft/analyzer.h>

#include <string>

namespace tradelab::brain {

// Asks a plugin in this process: the question goes in as tl_msg_brief, and the JSON of the one
// tl_msg_answer comes out.  The message says of time nothing (ts is 0, the deadline TL_NONE): a
// search has no clock.  A plugin that asks for the network is refused here: it needs the driver
// that carries requests and replies.
//
// A stranger's code runs here, without a limit in time: a campaign has this called in a child.
[[nodiscard]] Result<std::string> call_analyzer(const tl_handler* handler,
                                                tl_instance* instance,
                                                const AnalyzerQuestion& question);

}  // namespace tradelab::brain
