#pragma once

#include "support/temporary_directory.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

inline constexpr std::string_view cold_series = "synthetic.spot:SYN-USDT bars 1m";

// What a process took: its own processor time (user and system), and the time on the wall.
struct Cost {
    double processor_s = 0;
    double wall_s = 0;
};

// A home of its own for the program `tradelab`: a synthetic market's minutes in its store, two
// parameter files on them.
class ColdHome {
public:
    enum class Span { one_day, all };
    // The crosses of workload A, one unit, on the perpetual with limits in proportion to 10 M USDT;
    // momentum as it comes, on spot.
    enum class Rule { workload_a, momentum };

    struct Market {
        std::uint32_t days = 365;
    };

    explicit ColdHome(Market market);

    [[nodiscard]] std::filesystem::path store() const;
    [[nodiscard]] std::size_t bars() const { return std::size_t{market_.days} * 1'440; }
    // Of a run over all of it.
    [[nodiscard]] const std::string& result_hash(Rule rule) const {
        return hashes_.at({rule, Span::all});
    }

    [[nodiscard]] Cost version() const { return run({"version"}); }
    // Throws std::runtime_error where a result differs from the first of its rule and span.
    [[nodiscard]] Cost backtest(Rule rule, Span span) const;

private:
    [[nodiscard]] Cost run(const std::vector<std::string>& arguments) const;
    [[nodiscard]] std::string result_of(Rule rule, Span span) const;
    [[nodiscard]] std::vector<std::string> backtest_arguments(Rule rule, Span span) const;
    [[nodiscard]] std::string output_text() const;

    tradelab::TemporaryDirectory folder_;
    Market market_;
    std::map<std::pair<Rule, Span>, std::string> hashes_;
};

}  // namespace bench
