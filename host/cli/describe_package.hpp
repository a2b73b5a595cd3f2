#pragma once

#include "cli/declaration_form.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "plugin/package.hpp"

namespace tradelab {

// What a plugin's code says of itself, told by a child process.  The code is not run where files or
// host do not fit.
[[nodiscard]] Result<DescribedPlugin> describe_package(Session& session, const Package& package);

}  // namespace tradelab
