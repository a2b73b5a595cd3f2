#include "paper/chronicle.hpp"

#include "paper/lines.hpp"
#include "paper/records.hpp"

#include <utility>

namespace tradelab {
namespace {

std::string quoted(const std::string& line) {
    return line.empty() ? "nothing" : "'" + line + "'";
}

}  // namespace

const char* paper_record_text(std::uint16_t type) {
    constexpr const char* names[] = {"unknown",
                                     "manifest",
                                     "step",
                                     "command",
                                     "order",
                                     "order state",
                                     "fill",
                                     "funding",
                                     "liquidation",
                                     "note",
                                     "done",
                                     "isolation"};
    return type < std::size(names) ? names[type] : names[0];
}

Chronicle::Chronicle(Disk::Path path, JournalWriter writer, JournalReader reader)
    : path_(std::move(path)), writer_(std::move(writer)), reader_(std::move(reader)) {}

Result<Chronicle> Chronicle::open(Disk& disk, const Disk::Path& path, const std::string& kind) {
    // The reader judges every byte anyway, and holds each against what is told.
    auto writer = JournalWriter::open(disk, path, {.kind = kind, .check = ReadFrom::mark});
    if (!writer) {
        return fail(std::move(writer).error());
    }
    auto reader = JournalReader::open(disk, path, ReadFrom::first_record, kind);
    if (!reader) {
        return fail(std::move(reader).error());
    }
    Chronicle chronicle(path, *std::move(writer), *std::move(reader));
    if (auto looked = chronicle.look_ahead(); !looked) {
        return fail(std::move(looked).error());
    }
    return chronicle;
}

Status Chronicle::look_ahead() {
    const auto next = reader_.next();
    if (!next) {
        return fail(next.error());
    }
    ahead_.reset();
    if (*next) {
        ahead_ = Written{.seq = (*next)->seq,
                         .kind = (*next)->kind,
                         .times = (*next)->times,
                         .payload = std::string((*next)->payload)};
    }
    return {};
}

Status Chronicle::tell(RecordKind kind, RecordTimes times, std::string_view payload) {
    if (!ahead_) {
        const auto appended = writer_.append(kind, times, payload);
        return appended ? Status() : fail(appended.error());
    }
    if (ahead_->kind != kind || ahead_->times != times || ahead_->payload != payload) {
        return differs(kind, times, payload);
    }
    return look_ahead();
}

Status Chronicle::sync() {
    const auto synced = writer_.sync();
    return synced ? Status() : fail(synced.error());
}

Failure Chronicle::differs(RecordKind kind, RecordTimes times, std::string_view payload) const {
    const std::string where = "'" + path_.native() + "': record " + std::to_string(ahead_->seq);
    const std::string hint =
        "the journal was edited, or this engine decides otherwise than the one that wrote it: keep "
        "the folder as evidence, and begin another session in an empty one";
    if (ahead_->kind != kind) {
        return fail(ErrorCode::hash_mismatch,
                    where + " is of kind '" + paper_record_text(ahead_->kind.type) +
                        "', and doing it again makes one of kind '" + paper_record_text(kind.type) +
                        "'",
                    hint);
    }
    const std::string what = where + " (" + paper_record_text(kind.type) + ") says ";
    if (ahead_->payload != payload) {
        const auto [was, is] = first_difference(ahead_->payload, payload);
        return fail(ErrorCode::hash_mismatch,
                    what + quoted(was) + ", and doing it again says " + quoted(is),
                    hint);
    }
    return fail(
        ErrorCode::hash_mismatch,
        what + iso_text(ahead_->times.event) + ", and doing it again says " + iso_text(times.event),
        hint);
}

}  // namespace tradelab
