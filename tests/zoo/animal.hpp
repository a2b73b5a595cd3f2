#pragma once

#include <tradelab/strategy.hpp>

#include <cstdint>

// A healthy animal: two averages that cross.  The sick ones derive from it, and each is sick in one
// way only, so that the check that catches it can be named.
namespace zoo {

inline constexpr tradelab::Param params[] = {
    {.name = "fast",
     .unit = "bars",
     .initial = 5,
     .min = 2,
     .max = 30,
     .summary = "the faster average"},
    {.name = "slow",
     .unit = "bars",
     .initial = 20,
     .min = 5,
     .max = 100,
     .summary = "the slower average"},
};
inline constexpr tradelab::Constraint constraints[] = {{"fast", "slow"}};
inline constexpr const char* reasons[] = {"", "crossed"};

template <class T>
struct Animal : tradelab::Strategy<T> {
    static constexpr const auto& params = zoo::params;
    static constexpr const auto& constraints = zoo::constraints;
    static constexpr const auto& reasons = zoo::reasons;

    double fast = 0;
    double slow = 0;
    std::int64_t bars = 0;

    [[nodiscard]] std::uint32_t warmup() const {
        return static_cast<std::uint32_t>(this->count("slow"));
    }

    void on_bar(const tradelab::Bar& bar) {
        const double close = bar.close();
        const auto step = [&](double average, double length) {
            return bars == 0 ? close : average + (close - average) * 2 / (length + 1);
        };
        fast = step(fast, this->value("fast"));
        slow = step(slow, this->value("slow"));
        ++bars;
        const double wanted = fast > slow ? 0.5 : 0.0;
        this->target(static_cast<T*>(this)->decide(wanted, bar), {.reason = "crossed"});
    }

    // Where the sickness is.
    double decide(double wanted, const tradelab::Bar&) { return wanted; }

    template <class Archive>
    void state(Archive& archive) {
        archive(fast, slow, bars);
    }
};

}  // namespace zoo
