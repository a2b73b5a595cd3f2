#include "lifecycle/ledger_note.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "journal/reader.hpp"
#include "journal/trials.hpp"
#include "journal/verify.hpp"

#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t note_bytes_max = 512;

std::uint64_t count_of(JsonFields& fields, std::string_view name) {
    const std::int64_t count = fields.integer(name);
    if (count < 0 && !fields.is_broken()) {
        fields.refuse(std::string(name) + " is below 0", "it counts");
    }
    return static_cast<std::uint64_t>(count);
}

}  // namespace

std::string encode_ledger_note(const JournalHead& head) {
    return canonical_json(
               JsonObject{{"chain", hex(head.chain)}, {"seq", head.seq}, {"offset", head.offset}})
        .value();
}

Result<JournalHead> decode_ledger_note(std::string_view bytes) {
    const auto value = parse_json(bytes, {.bytes_max = note_bytes_max});
    if (!value) {
        return fail(value.error());
    }
    std::optional<Error> problem;
    JsonFields fields(*value, "", {"chain", "seq", "offset"}, problem);
    const auto chain = parse_sha256_hex(fields.text("chain", 64));
    JournalHead head{.seq = count_of(fields, "seq"),
                     .offset = count_of(fields, "offset"),
                     .chain = chain.value_or(Sha256Digest())};
    if (problem) {
        return fail(*std::move(problem));
    }
    if (!chain || encode_ledger_note(head) != bytes) {
        return fail(ErrorCode::malformed, "not in its one spelling");
    }
    return head;
}

Status check_ledger(const Disk& disk,
                    const Disk::Path& ledger,
                    const std::optional<JournalHead>& noted) {
    if (!noted) {
        return {};
    }
    auto reader = JournalReader::open_behind(disk, ledger, *noted, trials_kind);
    const auto next = reader ? reader->next() : fail(reader.error());
    if (next) {
        return {};
    }
    Error error = next.error();
    error.hint = "restore '" + ledger.native() +
                 "' with its .mark file from a backup; the record of lives has noted " +
                 std::to_string(noted->seq) + " trials";
    return fail(std::move(error), "the trial ledger is not the one that was noted");
}

Status note_ledger(Disk& disk, const Disk::Path& ledger, Lifecycle& record, UnixNanos now) {
    if (auto read = record.catch_up(); !read) {
        return read;
    }
    if (auto same = check_ledger(disk, ledger, record.noted_ledger()); !same) {
        return same;
    }
    const auto head = acknowledged_head(disk, ledger);
    if (!head) {
        const bool never_begun = head.error().code == ErrorCode::not_found;
        return never_begun ? Status() : fail(head.error());
    }
    const bool is_noted = record.noted_ledger() && record.noted_ledger()->seq >= head->seq;
    return is_noted ? Status() : record.note(*head, now);
}

}  // namespace tradelab
