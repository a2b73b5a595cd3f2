#pragma once

#include "brain/proposer.hpp"
#include "campaign/campaign_identity.hpp"
#include "campaign/kept_answers.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"
#include "plugin/package.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// An analyzer that a search was told to ask.  Its code runs in a child process, once for each
// question, with limits in time, memory and files.
struct NamedAnalyzer {
    Package package;
    std::string library;  // SHA-256
};

// By id, so that the order in which they were named changes nothing.  Refused: one that is not
// installed, is of another kind, has other files than its manifest lists, or is named twice; more
// of them than a council has seats for.
[[nodiscard]] Result<std::vector<NamedAnalyzer>> analyzers_for(Session& session,
                                                               std::vector<std::string> ids);

// What a campaign is known by because of them.
[[nodiscard]] std::vector<Circumstance> circumstances_of(std::span<const NamedAnalyzer> analyzers);

// One of them that was dropped.
struct LeftOut {
    std::string analyzer;
    std::string why;
};

// What one campaign hears of its analyzers.
struct AnalyzerDesk {
    KeptAnswers answers;
    std::vector<LeftOut> left_out = {};
};

// An arm for each.  Why one is dropped is told at once.  Session and desk outlive the arms.
[[nodiscard]] std::vector<std::unique_ptr<brain::Proposer>> arms_of(
    Session& session, std::span<const NamedAnalyzer> analyzers, AnalyzerDesk& desk);

}  // namespace tradelab
