#include "os/simulated_companion.hpp"

#include <csignal>
#include <cstdlib>

namespace tradelab {
namespace {

class SimulatedCompanion final : public Companion {
public:
    SimulatedCompanion(SimulatedCompanions::Act act, std::size_t bytes)
        // Untouched pages cost nothing, as in the real one.
        : act_(std::move(act)), memory_(std::calloc(bytes, 1), &std::free), bytes_(bytes) {}

    std::span<std::byte> memory() override {
        return {static_cast<std::byte*>(memory_.get()), bytes_};
    }
    void ring() override { heard_ = heard_ == Heard::ended ? heard_ : act_(memory()); }
    Heard wait(std::chrono::nanoseconds) override {
        return heard_ == Heard::ended ? heard_ : std::exchange(heard_, Heard::nothing);
    }
    void interrupt() override { heard_ = Heard::ended; }
    CompanionEnd end() override {
        if (heard_ == Heard::ended) {
            return {};
        }
        return {.by = CompanionEnd::By::us, .ended = Ended::signalled, .signal = SIGKILL};
    }
    [[nodiscard]] std::int64_t number() const override { return 0; }

private:
    SimulatedCompanions::Act act_;
    std::unique_ptr<void, decltype(&std::free)> memory_;
    std::size_t bytes_;
    Heard heard_ = Heard::nothing;
};

}  // namespace

Result<std::unique_ptr<Companion>> SimulatedCompanions::start(const Command& command,
                                                              std::size_t memory_bytes) {
    auto act = birth_(command);
    if (!act) {
        return fail(std::move(act).error());
    }
    return std::make_unique<SimulatedCompanion>(*std::move(act), memory_bytes);
}

}  // namespace tradelab
