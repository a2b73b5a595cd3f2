#pragma once

#include "journal/reader.hpp"
#include "journal/writer.hpp"
#include "os/simulated_disk.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Journals that say something else, with a chain that holds: as only who owns the machine can make.
namespace tradelab::paper_test {

// Writes a journal anew, with a chain that holds, after a change of each record.
inline void forge(
    SimulatedDisk& disk,
    const std::string& name,
    const std::string& kind,
    const std::function<void(std::vector<std::pair<RecordView, std::string>>&)>& change) {
    std::vector<std::pair<RecordView, std::string>> records;
    {
        auto reader = JournalReader::open(disk, folder / name, ReadFrom::first_record, kind);
        ASSERT_TRUE(reader.has_value());
        for (auto next = reader->next(); next && *next; next = reader->next()) {
            records.emplace_back(**next, std::string((*next)->payload));
        }
    }
    change(records);
    for (const char* ending : {"", ".mark", ".lock"}) {
        ASSERT_TRUE(disk.remove_file(folder / (name + ending)).has_value());
    }
    auto writer = JournalWriter::open(disk, folder / name, {.kind = kind});
    ASSERT_TRUE(writer.has_value());
    for (const auto& [record, payload] : records) {
        ASSERT_TRUE(writer->append(record.kind, record.times, payload).has_value());
    }
    ASSERT_TRUE(writer->sync().has_value());
}

inline void replace(std::string& text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
}

}  // namespace tradelab::paper_test
