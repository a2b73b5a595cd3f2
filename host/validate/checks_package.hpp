#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group P: the package as files, and E: its library as bytes.  Only the last of them runs its code.
[[nodiscard]] Result<Verdict> check_manifest(Workbench& bench);
[[nodiscard]] Result<Verdict> check_files(Workbench& bench);
[[nodiscard]] Result<Verdict> check_signature(Workbench& bench);
[[nodiscard]] Result<Verdict> check_grants(Workbench& bench);

[[nodiscard]] Result<Verdict> check_one_symbol(Workbench& bench);
[[nodiscard]] Result<Verdict> check_no_sharing(Workbench& bench);
[[nodiscard]] Result<Verdict> check_needed_libraries(Workbench& bench);
[[nodiscard]] Result<Verdict> check_hardening(Workbench& bench);
[[nodiscard]] Result<Verdict> check_symbol_versions(Workbench& bench);
[[nodiscard]] Result<Verdict> check_imports(Workbench& bench);
[[nodiscard]] Result<Verdict> check_loading(Workbench& bench);
[[nodiscard]] Result<Verdict> check_static_tls(Workbench& bench);

}  // namespace tradelab
