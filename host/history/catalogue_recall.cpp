#include "document/sha256.hpp"
#include "history/catalogue.hpp"

#include <chrono>

namespace tradelab {
namespace {

// The folder of what recall() finds: no name of a series.
constexpr std::string_view worked_out = ".worked_out";
constexpr std::size_t bytes_max = std::size_t{64} << 10U;
// A text is written within milliseconds; whoever holds the lock longer hangs.
constexpr auto patience = std::chrono::seconds(10);

std::string proof_of(std::string_view name, std::string_view text) {
    return sha256_hex(std::string(name) + "\n" + std::string(text));
}

}  // namespace

std::optional<std::string> Catalogue::recall(std::string_view name) const {
    const auto text =
        disk_.read_file(directory_ / worked_out / std::string(name), {.size_max = bytes_max});
    const std::size_t body = text ? text->find('\n') + 1 : 0;
    if (body == 0 || text->substr(0, body - 1) != proof_of(name, text->substr(body))) {
        return std::nullopt;
    }
    return text->substr(body);
}

void Catalogue::remember(std::string_view name, std::string_view text) const {
    const auto folder = directory_ / worked_out;
    if (!disk_.make_directories(folder)) {
        return;
    }
    if (const auto held = disk_.lock(folder / ".lock", patience)) {
        const std::string kept = proof_of(name, text) + "\n" + std::string(text);
        // Whoever needs it and does not find it works it out.
        static_cast<void>(write_atomically(disk_, folder / std::string(name), kept));
    }
}

}  // namespace tradelab
