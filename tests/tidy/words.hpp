#pragma once

#include "tidy/source_file.hpp"

namespace tradelab::tidy {

// Words that decay a code base, each with what to write instead.
[[nodiscard]] Findings check_words(const SourceFile&);

// get_x() and set_x() of our own in host/: expose a fact or perform an act.
[[nodiscard]] Findings check_accessors(const SourceFile&);

// A folder or file named for being a drawer: utils, common, helper, manager, base.
[[nodiscard]] Findings check_names(const SourceFile&);

// A path that exists on one machine only.
[[nodiscard]] Findings check_machine_paths(const SourceFile&);

// A package index or mirror, which belongs to the machine that builds.
[[nodiscard]] Findings check_package_hosts(const SourceFile&);

}  // namespace tradelab::tidy
