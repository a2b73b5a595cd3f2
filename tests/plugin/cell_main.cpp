#include "plugin/cell_child.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// The test program is its own child, as `tradelab plugin cell` is: what begins with "--package" is
// an instance to serve, everything else is GoogleTest's.
int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "--package") {
        return tradelab::serve_cell(arguments);
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
