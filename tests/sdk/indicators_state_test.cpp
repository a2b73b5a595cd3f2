#include "sdk/indicator_cases.hpp"
#include "support/allocation_count.hpp"

#include <tradelab/indicators.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace tradelab {
namespace {

// The smallest archive there can be: 64-bit words, in the order of the fields.
class Words {
public:
    enum class Direction { saving, loading };

    explicit Words(Direction direction) : direction_(direction) { words_.reserve(256); }
    Words(Direction direction, std::vector<std::uint64_t> words)
        : direction_(direction), words_(std::move(words)) {}

    template <class... Fields>
    void operator()(Fields&... fields) {
        (field(fields), ...);
    }

    [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }
    [[nodiscard]] bool complete() const { return next_ == words_.size(); }

private:
    void field(double& value) {
        auto word = std::bit_cast<std::uint64_t>(value);
        field(word);
        value = std::bit_cast<double>(word);
    }
    void field(bool& value) {
        std::uint64_t word = value ? 1 : 0;
        field(word);
        value = (word & 1) != 0;
    }
    void field(std::uint64_t& value) {
        if (direction_ == Direction::saving) {
            words_.push_back(value);
        } else if (next_ < words_.size()) {
            value = words_[next_++];
        }
    }
    void field(std::span<double>& values) {
        for (double& value : values) {
            field(value);
        }
    }
    template <class Nested>
        requires requires(Nested& nested, Words& words) { nested.state(words); }
    void field(Nested& nested) {
        nested.state(*this);
    }

    Direction direction_;
    std::vector<std::uint64_t> words_;
    std::size_t next_ = 0;
};

template <class Indicator>
std::vector<std::uint64_t> saved(Indicator& indicator) {
    Words archive(Words::Direction::saving);
    indicator.state(archive);
    return archive.words();
}

template <class Indicator>
std::vector<std::uint64_t> output_bits(const Indicator& indicator) {
    std::vector<std::uint64_t> bits;
    for (const double value : outputs(indicator)) {
        bits.push_back(std::bit_cast<std::uint64_t>(value));
    }
    return bits;
}

TEST(IndicatorState, APrefixOfTheBarsGivesAPrefixOfTheValues) {
    const auto bars = random_bars(120);

    for_each_indicator([&](const char* name, const auto fresh) {
        auto whole = fresh;
        for (std::size_t k = 0; k < bars.size(); ++k) {
            feed(whole, bars[k]);
            auto prefix = fresh;
            for (std::size_t i = 0; i <= k; ++i) {
                feed(prefix, bars[i]);
            }
            ASSERT_EQ(output_bits(prefix), output_bits(whole)) << name << " at " << k;
        }
    });
}

TEST(IndicatorState, SavedAnywhereItContinuesBitForBit) {
    const auto bars = random_bars(80);

    for_each_indicator([&](const char* name, const auto fresh) {
        for (std::size_t cut = 0; cut < bars.size(); ++cut) {
            auto original = fresh;
            for (std::size_t i = 0; i < cut; ++i) {
                feed(original, bars[i]);
            }
            auto restored = fresh;
            feed(restored, bars[0]);  // what was there before must not shine through
            Words archive(Words::Direction::loading, saved(original));
            restored.state(archive);

            ASSERT_TRUE(archive.complete()) << name;
            ASSERT_EQ(saved(restored), saved(original)) << name << " cut at " << cut;
            for (std::size_t i = cut; i < bars.size(); ++i) {
                feed(original, bars[i]);
                feed(restored, bars[i]);
                ASSERT_EQ(output_bits(restored), output_bits(original))
                    << name << " cut at " << cut << " bar " << i;
            }
        }
    });
}

TEST(IndicatorState, ResetForgetsEverything) {
    const auto bars = random_bars(50);

    for_each_indicator([&](const char* name, auto fresh) {
        auto used = fresh;
        for (const TestBar& bar : bars) {
            feed(used, bar);
        }

        used.reset();

        EXPECT_FALSE(used.ready()) << name;
        EXPECT_EQ(saved(used), saved(fresh)) << name;
    });
}

TEST(IndicatorState, ACopyGoesOnByItself) {
    const auto bars = random_bars(50);

    for_each_indicator([&](const char* name, auto original) {
        for (const TestBar& bar : bars) {
            feed(original, bar);
        }
        const auto before = saved(original);
        auto copy = original;

        feed(copy, {500, 400, 450});

        EXPECT_EQ(saved(original), before) << name;
        EXPECT_NE(saved(copy), before) << name;
    });
}

// The sanitizers are the judge: no access out of bounds, whatever was loaded.
TEST(IndicatorState, HostileBytesGiveNonsenseButNeverABadAccess) {
    const auto bars = random_bars(40);
    std::mt19937_64 generator{bars_seed};
    int loaded = 0;

    for_each_indicator([&](const char*, const auto fresh) {
        auto sample = fresh;
        const std::size_t length = saved(sample).size();
        for (int round = 0; round < 300; ++round) {
            std::vector<std::uint64_t> words(length);
            for (std::uint64_t& word : words) {
                const std::uint64_t random = generator();
                word = random % 4 == 0   ? ~std::uint64_t{0}
                       : random % 4 == 1 ? random % 16
                       : random % 4 == 2 ? std::bit_cast<std::uint64_t>(1e300)
                                         : random;
            }
            auto victim = fresh;
            Words archive(Words::Direction::loading, std::move(words));
            victim.state(archive);
            for (const TestBar& bar : bars) {
                static_cast<void>(outputs(victim));
                feed(victim, bar);
            }
            ++loaded;
        }
    });

    EXPECT_EQ(loaded, 15 * 300);
}

TEST(IndicatorState, ATornStateIsNoBadAccessEither) {
    const auto bars = random_bars(40);

    for_each_indicator([&](const char*, const auto fresh) {
        auto original = fresh;
        for (const TestBar& bar : bars) {
            feed(original, bar);
        }
        auto words = saved(original);
        while (!words.empty()) {
            words.pop_back();
            auto victim = fresh;
            Words archive(Words::Direction::loading, words);
            victim.state(archive);
            for (const TestBar& bar : bars) {
                feed(victim, bar);
            }
            static_cast<void>(outputs(victim));
        }
    });
}

TEST(IndicatorState, NothingIsAllocatedAfterConstruction) {
    if (!counts_allocations()) {
        GTEST_SKIP() << "ThreadSanitizer keeps operator new to itself";
    }
    const auto bars = random_bars(500);

    for_each_indicator([&](const char* name, auto indicator) {
        Words archive(Words::Direction::loading, saved(indicator));
        const std::int64_t before = allocations();

        double sum = 0;
        for (const TestBar& bar : bars) {
            feed(indicator, bar);
            sum += indicator.value();
        }
        indicator.reset();
        indicator.state(archive);
        const std::int64_t after = allocations();

        EXPECT_EQ(after, before) << name << ' ' << sum;
    });

    // The counter itself counts.
    const std::int64_t before = allocations();
    Sma another(3);
    EXPECT_GT(allocations(), before);
}

}  // namespace
}  // namespace tradelab
