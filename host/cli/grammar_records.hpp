#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_records.hpp"

namespace CLI {
class App;
}

// The commands of `tradelab trials`, `tradelab reproduce` and `tradelab journal`.
namespace tradelab {

// What was typed of them.
struct TypedRecords {
    ListTrials list;
    bool all = false;
    CountTrials count;
    ShowTrial show;
    ReproduceTrial reproduce;
    VerifyJournals verify;
    AdoptJournal adopt;
};

// `typed` must outlive `root`.
void add_record_commands(CLI::App& root, TypedRecords& typed);

[[nodiscard]] RequestsByName record_requests(const TypedRecords& typed);

}  // namespace tradelab
