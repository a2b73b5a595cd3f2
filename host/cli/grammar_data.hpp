#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_data.hpp"
#include "cli/requests_synth.hpp"

namespace CLI {
class App;
}

// The commands of `tradelab data`.
namespace tradelab {

// What was typed of them.
struct TypedData {
    ImportData import;
    ListData list;
    ShowData show;
    VerifyData verify;
    ShowGaps gaps;
    ExportData exported;
    ShowDataUsage usage;
    RemoveData remove;
    SynthesiseData synth;
    std::string store;
};

// `typed` must outlive `root`.
void add_data_commands(CLI::App& root, TypedData& typed);

[[nodiscard]] RequestsByName data_requests(const TypedData& typed, Asking asking);

}  // namespace tradelab
