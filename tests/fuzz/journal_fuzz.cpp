// Whatever the bytes of a journal, of its mark or of a trial are, reading them ends with a state or
// a refusal, and what a writer has opened is whole.

#include "core/check.hpp"
#include "journal/mark.hpp"
#include "journal/trial.hpp"
#include "journal/verify.hpp"
#include "journal/writer.hpp"
#include "os/simulated_disk.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tradelab {
namespace {

const Disk::Path at = "/journal";

// Reads it, opens it, goes on writing: a writer that was let in leaves nothing torn behind.
void read_and_continue(SimulatedDisk& disk) {
    const auto before = verify_journal(disk, at);
    auto writer = JournalWriter::open(disk, at, {});
    TL_CHECK(writer.has_value() == (before.has_value() && before->kind == "journal"));
    if (!writer) {
        return;
    }
    TL_CHECK(writer->head() == before->head);
    TL_CHECK(writer->append({.type = 1, .version = 1}, {}, "more").has_value());
    TL_CHECK(writer->sync().has_value());
    const auto after = verify_journal(disk, at);
    TL_CHECK(after && after->torn_bytes == 0 && after->records == before->records + 1);
    TL_CHECK(after->acknowledged == after->head);
}

// The whole file is the fuzzer's.
void any_journal(std::string_view bytes) {
    SimulatedDisk disk;
    TL_CHECK(write_atomically(disk, at, bytes).has_value());
    TL_CHECK(JournalReader::open(disk, at, ReadFrom::first_record).has_value() == false);
    if (adopt_journal(disk, at)) {
        read_and_continue(disk);
    }
}

// A good beginning, two acknowledged records, and the fuzzer's bytes behind the mark.
void any_tail(std::string_view bytes) {
    SimulatedDisk disk;
    {
        auto writer = JournalWriter::open(disk, at, {});
        TL_CHECK(writer && writer->append({.type = 1, .version = 1}, {}, "one"));
        TL_CHECK(writer->append({.type = 1, .version = 1}, {}, "two") && writer->sync());
    }
    const auto size = disk.stat(at)->size;
    TL_CHECK((*disk.open_existing(at, size))->write(bytes).has_value());
    read_and_continue(disk);
}

void any_mark(std::string_view bytes) {
    SimulatedDisk disk;
    TL_CHECK(JournalWriter::open(disk, at, {}).has_value());
    TL_CHECK(write_atomically(disk, mark_path(at), bytes).has_value());
    static_cast<void>(verify_journal(disk, at));
}

void any_trial(std::string_view bytes) {
    if (const auto trial = decode_trial(bytes)) {
        TL_CHECK(encode_trial(*trial) == bytes);
    }
    static_cast<void>(decode_trial_1(bytes));
}

}  // namespace
}  // namespace tradelab

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tradelab;
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0:
            any_journal(bytes);
            break;
        case 1:
            any_tail(bytes);
            break;
        case 2:
            any_mark(bytes);
            break;
        default:
            any_trial(bytes);
    }
    return 0;
}
