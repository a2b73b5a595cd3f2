#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_lab.hpp"
#include "cli/requests_life.hpp"

namespace CLI {
class App;
}

namespace tradelab {

// What was typed of `tradelab lab`.
struct TypedLab {
    RunCampaign campaign;
    ListHypotheses hypotheses;
    ShowHypothesis show;
    ShowDossier dossier;
    CheckPaper check;
    ShowResearch status;
    CommandResearch start;
    CommandResearch kill;
};

// `typed` must outlive `root`.
void add_lab_commands(CLI::App& root, TypedLab& typed);

[[nodiscard]] RequestsByName lab_requests(const TypedLab& typed);

}  // namespace tradelab
