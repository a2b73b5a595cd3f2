// An error that nobody looks at: every function that returns a Result is nodiscard by its type.
#include "core/result.hpp"

namespace {

tradelab::Status save() {
    return tradelab::fail(tradelab::ErrorCode::disk_full, "saving");
}

}  // namespace

int main() {
#ifdef TL_SHOULD_FAIL
    save();
    return 0;
#else
    return save() ? 0 : 1;
#endif
}
