#include "config/daemon_file.hpp"
#include "config/risk_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// Settings as people get them wrong, each with the line and the words of the answer.
namespace tradelab {
namespace {

// Line numbers below count in these.
constexpr std::string_view daemon_file =
    "[state]\n"                                           // 1
    "directory = \"default\"\n"                           // 2
    "[control]\n"                                         // 3
    "socket = \"default\"\n"                              // 4
    "view = [1001]\n"                                     // 5
    "operate = [1002]\n"                                  // 6
    "approve = [1003]\n"                                  // 7
    "[feed]\n"                                            // 8
    "store = \"default\"\n"                               // 9
    "from = \"first\"\n"                                  // 10
    "speed = 3600\n"                                      // 11
    "[paper]\n"                                           // 12
    "strategies = [\"strategies/funding_carry.json\"]\n"  // 13
    "capital = \"10000\"\n"                               // 14
    "fill_model = \"pessimistic/1\"\n"                    // 15
    "limits = \"risk.toml\"\n"                            // 16
    "judge_after_days = 30\n"                             // 17
    "[log]\n"                                             // 18
    "file = \"default\"\n"                                // 19
    "rotate_mib = 16\n"                                   // 20
    "rotate_hours = 24\n"                                 // 21
    "keep = 14\n"                                         // 22
    "[metrics]\n"                                         // 23
    "port = \"off\"\n"                                    // 24
    "[research]\n"                                        // 25
    "mode = \"on\"\n"                                     // 26
    "strategies = [\"begin.json\"]\n"                     // 27
    "trials = 500\n"                                      // 28
    "to = \"2024-07-01\"\n"                               // 29
    "cpu_percent = 50\n"                                  // 30
    "pause_hours = 24\n";                                 // 31

constexpr std::string_view risk_file =
    "max_position_usdt = 10000\n"        // 1
    "max_order_usdt = 10000\n"           // 2
    "max_gross_exposure_usdt = 20000\n"  // 3
    "max_leverage_percent = 200\n"       // 4
    "max_daily_loss_usdt = 500\n"        // 5
    "max_drawdown_bps = 2500\n"          // 6
    "max_correlation_percent = 90\n"     // 7
    "max_orders_per_minute = 30\n"       // 8
    "max_daily_fees_usdt = 50\n"         // 9
    "max_price_deviation_bps = 200\n"    // 10
    "max_open_orders = 64\n";            // 11

// What is replaced by what; an empty `from` appends.  The answer begins with `place`.
struct Slip {
    std::string_view from;
    std::string_view to;
    std::string_view place;
    std::vector<std::string_view> words;
};

std::string slipped(std::string_view text, const Slip& slip) {
    std::string out(text);
    const std::size_t at = slip.from.empty() ? out.size() : out.find(slip.from);
    EXPECT_NE(at, std::string::npos) << slip.from;
    return out.replace(std::min(at, out.size()), slip.from.size(), slip.to);
}

void expect_answer(const std::string& said, const Slip& slip) {
    EXPECT_TRUE(said.starts_with(slip.place)) << said << "\nshould begin with " << slip.place;
    for (const std::string_view word : slip.words) {
        EXPECT_NE(said.find(word), std::string::npos) << said << "\nshould say " << word;
    }
}

const std::vector<Slip> daemon_slips = {
    // Typos of sections and keys, with what was meant.
    {"[state]", "[sate]", "tradelabd.toml:1:", {"\"sate\"", "did you mean \"state\""}},
    {"[feed]", "[feeds]", "tradelabd.toml:8:", {"did you mean \"feed\""}},
    {"[metrics]", "[metric]", "tradelabd.toml:23:", {"did you mean \"metrics\""}},
    {"directory", "directroy", "tradelabd.toml:2:", {"\"state.directroy\"", "\"directory\""}},
    {"socket", "sokcet", "tradelabd.toml:4:", {"did you mean \"socket\""}},
    {"operate", "operates", "tradelabd.toml:6:", {"did you mean \"operate\""}},
    {"speed", "spede", "tradelabd.toml:11:", {"\"feed.spede\"", "did you mean \"speed\""}},
    {"strategies", "strategy", "tradelabd.toml:13:", {"did you mean \"strategies\""}},
    {"rotate_mib", "rotate_mb", "tradelabd.toml:20:", {"did you mean \"rotate_mib\""}},
    {"port", "prot", "tradelabd.toml:24:", {"did you mean \"port\""}},
    // Keys and sections nobody knows.
    {"[log]", "[log]\ncolour = 1", "tradelabd.toml:19:", {"\"log.colour\"", "take it out"}},
    {"", "[telegram]\ntoken = \"x\"\n", "tradelabd.toml:32:", {"\"telegram\"", "take it out"}},
    {"[state]", "leverage = 3\n[state]", "tradelabd.toml:1:", {"\"leverage\"", "take it out"}},
    // Absent ones, at the section that misses them.
    {"directory = \"default\"\n", "", "tradelabd.toml:1:", {"state.directory", "missing"}},
    {"socket = \"default\"\n", "", "tradelabd.toml:3:", {"control.socket", "missing"}},
    {"view = [1001]\n", "", "tradelabd.toml:3:", {"control.view", "missing", "id -u"}},
    {"store = \"default\"\n", "", "tradelabd.toml:8:", {"feed.store", "missing"}},
    {"from = \"first\"\n", "", "tradelabd.toml:8:", {"feed.from", "missing"}},
    {"speed = 3600\n", "", "tradelabd.toml:8:", {"feed.speed", "missing", "1 is real time"}},
    {"capital = \"10000\"\n", "", "tradelabd.toml:12:", {"paper.capital", "missing"}},
    {"limits = \"risk.toml\"\n", "", "tradelabd.toml:12:", {"paper.limits", "missing"}},
    {"keep = 14\n", "", "tradelabd.toml:18:", {"log.keep", "missing", "no \"unlimited\""}},
    {"port = \"off\"\n", "", "tradelabd.toml:23:", {"metrics.port", "missing"}},
    {"[research]\nmode = \"on\"\nstrategies = [\"begin.json\"]\ntrials = 500\n"
     "to = \"2024-07-01\"\ncpu_percent = 50\npause_hours = 24\n",
     "",
     "tradelabd.toml:",
     {"[research]", "missing"}},
    {"pessimistic/1",
     "sunny/1",
     "tradelabd.toml:15:",
     {"paper.fill_model", "sunny/1", "pessimistic/1, base/1, optimistic/1"}},
    {"judge_after_days = 30\n", "", "tradelabd.toml:12:", {"paper.judge_after_days", "missing"}},
    {"trials = 500\n", "", "tradelabd.toml:25:", {"research.trials", "missing", "ideas"}},
    {"to = \"2024-07-01\"\n", "", "tradelabd.toml:25:", {"research.to", "missing"}},
    {"cpu_percent", "cpu_precent", "tradelabd.toml:30:", {"did you mean \"cpu_percent\""}},
    {"pause_hours", "pause_days", "tradelabd.toml:31:", {"\"research.pause_days\""}},
    {"[\"begin.json\"]", "\"proven\"", "tradelabd.toml:27:", {"research.strategies", "list"}},
    {"[\"begin.json\"]", "[]", "tradelabd.toml:27:", {"is empty", "\"off\""}},
    {"begin.json", "begin", "tradelabd.toml:27:", {"end in .json"}},
    {"trials = 500", "trials = 0", "tradelabd.toml:28:", {"> 0", "ideas of each campaign"}},
    {"trials = 500", "trials = 100001", "tradelabd.toml:28:", {"at most 100000"}},
    {"\"2024-07-01\"", "\"now\"", "tradelabd.toml:29:", {"research.to", "\"last\""}},
    {"cpu_percent = 50", "cpu_percent = 101", "tradelabd.toml:30:", {"at most 100", "one core"}},
    {"cpu_percent = 50", "cpu_percent = \"50 %\"", "tradelabd.toml:30:", {"50 %", "percent"}},
    {"pause_hours = 24", "pause_hours = 0", "tradelabd.toml:31:", {"\"once\"", "from 1"}},
    {"judge_after_days = 30", "judge_after_days = 0", "tradelabd.toml:17:", {"days of the feed"}},
    {"[\"strategies/funding_carry.json\"]",
     "\"prooven\"",
     "tradelabd.toml:13:",
     {"prooven", "\"proven\""}},
    // Units and wrong types.
    {"speed = 3600", "speed = \"1h\"", "tradelabd.toml:11:", {"\"1h\"", "feed seconds per second"}},
    {"speed = 3600", "speed = 1.5", "tradelabd.toml:11:", {"1.5", "whole number", "\"max\""}},
    {"speed = 3600", "speed = true", "tradelabd.toml:11:", {"true", "whole number"}},
    {"capital = \"10000\"", "capital = 10000", "tradelabd.toml:14:", {"decimal text", "quotes"}},
    {"\"10000\"", "\"10000 USDT\"", "tradelabd.toml:14:", {"10000 USDT", "decimal text"}},
    {"\"10000\"", "\"10k\"", "tradelabd.toml:14:", {"10k", "decimal text"}},
    {"rotate_mib = 16", "rotate_mib = \"16MiB\"", "tradelabd.toml:20:", {"16MiB", "MiB"}},
    {"rotate_hours = 24", "rotate_hours = 24.0", "tradelabd.toml:21:", {"24.0", "hours"}},
    {"view = [1001]", "view = 1001", "tradelabd.toml:5:", {"list in brackets", "user ids"}},
    {"view = [1001]", "view = [\"alice\"]", "tradelabd.toml:5:", {"alice", "id -u"}},
    {"[\"strategies/funding_carry.json\"]", "\"a.json\"", "tradelabd.toml:13:", {"list"}},
    {"\"default\"", "7", "tradelabd.toml:2:", {"state.directory = 7", "in quotes"}},
    {"[metrics]", "[[metrics]]", "tradelabd.toml:23:", {"metrics", "section"}},
    {"[state]\ndirectory = \"default\"",
     "state = 3",
     "tradelabd.toml:1:",
     {"state = 3", "section"}},
    // Numbers that are none, or out of range.
    {"speed = 3600", "speed = nan", "tradelabd.toml:11:", {"nan", "whole number"}},
    {"speed = 3600", "speed = inf", "tradelabd.toml:11:", {"inf", "\"max\""}},
    {"speed = 3600", "speed = 0", "tradelabd.toml:11:", {"from 1 to 10000000"}},
    {"speed = 3600", "speed = -1", "tradelabd.toml:11:", {"-1", "from 1"}},
    {"keep = 14", "keep = nan", "tradelabd.toml:22:", {"nan", "whole number"}},
    {"keep = 14", "keep = 0", "tradelabd.toml:22:", {"must be > 0", "no \"unlimited\""}},
    {"keep = 14", "keep = 1001", "tradelabd.toml:22:", {"at most 1000"}},
    {"port = \"off\"", "port = 0", "tradelabd.toml:24:", {"from 1 to 65535", "\"off\""}},
    {"port = \"off\"", "port = 70000", "tradelabd.toml:24:", {"70000", "127.0.0.1"}},
    {"port = \"off\"", "port = \"none\"", "tradelabd.toml:24:", {"none", "\"off\""}},
    {"\"10000\"", "\"-1\"", "tradelabd.toml:14:", {"-1", "> 0"}},
    {"\"10000\"", "\"0\"", "tradelabd.toml:14:", {"> 0"}},
    {"\"10000\"", "\"1000000001\"", "tradelabd.toml:14:", {"above 1000000000"}},
    {"\"10000\"", "\"0.000000001\"", "tradelabd.toml:14:", {"8 places"}},
    {"\"10000\"", "\"nan\"", "tradelabd.toml:14:", {"nan", "decimal text"}},
    {"operate = [1002]", "operate = [0]", "tradelabd.toml:6:", {"holds 0", "from 1"}},
    {"operate = [1002]", "operate = [4294967295]", "tradelabd.toml:6:", {"4294967294"}},
    // Twice.
    {"speed = 3600", "speed = 1\nspeed = 2", "tradelabd.toml:12:", {"TOML 1.0"}},
    {"", "[log]\nkeep = 3\n", "tradelabd.toml:32:", {"TOML 1.0"}},
    {"approve = [1003]", "approve = [7, 7]", "tradelabd.toml:7:", {"holds 7 twice"}},
    // Paths and words.
    {"\"default\"", "\"~/lab\"", "tradelabd.toml:2:", {"~/lab", "whole path"}},
    {"\"default\"", "\"\"", "tradelabd.toml:2:", {"state.directory = \"\"", "in quotes"}},
    {"\"default\"", "\"a\\nb\"", "tradelabd.toml:2:", {"one line"}},
    {"funding_carry.json", "funding_carry.toml", "tradelabd.toml:13:", {"end in .json"}},
    {"\"first\"", "\"yesterday\"", "tradelabd.toml:10:", {"yesterday", "UTC", "\"first\""}},
    {"\"first\"", "\"2024-01-31T00:00:00+02:00\"", "tradelabd.toml:10:", {"UTC"}},
    {"\"first\"", "2024-01-31", "tradelabd.toml:10:", {"in quotes"}},
    {"mode = \"on\"", "mode = \"maybe\"", "tradelabd.toml:26:", {"maybe", "\"off\""}},
    // Bytes that are no TOML.
    {"\"first\"", "first", "tradelabd.toml:10:", {"TOML 1.0"}},
    {"[paper]", "[paper", "tradelabd.toml:12:", {"TOML 1.0"}},
    {"\"first\"", "\"\xff\xfe\"", "tradelabd.toml:10:", {"UTF-8"}},
    {"\"first\"", "f\u00fcr", "tradelabd.toml:10:", {"outside ASCII", "quotation marks"}},
    {"[1001]", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "tradelabd.toml:5:", {"TOML 1.0"}},
};

const std::vector<Slip> risk_slips = {
    {"max_drawdown_bps", "max_drawdwon_bps", "risk.toml:6:", {"did you mean \"max_drawdown_bps\""}},
    {"max_order_usdt = 10000\n", "", "risk.toml:", {"\"max_order_usdt\" is missing", "unlimited"}},
    {"max_open_orders = 64", "max_open_orders = nan", "risk.toml:11:", {"nan", "whole number"}},
    {"max_open_orders = 64", "max_open_orders = 4097", "risk.toml:11:", {"at most 4096"}},
    {"= 500", "= \"500 USDT\"", "risk.toml:5:", {"500 USDT", "USDT per UTC day"}},
    {"= 200\n", "= 2.0\n", "risk.toml:4:", {"2.0", "100 is no leverage"}},
    {"= 90", "= -90", "risk.toml:7:", {"-90", "no \"unlimited\""}},
    {"", "max_open_orders = 9\n", "risk.toml:12:", {"TOML 1.0"}},
    {"", "stop_loss = 1\n", "risk.toml:12:", {"\"stop_loss\"", "take it out"}},
};

TEST(BadSettings, OfTheDaemonAreAnsweredWithLineAndRemedy) {
    ASSERT_TRUE(parse_daemon_file(daemon_file, "tradelabd.toml").has_value());
    for (const Slip& slip : daemon_slips) {
        const auto read = parse_daemon_file(slipped(daemon_file, slip), "tradelabd.toml");

        ASSERT_FALSE(read.has_value()) << slip.to;
        expect_answer(describe(read.error()), slip);
        EXPECT_FALSE(read.error().hint.empty()) << slip.to;
    }
}

TEST(BadSettings, OfTheLimitsAreAnsweredWithLineAndRemedy) {
    ASSERT_TRUE(parse_risk(risk_file, "risk.toml").has_value());
    for (const Slip& slip : risk_slips) {
        const auto read = parse_risk(slipped(risk_file, slip), "risk.toml");

        ASSERT_FALSE(read.has_value()) << slip.to;
        expect_answer(describe(read.error()), slip);
        EXPECT_FALSE(read.error().hint.empty()) << slip.to;
    }
}

TEST(BadSettings, ThereAreSixtyAndMore) {
    EXPECT_GE(daemon_slips.size() + risk_slips.size(), 60U);
}

}  // namespace
}  // namespace tradelab
