#pragma once

#include <tradelab/abi/plugin.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

struct LogLine {
    std::int32_t level = 0;  // 0 trace .. 5 critical; what a plugin gives beyond is brought within
    std::string_view text;   // one printable line of UTF-8; gone after the call
};

// The host as one instance of a plugin sees it.  Everything that comes in was written by a
// stranger: lengths are cut, bytes made printable, calls counted.
//
// A service is given out only if the manifest listed it in [needs]: what was declared is what was
// granted, so that reading a manifest tells all that a plugin can do.
//
// Must outlive the instance, and stays where it is, for the plugin holds its address.
class InstanceHost {
public:
    struct Options {
        std::vector<std::string> services;        // [needs] of the manifest
        std::function<void(const LogLine&)> log;  // called under a lock, from any thread
        // After this many lines the rest is counted and dropped.  A strategy that logs once a day
        // fits for ten years; one that logs each bar must not fill the disk.
        std::uint64_t log_lines_max = 4'096;
    };

    explicit InstanceHost(Options options);
    InstanceHost(const InstanceHost&) = delete;
    InstanceHost& operator=(const InstanceHost&) = delete;
    InstanceHost(InstanceHost&&) = delete;
    InstanceHost& operator=(InstanceHost&&) = delete;
    ~InstanceHost() = default;

    [[nodiscard]] const tl_host* host() const { return &host_; }

    // What the plugin said about its last error, and then nothing until it says more.  Plugin
    // thread.
    [[nodiscard]] std::string take_error();

    [[nodiscard]] std::uint64_t log_lines_dropped() const;

private:
    static const void* get(const tl_host* host, const char* id);
    static void set_error(const tl_host* host, const char* text, std::uint64_t length);
    static void write_log(const tl_host* host,
                          std::int32_t level,
                          const char* text,
                          std::uint64_t length);
    static InstanceHost& of(const tl_host* host);

    static const tl_host_log log_service;

    Options options_;
    tl_host host_;
    std::string error_;
    mutable std::mutex mutex_;  // the log is [any-thread]
    std::uint64_t log_lines_ = 0;
};

}  // namespace tradelab
