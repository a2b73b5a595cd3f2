#include "bench/cold_home.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>

namespace bench {
namespace {

constexpr std::string_view workload_a = R"({
  "schema": "tradelab.strategy/1",
  "name": "workload_a",
  "plugin": {"id": "org.tradelab.bench.unit", "versions": ">=1.0.0 <2.0.0"},
  "roles": {"main": "synthetic.usdm:SYN-USDT-PERP"},
  "timeframe": "1m",
  "parameters": {"resting": 0},
  "rationale": "Crosses of the averages of 10 and 30 closes: what is timed, not what would earn.",
  "origin": {"by": "human", "text": "Written for a benchmark."},
  "parents": []
}
)";

// As kernel_run.hpp: every one of them is asked for every order, and none is in the way.
constexpr std::string_view wide_limits = R"(max_position_usdt = 1000000
max_order_usdt = 1000000
max_gross_exposure_usdt = 2000000
max_leverage_percent = 200
max_daily_loss_usdt = 5000000
max_drawdown_bps = 9000
max_correlation_percent = 90
max_orders_per_minute = 30
max_daily_fees_usdt = 1000000
max_price_deviation_bps = 10000
max_open_orders = 64
)";

constexpr std::string_view momentum = R"({
  "schema": "tradelab.strategy/1",
  "name": "momentum_cold",
  "plugin": {"id": "org.tradelab.momentum", "versions": ">=1.0.0 <2.0.0"},
  "roles": {"main": "synthetic.spot:SYN-USDT"},
  "timeframe": "1m",
  "parameters": {"entry": 0, "direction": 0, "channel": 55, "exit": 20, "fast": 20, "slow": 100,
                 "adx_bars": 14, "adx_min": 20, "atr_bars": 20, "stop": 30, "take": 0,
                 "vol_bars": 48, "vol_target": 40, "size_max": 10, "rebalance": 25},
  "rationale": "The initial values of the plugin, on minutes: what is timed, not what would earn.",
  "origin": {"by": "human", "text": "Written for a benchmark."},
  "parents": []
}
)";

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

}  // namespace

ColdHome::ColdHome(Market market) : market_(market) {
    std::ofstream(folder_.path() / "momentum.json") << momentum;
    std::ofstream(folder_.path() / "workload_a.json") << workload_a;
    std::ofstream(folder_.path() / "limits.toml") << wide_limits;
    static_cast<void>(run({"plugin", "install", TRADELAB_UNIT_PACKAGE}));
    static_cast<void>(run({"data",
                           "synth",
                           "--days",
                           std::to_string(market.days),
                           "--interval",
                           "1m",
                           "--seed",
                           "7",
                           "--symbol",
                           "SYN"}));
    for (const Rule rule : {Rule::workload_a, Rule::momentum}) {
        for (const Span span : {Span::one_day, Span::all}) {
            hashes_[{rule, span}] = result_of(rule, span);
        }
    }
}

std::filesystem::path ColdHome::store() const {
    return folder_.path() / "data/tradelab/history";
}

std::vector<std::string> ColdHome::backtest_arguments(Rule rule, Span span) const {
    const bool is_a = rule == Rule::workload_a;
    std::vector<std::string> arguments = {
        "backtest",
        (folder_.path() / (is_a ? "workload_a.json" : "momentum.json")).native(),
        "--json",
        "--no-report"};
    if (is_a) {
        const std::string limits = (folder_.path() / "limits.toml").native();
        arguments.insert(arguments.end(), {"--capital", "10000000", "--risk", limits});
    }
    if (span == Span::one_day) {
        arguments.insert(arguments.end(), {"--to", "2020-01-02"});
    }
    return arguments;
}

std::string ColdHome::output_text() const {
    std::ifstream file(folder_.path() / "stdout");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string ColdHome::result_of(Rule rule, Span span) const {
    static_cast<void>(run(backtest_arguments(rule, span)));
    const std::string text = output_text();
    const std::size_t name = text.find("\"result_hash\"");
    const std::size_t begin = text.find_first_of("0123456789abcdef", text.find(':', name));
    if (name == std::string::npos || begin == std::string::npos) {
        throw std::runtime_error("a backtest printed no result_hash");
    }
    return text.substr(begin, 64);
}

Cost ColdHome::backtest(Rule rule, Span span) const {
    const Cost cost = run(backtest_arguments(rule, span));
    if (output_text().find(hashes_.at({rule, span})) == std::string::npos) {
        throw std::runtime_error("two runs of one backtest differ");
    }
    return cost;
}

Cost ColdHome::run(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words = {TRADELAB_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = {"HOME=" + folder_.path().native(),
                                          "XDG_DATA_HOME=" + (folder_.path() / "data").native(),
                                          "XDG_STATE_HOME=" + (folder_.path() / "state").native(),
                                          "TRADELAB_CONFIG=" TRADELAB_SOURCE_DIR "/config"};
    const std::string out = folder_.path() / "stdout";
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);

    pid_t child = 0;
    const auto begun = std::chrono::steady_clock::now();
    const int error = ::posix_spawn(&child,
                                    words[0].c_str(),
                                    &actions,
                                    nullptr,
                                    pointers(words).data(),
                                    pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw std::runtime_error(words[0] + ": " + std::strerror(error));
    }
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0 && errno == EINTR) {
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error(words[0] + " " + arguments.front() + " failed: " + output_text());
    }
    return {.processor_s = seconds(used.ru_utime) + seconds(used.ru_stime), .wall_s = wall.count()};
}

}  // namespace bench
