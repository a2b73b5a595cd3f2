#pragma once

#include "validate/guarded_memory.hpp"

#include <tradelab/abi/plugin.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tradelab {

// The host as a plugin under examination sees it: of another age than ours if a check wants it so,
// and keeping account of every call that should not have come.
class ProbeHost {
public:
    struct Options {
        std::vector<std::string> services = {};  // given out; every other id is unknown here
        std::uint32_t abi = TL_ABI_VERSION;
        std::uint32_t tail_bytes = 0;  // of a newer host: fields we do not know, full of garbage
    };

    explicit ProbeHost(Options options);
    ProbeHost(const ProbeHost&) = delete;
    ProbeHost& operator=(const ProbeHost&) = delete;
    ProbeHost(ProbeHost&&) = delete;
    ProbeHost& operator=(ProbeHost&&) = delete;
    ~ProbeHost() = default;

    [[nodiscard]] const tl_host* host() const;

    // Is a function of the instance that owns this handle on the stack?  While none is, every call
    // but a log line is misuse.
    enum class Calls { expected, misuse };
    void calls_are(Calls calls);
    [[nodiscard]] std::vector<std::string> misuses() const;

    // From here on touching the handle is a fault.
    void poison() { memory_.forbid(); }

    [[nodiscard]] std::string take_error();
    [[nodiscard]] std::vector<std::string> services_asked_for() const;

private:
    static ProbeHost& of(const tl_host* host) { return *static_cast<ProbeHost*>(host->self); }
    static const void* get(const tl_host* host, const char* id);
    static void set_error(const tl_host* host, const char* text, std::uint64_t length);
    static void write_log(const tl_host* host,
                          std::int32_t level,
                          const char* text,
                          std::uint64_t length);
    void judge(const char* function);

    static const tl_host_log log_service;

    mutable std::mutex mutex_;  // the log may be written from any thread
    Options options_;
    GuardedMemory memory_;
    std::thread::id thread_ = {};
    Calls calls_ = Calls::expected;
    std::string error_;
    std::vector<std::string> asked_;
    std::vector<std::string> misuses_;
};

}  // namespace tradelab
