#include "support/tree.hpp"

namespace tradelab {

std::filesystem::path source_tree() {
    return TRADELAB_SOURCE_DIR;
}

std::filesystem::path build_tree() {
    return TRADELAB_BUILD_DIR;
}

}  // namespace tradelab
