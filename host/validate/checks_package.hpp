#pragma once

#include "validate/check.hpp"

namespace tradelab {

// Group P: the package as files, and E: its library as bytes.  Only the last of them runs its code.
[[nodiscard]] Result<CheckVerdict> check_manifest(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_files(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_signature(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_grants(Workbench& bench);

[[nodiscard]] Result<CheckVerdict> check_one_symbol(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_no_sharing(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_needed_libraries(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_hardening(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_symbol_versions(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_imports(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_loading(Workbench& bench);
[[nodiscard]] Result<CheckVerdict> check_static_tls(Workbench& bench);

}  // namespace tradelab
