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
                                     "isolation",
                                     "answer"};
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
    if (auto looked = chronicle.read_on(); !looked) {
        return fail(std::move(looked).error());
    }
    return chronicle;
}

Result<bool> Chronicle::read_on() {
    const auto next = reader_.next();
    if (!next) {
        return fail(next.error());
    }
    if (*next) {
        ahead_.push_back({.seq = (*next)->seq,
                          .kind = (*next)->kind,
                          .times = (*next)->times,
                          .payload = std::string((*next)->payload)});
    }
    return next->has_value();
}

Result<Chronicle::Run> Chronicle::run_of(RecordKind kind) {
    Run out;
    for (std::size_t at = 0; at < ahead_.size(); ++at) {
        if (ahead_[at].kind != kind) {
            out.is_closed = true;
            return out;
        }
        out.payloads.push_back(ahead_[at].payload);
        const auto more = at + 1 == ahead_.size() ? read_on() : Result<bool>(true);
        if (!more) {
            return fail(more.error());
        }
    }
    return out;
}

Status Chronicle::tell(RecordKind kind, RecordTimes times, std::string_view payload) {
    if (ahead_.empty()) {
        const auto appended = writer_.append(kind, times, payload);
        return appended ? Status() : fail(appended.error());
    }
    const Written& next = ahead_.front();
    if (next.kind != kind || next.times != times || next.payload != payload) {
        return differs(kind, times, payload);
    }
    ahead_.pop_front();
    if (!ahead_.empty()) {
        return {};
    }
    const auto looked = read_on();
    return looked ? Status() : fail(looked.error());
}

Status Chronicle::sync() {
    const auto synced = writer_.sync();
    return synced ? Status() : fail(synced.error());
}

Failure Chronicle::differs(RecordKind kind, RecordTimes times, std::string_view payload) const {
    const Written& next = ahead_.front();
    const std::string where = "'" + path_.native() + "': record " + std::to_string(next.seq);
    const std::string hint =
        "the journal was edited, or this engine decides otherwise than the one that wrote it: keep "
        "the folder as evidence, and begin another session in an empty one";
    if (next.kind != kind) {
        return fail(ErrorCode::hash_mismatch,
                    where + " is of kind '" + paper_record_text(next.kind.type) +
                        "', and doing it again makes one of kind '" + paper_record_text(kind.type) +
                        "'",
                    hint);
    }
    const std::string what = where + " (" + paper_record_text(kind.type) + ") says ";
    if (next.payload != payload) {
        const auto [was, is] = first_difference(next.payload, payload);
        return fail(ErrorCode::hash_mismatch,
                    what + quoted(was) + ", and doing it again says " + quoted(is),
                    hint);
    }
    return fail(
        ErrorCode::hash_mismatch,
        what + iso_text(next.times.event) + ", and doing it again says " + iso_text(times.event),
        hint);
}

}  // namespace tradelab
