#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace tradelab::detail {

void check_failed(const char* condition, const char* reason, std::source_location where) {
    std::fprintf(stderr,
                 "%s:%u: check failed: %s%s%s (in %s); this is a bug of ours, please report it\n",
                 where.file_name(),
                 where.line(),
                 condition,
                 reason == nullptr ? "" : ": ",
                 reason == nullptr ? "" : reason,
                 where.function_name());
    std::fflush(stderr);
    std::abort();
}

}  // namespace tradelab::detail
