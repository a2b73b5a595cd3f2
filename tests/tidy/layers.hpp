#pragma once

#include "tidy/source_file.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab::tidy {

using Graph = std::map<std::string, std::set<std::string>, std::less<>>;

// Which part of host/ may include which, all said: what a part may see through another is named
// too.  A new part begins with a line here.
[[nodiscard]] const Graph& allowed_directions();

// An include of a part against the table above; a header of the house in sdk/ or plugins/; an
// include in host/ that names no part.
[[nodiscard]] Findings check_layers(const SourceFile&);

// engine, market, risk, orders, portfolio, sim and strategy are synchronous and touch nothing
// outside: no I/O, no threads, no third-party header but the vocabulary.
[[nodiscard]] Findings check_purity(const SourceFile&);

// `../` in an include: a path that breaks when either file moves.
[[nodiscard]] Findings check_parent_includes(const SourceFile&);

// A third-party header outside the file that hides it, in a header, or known to no line here.
[[nodiscard]] Findings check_third_party(const SourceFile&);

// tradelab_part(... USES ...) of host/<part>/CMakeLists.txt against the table.
[[nodiscard]] Findings check_uses(const SourceFile&);

// What tradelab_part() names after USES in this text.
[[nodiscard]] Graph uses_of(const SourceFile& cmake_lists);

// The parts of one cycle, in order, or nothing.
[[nodiscard]] std::vector<std::string> find_cycle(const Graph& graph);

// The parts of the whole tree use each other in a cycle.
[[nodiscard]] Findings check_cycles(const std::vector<SourceFile>& tree);

}  // namespace tradelab::tidy
