#include "ingest/read_ticks.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// Hostile text as recorded ticks: pairs of times that the clock's judge can take, or an error that
// names a line and a remedy.
namespace tradelab {
namespace {

void check(const RecordedTicks& ticks) {
    const auto clock = examine_receiver_clock(ticks.events);
    if (clock.has_value() == ticks.events.empty()) {
        std::abort();
    }
    for (const ReceivedEvent& event : ticks.events) {
        if (clock->latency(event) < Duration(0)) {
            std::abort();
        }
    }
}

}  // namespace
}  // namespace tradelab

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (tradelab::packing_of(text) != tradelab::Packing::plain) {
        return 0;
    }
    auto source = tradelab::TextSource::open(text);
    if (!source) {
        std::abort();
    }
    const auto ticks = tradelab::read_ticks(*source);
    if (ticks) {
        tradelab::check(*ticks);
    } else if (ticks.error().hint.empty() || ticks.error().line == 0) {
        std::abort();
    }
    return 0;
}
