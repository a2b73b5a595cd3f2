#include "honesty/recorded_noise.hpp"

#include "ingest/raw_file.hpp"
#include "ingest/read_table.hpp"
#include "ingest/text_source.hpp"
#include "support/shared.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace bench {

using namespace tradelab;

Result<NoiseBase> recorded_noise(const Disk& disk, const std::filesystem::path& file) {
    const auto raw = read_raw(disk, file);
    if (!raw) {
        return fail(raw.error());
    }
    auto source = TextSource::open(*raw);
    if (!source) {
        return fail(std::move(source).error());
    }
    const auto table = read_table(*source,
                                  {.layout = ArchiveLayout::klines,
                                   .interval = std::nullopt,
                                   .raw_bytes = raw->size(),
                                   .progress = {}});
    if (!table) {
        return fail(table.error(), file.string());
    }
    const auto* hours = std::get_if<BarColumns>(&table->columns);
    constexpr std::size_t hours_per_bar = 8;
    // The first day of a listing is no market yet.
    constexpr std::size_t first = 48;
    if (hours == nullptr || hours->size() < first + hours_per_bar) {
        return fail(ErrorCode::malformed, file.string() + ": no hourly bars");
    }
    NoiseBase out{.shocks = {},
                  .source = "recorded bars of " + file.filename().string() + ", " +
                            iso_text(UnixNanos(hours->ts[first])) + " to " +
                            iso_text(UnixNanos(hours->ts.back()))};
    for (std::size_t at = first; at + hours_per_bar <= hours->size(); at += hours_per_bar) {
        const auto open = static_cast<double>(hours->open[at]);
        const auto end = static_cast<std::ptrdiff_t>(at + hours_per_bar);
        const auto begin = static_cast<std::ptrdiff_t>(at);
        const auto high = *std::max_element(hours->high.begin() + begin, hours->high.begin() + end);
        const auto low = *std::min_element(hours->low.begin() + begin, hours->low.begin() + end);
        const auto close = hours->close[at + hours_per_bar - 1];
        out.shocks.push_back({.move = static_cast<double>(close) / open - 1,
                              .peak = static_cast<double>(high) / open - 1,
                              .floor = static_cast<double>(low) / open - 1});
    }
    return out;
}

Result<NoiseBase> noise_base(const Disk& disk) {
    const auto file = shared_file("data/um/BTCUSDT-1h.csv.gz");
    return file ? recorded_noise(disk, *file) : Result<NoiseBase>(made_up_base());
}

}  // namespace bench
