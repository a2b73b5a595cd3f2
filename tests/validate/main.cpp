#include "validate/validate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// The test program is its own child, as `tradelab plugin validate` is: what begins with "--child"
// is a check to run, everything else is GoogleTest's.
int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "--child") {
        return tradelab::validate_child(arguments);
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
