#pragma once

#include "core/result.hpp"
#include "gate/lifetime.hpp"
#include "journal/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

// The three kinds of records of a lifetime, as canonical JSON.
namespace tradelab {

struct GrantRecord {
    std::uint64_t test = 0;
    std::string campaign = {};
    std::string level = {};  // as the shortest text that reads back: 0.00268
    friend bool operator==(const GrantRecord&, const GrantRecord&) = default;
};

struct OpeningRecord {
    std::uint64_t test = 0;
    VaultBinding binding = {};
    std::uint32_t power_permille = 0;
    friend bool operator==(const OpeningRecord&, const OpeningRecord&) = default;
};

struct EndingRecord {
    std::uint64_t test = 0;
    std::string verdict = {};
    bool promoted = false;
    friend bool operator==(const EndingRecord&, const EndingRecord&) = default;
};

using LifetimeRecord = std::variant<GrantRecord, OpeningRecord, EndingRecord>;

[[nodiscard]] RecordKind kind_of(const LifetimeRecord& record);
[[nodiscard]] std::string encode(const LifetimeRecord& record);
// Exactly what encode writes; anything else is malformed or unsupported.
[[nodiscard]] Result<LifetimeRecord> decode_lifetime(RecordKind kind, std::string_view bytes);

// What is wrong with a record that is to be written.
[[nodiscard]] Status check(const LifetimeRecord& record);

[[nodiscard]] std::string level_text(double level);

}  // namespace tradelab
