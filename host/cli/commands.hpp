#pragma once

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"

namespace tradelab {

// Every command: what it was asked, and what the program ends with.  An Error is reported by the
// caller; data and messages go to the session's output.
using Answer = Result<ExitCode>;

[[nodiscard]] Answer run(Session& session, const ShowHelp& request);
[[nodiscard]] Answer run(Session& session, const ShowVersion& request);
[[nodiscard]] Answer run(Session& session, const ShowCompletion& request);
[[nodiscard]] Answer run(Session& session, const ListPlugins& request);
[[nodiscard]] Answer run(Session& session, const ShowPlugin& request);
[[nodiscard]] Answer run(Session& session, const ValidatePlugins& request);
[[nodiscard]] Answer run(Session& session, const NewPlugin& request);
[[nodiscard]] Answer run(Session& session, const InstallPlugin& request);
[[nodiscard]] Answer run(Session& session, const RollbackPlugin& request);
[[nodiscard]] Answer run(Session& session, const RemovePlugin& request);
[[nodiscard]] Answer run(Session& session, const RunPlugin& request);
[[nodiscard]] Answer run(Session& session, const DescribeChild& request);
[[nodiscard]] Answer run(Session& session, const RunChild& request);

}  // namespace tradelab
