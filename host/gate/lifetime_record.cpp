#include "gate/lifetime_record.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {

namespace {

constexpr std::uint16_t version = 1;
constexpr std::size_t name_bytes_max = 64;

std::uint64_t number_of(JsonFields& fields, std::string_view name) {
    const std::int64_t value = fields.integer(name);
    if (value < 0 && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = " + std::to_string(value), "it is a count");
    }
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

LifetimeRecord read(RecordKind kind, const JsonValue& value, std::optional<Error>& problem) {
    if (kind.type == 1) {
        JsonFields fields(value, "", {"test", "campaign", "level"}, problem);
        return GrantRecord{.test = number_of(fields, "test"),
                           .campaign = fields.text("campaign", name_bytes_max),
                           .level = fields.text("level", name_bytes_max)};
    }
    if (kind.type == 2) {
        JsonFields fields(value, "", {"test", "binding", "power_permille"}, problem);
        return OpeningRecord{
            .test = number_of(fields, "test"),
            .binding = parse_binding(fields.value("binding"), fields.pointer("binding"), problem),
            .power_permille = static_cast<std::uint32_t>(number_of(fields, "power_permille"))};
    }
    JsonFields fields(value, "", {"test", "verdict", "promoted"}, problem);
    return EndingRecord{.test = number_of(fields, "test"),
                        .verdict = fields.text("verdict", name_bytes_max),
                        .promoted = fields.truth("promoted")};
}

}  // namespace

RecordKind kind_of(const LifetimeRecord& record) {
    return {.type = static_cast<std::uint16_t>(record.index() + 1), .version = version};
}

std::string level_text(double level) {
    return fmt::format("{}", level);
}

std::string encode(const LifetimeRecord& record) {
    const auto object = [&]() -> JsonObject {
        if (const auto* grant = std::get_if<GrantRecord>(&record)) {
            return {{"test", grant->test}, {"campaign", grant->campaign}, {"level", grant->level}};
        }
        if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
            return {{"test", opening->test},
                    {"binding", json_of(opening->binding)},
                    {"power_permille", opening->power_permille}};
        }
        const auto& ending = std::get<EndingRecord>(record);
        return {{"test", ending.test}, {"verdict", ending.verdict}, {"promoted", ending.promoted}};
    }();
    return canonical_json(object).value();
}

Result<LifetimeRecord> decode_lifetime(RecordKind kind, std::string_view bytes) {
    if (kind.version != version || kind.type < 1 || kind.type > 3) {
        return fail(ErrorCode::unsupported,
                    "type " + std::to_string(kind.type) + ", version " +
                        std::to_string(kind.version) + " is unknown to this program",
                    "read the record with the program that wrote it, or a newer one");
    }
    const auto value = parse_json(bytes);
    if (!value) {
        return fail(value.error());
    }
    std::optional<Error> problem;
    auto record = read(kind, *value, problem);
    if (problem) {
        return fail(std::move(*problem));
    }
    if (auto checked = check(record); !checked) {
        return fail(std::move(checked.error()));
    }
    if (encode(record) != bytes) {
        return fail(ErrorCode::malformed, "not in its one spelling");
    }
    return record;
}

Status check(const LifetimeRecord& record) {
    if (const auto* grant = std::get_if<GrantRecord>(&record)) {
        return check_sha256_hex("campaign", grant->campaign);
    }
    if (const auto* opening = std::get_if<OpeningRecord>(&record)) {
        return check(opening->binding);
    }
    return check_sha256_hex("verdict", std::get<EndingRecord>(record).verdict);
}

}  // namespace tradelab
