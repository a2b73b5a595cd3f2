#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// A program that made something, so that its output can be told from that of a better version.
struct Maker {
    std::string id = {};  // "importer.binance_klines"
    std::string version = {};

    friend bool operator==(const Maker&, const Maker&) = default;
};

// The bytes that were imported, before anything was done to them.
struct RawInput {
    std::string sha256 = {};  // 64 lower-case hexadecimal digits
    std::uint64_t bytes = 0;

    friend bool operator==(const RawInput&, const RawInput&) = default;
};

// Data that nobody ever traded.  The same maker, seed and settings make the same rows.
struct SyntheticOrigin {
    Maker generator = {};
    std::uint64_t seed = 0;
    std::string settings = {};  // as text, for the reader

    friend bool operator==(const SyntheticOrigin&, const SyntheticOrigin&) = default;
};

// One reason for a score below full marks.
struct Finding {
    std::string code = {};  // "gap", "spike": stable, for scripts
    std::uint64_t count = 0;
    std::optional<UnixNanos> first = {};  // where it is first seen
    std::string text = {};                // a sentence

    friend bool operator==(const Finding&, const Finding&) = default;
};

// What the data-integrity validator said of these rows before they were sealed.
struct Verdict {
    static constexpr std::uint32_t score_max = 10'000;

    Maker validator = {};
    std::uint32_t score_e4 = 0;  // 10,000: nothing to complain of
    std::vector<Finding> findings = {};

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Where rows come from.  Sealed with them: no provenance, no file.
//
// What is not known is nothing, and reported as unknown.  Exactly one of `raw` and `synthetic` is
// there: rows are imported from bytes, or generated.
struct Provenance {
    std::string source = {};    // "binance.archive": who recorded it
    std::string location = {};  // URL or file name it was read from
    std::optional<UnixNanos> fetched_at = {};
    std::optional<RawInput> raw = {};
    Maker importer = {};                  // or what turned the generator's output into rows
    std::optional<Verdict> verdict = {};  // nothing: never judged
    std::optional<SyntheticOrigin> synthetic = {};

    friend bool operator==(const Provenance&, const Provenance&) = default;
};

// Refuses one that says nothing: no source, location or importer, no hash of what was imported, a
// score out of range, text that is not printable.
[[nodiscard]] Status check_provenance(const Provenance& provenance);

// As stored in a sealed file (FORMAT.md).  Decoding takes hostile bytes, and refuses any that
// encode_provenance would not have written.
[[nodiscard]] std::string encode_provenance(const Provenance& provenance);
[[nodiscard]] Result<Provenance> decode_provenance(std::string_view bytes);

}  // namespace tradelab
