#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

#include <cstddef>

namespace {

struct Stranger : tradelab::Strategy<Stranger> {
    static constexpr tradelab::About about = {
        .id = "org.example.stranger",
        .version = "0.1.0",
        .summary = "Long while the close is above its average."};
    static constexpr tradelab::Param params[] = {{.name = "length",
                                                  .unit = "bars",
                                                  .initial = 20,
                                                  .min = 2,
                                                  .max = 500,
                                                  .summary = "of the average"}};

    tradelab::Sma average{count("length")};

    [[nodiscard]] std::int64_t warmup() const { return count("length"); }

    void on_bar(const tradelab::Bar& bar) {
        average.update(bar.close());
        target(bar.close() > average.value() ? 1.0 : 0.0);
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(average);
    }
};

}  // namespace

TL_STRATEGY(Stranger)
