#pragma once

#include "control/client.hpp"
#include "os/process.hpp"
#include "support/temporary_directory.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace tradelab {

// A home with a generated market of 60 days and settings for a momentum strategy on it.
class DaemonHome {
public:
    DaemonHome();

    // The shipped settings with other values, as the lines of a key: {"speed", "\"max\""}, or of
    // one in a section: {"research.strategies", "[]"}.
    void settings(const std::vector<std::pair<std::string, std::string>>& values) const;

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "t.toml"; }
    [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "s"; }
    [[nodiscard]] std::filesystem::path socket() const { return state() / "control.sock"; }

    // A program of ours, run to its end in this home.
    [[nodiscard]] Outcome run(const std::string& program, std::vector<std::string> words) const;
    // `tradelab WORDS --config t.toml --state s`
    [[nodiscard]] Outcome tradelab(std::vector<std::string> words) const;
    [[nodiscard]] Outcome tradelabd(std::vector<std::string> words = {}) const;

private:
    TemporaryDirectory folder_;
};

// A daemon of its own process, killed at the latest when this goes.
class RunningDaemon {
public:
    explicit RunningDaemon(const DaemonHome& home);
    ~RunningDaemon();
    RunningDaemon(const RunningDaemon&) = delete;
    RunningDaemon& operator=(const RunningDaemon&) = delete;
    RunningDaemon(RunningDaemon&&) = delete;
    RunningDaemon& operator=(RunningDaemon&&) = delete;

    [[nodiscard]] JsonValue ask(ControlVerb verb) const;
    // The status as soon as it is like this; fails the test after two minutes.
    [[nodiscard]] JsonValue status_when(const std::function<bool(const JsonValue&)>& is_so) const;
    void send_signal(int signal) const;
    // The exit code, or minus the signal that ended it.
    int wait();
    [[nodiscard]] std::uint64_t resident_bytes() const;
    [[nodiscard]] pid_t process() const { return process_; }

private:
    const DaemonHome& home_;
    pid_t process_ = -1;
};

}  // namespace tradelab
