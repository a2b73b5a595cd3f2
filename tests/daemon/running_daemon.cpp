#include "daemon/running_daemon.hpp"

#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tradelab {

namespace {

using namespace std::chrono_literals;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A look every few milliseconds: nothing tells us when a process of another kind has come so far.
void until(const std::function<bool()>& is_so, const std::string& what) {
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("not within 120 s: " + what);
        }
        (void)::poll(nullptr, 0, 2);
    }
}

}  // namespace

DaemonHome::DaemonHome() {
    const auto made = run("tradelab", {"data", "synth", "--seed", "3", "--days", "60"});
    if (made.exit_code != 0) {
        throw std::runtime_error(made.errors.bytes);
    }
    settings({});
}

void DaemonHome::settings(const std::vector<std::pair<std::string, std::string>>& values) const {
    const auto quoted = [](const std::filesystem::path& path) {
        return "\"" + path.string() + "\"";
    };
    std::vector<std::pair<std::string, std::string>> all = {
        {"strategies", "[" + quoted(source_tree() / "strategies/momentum_syn_perp_1h.json") + "]"},
        {"limits", quoted(source_tree() / "config/risk.toml")},
        {"speed", "\"max\""}};
    all.insert(all.end(), values.begin(), values.end());
    std::string text = text_of(source_tree() / "config/tradelabd.toml");
    for (const auto& [key, value] : all) {
        // "research.strategies" is that of its section, a word alone the first of its name.
        const std::size_t dot = key.find('.');
        const std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
        const std::size_t section =
            dot == std::string::npos ? 0 : text.find("\n[" + key.substr(0, dot) + "]\n");
        const std::size_t begin = text.find("\n" + name + " = ", section) + 1;
        if (begin == 0) {
            throw std::runtime_error("no key " + key);
        }
        text.replace(begin, text.find('\n', begin) - begin, name + " = " + value);
    }
    std::ofstream(file(), std::ios::binary) << text;
    std::filesystem::permissions(file(), std::filesystem::perms(0600));
}

Outcome DaemonHome::run(const std::string& program, std::vector<std::string> words) const {
    Command command;
    command.program = build_tree() / "stage/bin" / program;
    command.arguments = std::move(words);
    command.variables = {{"HOME", folder_.path().string()}};
    command.directory = folder_.path();
    command.time_limit = 120s;
    auto outcome = RealProcess().run(command);
    if (!outcome) {
        throw std::runtime_error(describe(outcome.error()));
    }
    return *std::move(outcome);
}

Outcome DaemonHome::tradelab(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", file().string(), "--state", state().string()});
    return run("tradelab", std::move(words));
}

Outcome DaemonHome::tradelabd(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", file().string(), "--state", state().string()});
    return run("tradelabd", std::move(words));
}

RunningDaemon::RunningDaemon(const DaemonHome& home) : home_(home) {
    const std::string program = (build_tree() / "stage/bin/tradelabd").string();
    std::vector<std::string> words = {
        program, "--config", home.file().string(), "--state", home.state().string()};
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::string variable = "HOME=" + home.file().parent_path().string();
    char* variables[] = {variable.data(), nullptr};
    if (::posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments.data(), variables) !=
        0) {
        throw std::runtime_error("cannot start " + program);
    }
    (void)status_when([](const JsonValue&) { return true; });
}

RunningDaemon::~RunningDaemon() {
    if (process_ > 0) {
        send_signal(SIGKILL);
        (void)wait();
    }
}

JsonValue RunningDaemon::ask(ControlVerb verb) const {
    auto answer = ask_daemon(home_.socket(), {.verb = verb}, 20s);
    if (!answer) {
        throw std::runtime_error(describe(answer.error()));
    }
    return *std::move(answer);
}

JsonValue RunningDaemon::status_when(const std::function<bool(const JsonValue&)>& is_so) const {
    JsonValue last;
    until(
        [&] {
            int status = 0;
            if (::waitpid(process_, &status, WNOHANG) != 0) {
                throw std::runtime_error("the daemon has ended");
            }
            auto answer = ask_daemon(home_.socket(), {.verb = ControlVerb::status}, 20s);
            last = answer ? *std::move(answer) : JsonValue();
            return !last.is_null() && is_so(last);
        },
        "a status that the test waits for");
    return last;
}

void RunningDaemon::send_signal(int signal) const {
    ::kill(process_, signal);
}

int RunningDaemon::wait() {
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::uint64_t RunningDaemon::resident_bytes() const {
    const std::string text = text_of("/proc/" + std::to_string(process_) + "/statm");
    return std::stoull(text.substr(text.find(' ') + 1)) *
           static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace tradelab
