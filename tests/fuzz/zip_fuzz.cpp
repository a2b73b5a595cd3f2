#include "ingest/text_source.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// Hostile bytes as a packed file: text within the limits, or an error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string raw(reinterpret_cast<const char*>(data), size);
    constexpr tradelab::UnpackLimits limits{
        .text_bytes_max = 1U << 20U, .ratio_max = 20, .text_bytes_free = 4'096};
    auto source = tradelab::TextSource::open(raw, limits);
    if (!source) {
        return 0;
    }
    std::array<char, 1'024> piece{};
    std::uint64_t text = 0;
    while (true) {
        const auto got = source->read(piece);
        if (!got || *got == 0) {
            break;
        }
        text += *got;
        const bool bounded =
            text <= limits.text_bytes_free || text / limits.ratio_max <= raw.size();
        if (!bounded || text > limits.text_bytes_max || source->raw_used() > raw.size()) {
            std::abort();
        }
    }
    return 0;
}
