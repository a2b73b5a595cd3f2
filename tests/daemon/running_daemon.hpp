#pragma once

#include "control/client.hpp"
#include "os/process.hpp"
#include "support/temporary_directory.hpp"

#include <chrono>
#include <cstdint>
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

    // A parameter file for tests/ward/patient.cpp, and where it lies.
    [[nodiscard]] std::filesystem::path patient(const std::string& name,
                                                int illness,
                                                int onset_bars) const;
    // Settings with these parameter files; a bare name is one of those shipped.
    void strategies(const std::vector<std::filesystem::path>& files,
                    const std::string& speed = "\"max\"") const;

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "t.toml"; }
    [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "s"; }
    [[nodiscard]] std::filesystem::path socket() const { return state() / "control.sock"; }

    // A program of ours, run to its end in this home.
    [[nodiscard]] Outcome run(const std::string& program, std::vector<std::string> words) const;
    // The same with a terminal for all that it says: what it said.
    [[nodiscard]] std::string run_on_terminal(std::vector<std::string> words) const;
    // `tradelab WORDS --config t.toml --state s`
    [[nodiscard]] Outcome tradelab(std::vector<std::string> words) const;
    [[nodiscard]] Outcome tradelabd(std::vector<std::string> words = {}) const;

    // What its programs find in their environment.
    [[nodiscard]] std::vector<EnvironmentVariable> variables() const;

private:
    TemporaryDirectory folder_;
};

// Looks every few milliseconds, for nothing tells us when a process of another kind has come so
// far; after two minutes it is an error.
void wait_until(const std::function<bool()>& is_so, const std::string& what);

// A daemon of its own process, killed at the latest when this goes.
class RunningDaemon {
public:
    enum class Wait : std::uint8_t { for_answers, nothing };
    // `more` are words behind its settings and its state.
    explicit RunningDaemon(const DaemonHome& home,
                           Wait wait = Wait::for_answers,
                           const std::vector<std::string>& more = {});
    ~RunningDaemon();
    RunningDaemon(const RunningDaemon&) = delete;
    RunningDaemon& operator=(const RunningDaemon&) = delete;
    RunningDaemon(RunningDaemon&&) = delete;
    RunningDaemon& operator=(RunningDaemon&&) = delete;

    [[nodiscard]] JsonValue ask(ControlVerb verb) const;
    // The status as soon as it is like this; fails the test after two minutes.
    [[nodiscard]] JsonValue status_when(const std::function<bool(const JsonValue&)>& is_so) const;
    [[nodiscard]] bool answers() const;
    [[nodiscard]] JsonValue status() const { return ask(ControlVerb::status); }
    void send_signal(int signal) const;
    // The exit code, or minus the signal that ended it.
    int wait();
    [[nodiscard]] std::uint64_t resident_bytes() const;
    // In the order in which they were started.
    [[nodiscard]] std::vector<pid_t> children() const;
    [[nodiscard]] std::vector<std::uint64_t> resident_bytes_of_children() const;
    [[nodiscard]] pid_t process() const { return process_; }

private:
    const DaemonHome& home_;
    pid_t process_ = -1;
};

}  // namespace tradelab
