#include "daemon/running_daemon.hpp"

#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <pty.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tradelab {

namespace {

using namespace std::chrono_literals;

// Only what hangs takes that long: research runs when nobody else wants the processor, so beside
// other tests it may wait for long.
constexpr auto patience = 600s;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t resident_bytes_of(const std::string& process) {
    const std::string text = text_of("/proc/" + process + "/statm");
    return std::stoull(text.substr(text.find(' ') + 1)) *
           static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::string quoted(const std::filesystem::path& path) {
    return "\"" + path.string() + "\"";
}

}  // namespace

void wait_until(const std::function<bool()>& is_so, const std::string& what) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("not within 10 minutes: " + what);
        }
        (void)::poll(nullptr, 0, 10);
    }
}

DaemonHome::DaemonHome() {
    const auto made = run("tradelab", {"data", "synth", "--seed", "3", "--days", "60"});
    if (made.exit_code != 0) {
        throw std::runtime_error(made.errors.bytes);
    }
    settings({});
}

void DaemonHome::settings(const std::vector<std::pair<std::string, std::string>>& values) const {
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

std::filesystem::path DaemonHome::patient(const std::string& name,
                                          int illness,
                                          int onset_bars) const {
    const auto path = folder_.path() / (name + ".json");
    std::ofstream(path, std::ios::binary)
        << R"({"schema": "tradelab.strategy/1", "name": ")" << name
        << R"(", "plugin": {"id": "ward.patient", "versions": ">=1.0.0 <2.0.0"}, )"
        << R"("roles": {"main": "synthetic.usdm:SYN-USDT-PERP"}, "timeframe": "1h", )"
        << R"("parameters": {"fast": 5, "slow": 20, "illness": )" << illness << R"(, "onset": )"
        << onset_bars << R"(}, "rationale": "It falls ill when a test tells it to.", )"
        << R"("origin": {"by": "human", "text": "A test."}, "parents": []})";
    return path;
}

void DaemonHome::strategies(const std::vector<std::filesystem::path>& files,
                            const std::string& speed) const {
    std::string all;
    for (const auto& one : files) {
        all += (all.empty() ? "" : ", ") +
               quoted(one.is_absolute() ? one : source_tree() / "strategies" / one);
    }
    settings({{"strategies", "[" + all + "]"}, {"speed", speed}});
}

std::vector<EnvironmentVariable> DaemonHome::variables() const {
    return {{.name = "HOME", .value = folder_.path().string()},
            {.name = "TRADELAB_PLUGINS", .value = (build_tree() / "ward").string()}};
}

Outcome DaemonHome::run(const std::string& program, std::vector<std::string> words) const {
    Command command;
    command.program = build_tree() / "stage/bin" / program;
    command.arguments = std::move(words);
    command.variables = variables();
    command.directory = folder_.path();
    command.time_limit = patience;
    auto outcome = RealProcess().run(command);
    if (!outcome) {
        throw std::runtime_error(describe(outcome.error()));
    }
    return *std::move(outcome);
}

std::string DaemonHome::run_on_terminal(std::vector<std::string> words) const {
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        for (const EnvironmentVariable& one : variables()) {
            ::setenv(one.name.c_str(), one.value.c_str(), 1);
        }
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    std::string said;
    std::array<char, 4'096> bytes{};
    // Reading from a terminal that nobody has open any more is an error, not an end.
    for (ssize_t count = 0; (count = ::read(terminal, bytes.data(), bytes.size())) > 0;) {
        said.append(bytes.data(), static_cast<std::size_t>(count));
    }
    ::close(terminal);
    ::waitpid(child, nullptr, 0);
    return said;
}

Outcome DaemonHome::tradelab(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", file().string(), "--state", state().string()});
    return run("tradelab", std::move(words));
}

Outcome DaemonHome::tradelabd(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", file().string(), "--state", state().string()});
    return run("tradelabd", std::move(words));
}

RunningDaemon::RunningDaemon(const DaemonHome& home,
                             Wait wait,
                             const std::vector<std::string>& more)
    : home_(home) {
    const std::string program = (build_tree() / "stage/bin/tradelabd").string();
    std::vector<std::string> words = {
        program, "--config", home.file().string(), "--state", home.state().string()};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::vector<std::string> texts;
    for (const EnvironmentVariable& one : home.variables()) {
        texts.push_back(one.name + "=" + one.value);
    }
    std::vector<char*> variables;
    for (std::string& text : texts) {
        variables.push_back(text.data());
    }
    variables.push_back(nullptr);
    if (::posix_spawn(
            &process_, program.c_str(), nullptr, nullptr, arguments.data(), variables.data()) !=
        0) {
        throw std::runtime_error("cannot start " + program);
    }
    if (wait == Wait::for_answers) {
        (void)status_when([](const JsonValue&) { return true; });
    }
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
    wait_until(
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
    return resident_bytes_of(std::to_string(process_));
}

std::vector<pid_t> RunningDaemon::children() const {
    const std::string number = std::to_string(process_);
    std::istringstream children(text_of("/proc/" + number + "/task/" + number + "/children"));
    return {std::istream_iterator<pid_t>(children), {}};
}

std::vector<std::uint64_t> RunningDaemon::resident_bytes_of_children() const {
    std::vector<std::uint64_t> out;
    for (const pid_t child : children()) {
        out.push_back(resident_bytes_of(std::to_string(child)));
    }
    return out;
}

bool RunningDaemon::answers() const {
    return ask_daemon(home_.socket(), {.verb = ControlVerb::status}, 20s).has_value();
}

}  // namespace tradelab
