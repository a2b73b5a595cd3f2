#pragma once

#include "cli/session.hpp"
#include "document/json_value.hpp"
#include "history/catalogue.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What the commands of `tradelab data` share: where the store is, and how things are shown.
namespace tradelab {

// Whether a command may begin a store that --store names: a mistyped one would be filled, or be
// found empty.
enum class NamedStore : std::uint8_t { must_be_there, may_be_begun };

// The folder that --store names, else the default one, which need not be there; an Error where
// there is no home.
[[nodiscard]] Result<std::filesystem::path> history_folder(
    const Session& session, const std::string& store, NamedStore named = NamedStore::must_be_there);

// "binance.spot:BTC-USDT bars 1h", in one word or several, or as the name of its folder.
[[nodiscard]] Result<Series> series_in(const std::vector<std::string>& words);

// "98.76" of a hundred, or "unjudged".
[[nodiscard]] std::string score_text(const std::optional<std::uint32_t>& score_e4);
// The lowest score that makes data evidence is integrity's; a text says where it is not reached.
[[nodiscard]] std::string origin_text(DataOrigin origin);

// "1.8 MB"
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);

// Rows that are missing in the holes.
[[nodiscard]] std::uint64_t missing_rows(const Series& series, const std::vector<Hole>& holes);

[[nodiscard]] JsonValue score_json(const std::optional<std::uint32_t>& score_e4);
[[nodiscard]] JsonValue verdict_json(const std::optional<Verdict>& verdict);
[[nodiscard]] JsonValue summary_json(const SealedSummary& summary);
[[nodiscard]] JsonValue series_json(const CataloguedSeries& series);

}  // namespace tradelab
