#pragma once

#include <string_view>
#include <vector>

namespace bench {

// What a benchmark defines and bench_main.cpp calls with its arguments.  The answer is the exit
// code; what is thrown is printed, and 1 answered.
int run(const std::vector<std::string_view>& arguments);

}  // namespace bench
