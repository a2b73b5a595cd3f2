#include "paper/tape.hpp"

#include "core/check.hpp"
#include "document/sha256.hpp"
#include "paper/lines.hpp"
#include "paper/manifest.hpp"

#include <algorithm>
#include <cstring>

namespace tradelab {
namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

// All of an event but what the kernel wrote into it.
void add_event(RowHash& hash, const tl_ev& event) {
    tl_ev header = event;
    header.seq = 0;
    header.flags = 0;
    const auto add = [&](const char* from, std::size_t bytes) {
        for (std::size_t at = 0; at < bytes; at += word_bytes) {
            std::uint64_t word = 0;
            std::memcpy(&word, from + at, word_bytes);
            hash.add(word);
        }
    };
    static_assert(sizeof(tl_ev) % word_bytes == 0);
    add(reinterpret_cast<const char*>(&header), sizeof header);
    add(reinterpret_cast<const char*>(&event) + sizeof header, event.size - sizeof header);
}

std::string hex_of(std::uint64_t word) {
    std::string text(16, '0');
    for (std::size_t at = text.size(); at-- > 0; word >>= 4U) {
        text[at] = "0123456789abcdef"[word & 15U];
    }
    return text;
}

}  // namespace

Tape::Tape(const BacktestPlan& plan) {
    for (const PlannedSeries& planned : plan.series) {
        const auto& interval = planned.found.series.interval();
        const bool is_bars = planned.kind == SourceKind::bars;
        series_.push_back({.spec = {.instrument = planned.instrument,
                                    .kind = planned.kind,
                                    .interval = is_bars ? interval->length() : Duration(0)},
                           .series = planned.found.series.text(),
                           .files_sha256 = files_sha256(planned.found)});
    }
}

void Tape::delivered(const SourceSpec& source, const MarketWindow& events) {
    const auto found = std::ranges::find_if(series_, [&](const Row& one) {
        return one.spec.instrument == source.instrument && one.spec.kind == source.kind &&
               one.spec.interval == source.interval;
    });
    TL_CHECK_MSG(found != series_.end(), "rows of a series that is not in the plan");
    const auto* at = reinterpret_cast<const char*>(events.first);
    for (std::uint32_t n = 0; n < events.count; ++n, at += events.event_bytes) {
        const auto& event = *reinterpret_cast<const tl_ev*>(at);
        found->first = found->count == 0 ? UnixNanos(event.ts_event) : found->first;
        found->last = UnixNanos(event.ts_event);
        ++found->count;
        add_event(found->hash, event);
    }
}

std::vector<std::string> Tape::take_step() {
    std::vector<std::string> out;
    for (Row& one : series_) {
        if (one.count == 0) {
            continue;
        }
        Lines lines;
        lines.add("series", one.series).add("files", one.files_sha256);
        lines.add("rows", one.count);
        lines.add("first_ns", one.first.ns()).add("last_ns", one.last.ns());
        lines.add("hash", hex_of(one.hash.high()) + hex_of(one.hash.low()));
        out.push_back(lines.text());
        one.count = 0;
        one.hash = {};
    }
    return out;
}

std::string hash_of_step(const std::vector<std::string>& rows) {
    std::string all;
    for (const std::string& one : rows) {
        all += one;
    }
    return rows.empty() ? "none" : sha256_hex(all);
}

}  // namespace tradelab
