#pragma once

#include "support/temporary_directory.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

inline constexpr std::string_view cold_series = "synthetic.spot:SYN-USDT bars 1m";

// What a process took: its own processor time (user and system), and the time on the wall.
struct Cost {
    double processor_s = 0;
    double wall_s = 0;
};

// A home of its own for the program `tradelab`: a synthetic market's minutes in its store, a
// parameter file of momentum on them.
class ColdHome {
public:
    enum class Span { one_day, all };

    struct Market {
        std::uint32_t days = 365;
    };

    explicit ColdHome(Market market);

    [[nodiscard]] std::filesystem::path store() const;
    [[nodiscard]] std::size_t bars() const { return std::size_t{market_.days} * 1'440; }
    // Of a run over all of it.
    [[nodiscard]] const std::string& result_hash() const { return result_hash_; }

    [[nodiscard]] Cost version() const { return run({"version"}); }
    // Throws std::runtime_error where a result differs from the first of its span.
    [[nodiscard]] Cost backtest(Span span) const;

private:
    [[nodiscard]] Cost run(const std::vector<std::string>& arguments) const;
    [[nodiscard]] std::string result_of(Span span) const;
    [[nodiscard]] std::vector<std::string> backtest_arguments(Span span) const;
    [[nodiscard]] std::string output_text() const;

    tradelab::TemporaryDirectory folder_;
    Market market_;
    std::string result_hash_;
    std::string day_hash_;
};

}  // namespace bench
