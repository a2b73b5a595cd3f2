#include "os/environment.hpp"

#include <cstdlib>

namespace tradelab {

std::optional<std::string> SystemEnvironment::value(std::string_view name) const {
    // getenv races only with setenv, which we never call
    const char* const found = std::getenv(std::string(name).c_str());
    if (found == nullptr) {
        return std::nullopt;
    }
    return found;
}

std::optional<std::string> SimulatedEnvironment::value(std::string_view name) const {
    const auto at = variables_.find(name);
    if (at == variables_.end()) {
        return std::nullopt;
    }
    return at->second;
}

}  // namespace tradelab
