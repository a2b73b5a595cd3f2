#pragma once

#include "core/result.hpp"
#include "plugin/load.hpp"
#include "plugin/services.hpp"

#include <tradelab/abi/plugin.h>
#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A status of the ABI as a Result.  `doing` is what was asked ("org.example.x: start"), `reason`
// what the plugin said with set_error, often nothing.
[[nodiscard]] Status from_status(tl_status status, std::string_view doing, std::string_view reason);

// An instance of a plugin, destroyed with this.  What the plugin gives is checked before it is
// used: a null function or a short table is refused and never called.
//
// Plugin thread: any, but one at a time.  Must not outlive the process's use of its library, which
// is never unloaded.
class Instance {
public:
    enum class State { stopped, running };

    struct Config {
        std::vector<std::int64_t> ticks;         // one per parameter, in the order declared
        std::vector<tl_instrument> instruments;  // one per role, in the order declared
        std::int64_t bar_interval_ns = 0;        // 0 where there is none
    };

    // A stopped instance.  `host.services` is replaced by what the manifest lists.
    [[nodiscard]] static Result<Instance> create(const LoadedPlugin& plugin,
                                                 const Config& config,
                                                 InstanceHost::Options host);

    // Stops it if it runs.
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    Instance(Instance&&) noexcept;
    Instance& operator=(Instance&&) noexcept;

    // Refused without asking the plugin where the state is not the right one.  After an error the
    // state is what it was.
    Status start();
    Status stop();
    [[nodiscard]] State state() const;

    // A table by its id ("tl.state/1"), or null.  It begins with its size, by which every field has
    // to be asked for (TL_HAS).
    [[nodiscard]] const void* extension(const char* id) const;
    // "tl.strategy/1" with its functions, and a bound on intents within our limits.
    [[nodiscard]] Result<const tl_strategy*> strategy() const;

    [[nodiscard]] tl_instance* raw() const;
    [[nodiscard]] InstanceHost& host() const;

    // A status that a function of a table returned, with the text the plugin gave for it.
    [[nodiscard]] Status result(tl_status status, std::string_view doing) const;

private:
    struct Parts;
    explicit Instance(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace tradelab
