#include "os/companion.hpp"

#include <cstring>

namespace tradelab {

std::string describe(const CompanionEnd& end) {
    if (end.ended == Ended::exited) {
        return "exited with code " + std::to_string(end.exit_code);
    }
    const char* const name = ::sigabbrev_np(end.signal);
    return "was ended by " +
           (name == nullptr ? "signal " + std::to_string(end.signal) : "SIG" + std::string(name));
}

}  // namespace tradelab
