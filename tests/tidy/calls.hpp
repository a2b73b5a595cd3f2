#pragma once

#include "tidy/source_file.hpp"

namespace tradelab::tidy {

// A clock, file, socket, process or source of entropy reached past os/: what a simulation cannot
// stand in for, a replay cannot repeat.
[[nodiscard]] Findings check_outside_calls(const SourceFile&);

// A test that sleeps or reads the wall clock: it is slow where it is right and wrong where it is
// slow.
[[nodiscard]] Findings check_test_time(const SourceFile&);

// exp, log and their kin from libm, which picks other bits on other processors, where a decision or
// a result depends on them.
[[nodiscard]] Findings check_libm(const SourceFile&);

}  // namespace tradelab::tidy
