#pragma once

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// An instance of a strategy out of a library of its own, loaded as the host loads it: all symbols
// at once, none shared.  One instrument for all roles; running.
class PluginUnderTest {
public:
    // Without ticks the parameters are the initial ones.  Throws std::runtime_error with the
    // reason.
    explicit PluginUnderTest(const std::string& library, std::vector<std::int64_t> ticks = {});
    ~PluginUnderTest();
    PluginUnderTest(const PluginUnderTest&) = delete;
    PluginUnderTest& operator=(const PluginUnderTest&) = delete;

    [[nodiscard]] tl_instance& instance() const { return *instance_; }
    [[nodiscard]] const tl_strategy& strategy() const { return *strategy_; }

private:
    tl_host host_{};
    std::string error_;
    tl_instance* instance_ = nullptr;
    const tl_strategy* strategy_ = nullptr;
};

}  // namespace bench
