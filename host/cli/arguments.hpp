#pragma once

#include "cli/layout.hpp"
#include "cli/next_commands.hpp"
#include "cli/output.hpp"
#include "cli/requests_backtest.hpp"
#include "cli/requests_daemon.hpp"
#include "cli/requests_data.hpp"
#include "cli/requests_gate.hpp"
#include "cli/requests_lab.hpp"
#include "cli/requests_life.hpp"
#include "cli/requests_plugin.hpp"
#include "cli/requests_records.hpp"
#include "cli/requests_strategy.hpp"
#include "cli/requests_synth.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

// What can be asked of the program.  One struct per command, in the
// `requests_*.hpp` of its family; its text form is in `grammar_*.cpp`.
namespace tradelab {

struct ShowHelp {
    std::string text;
};
struct ShowVersion {};
struct ShowCompletion {
    std::string shell;
};

using Request = std::variant<ShowHelp,
                             ShowVersion,
                             ShowCompletion,
                             ListPlugins,
                             ShowPlugin,
                             ValidatePlugins,
                             NewPlugin,
                             InstallPlugin,
                             RollbackPlugin,
                             RemovePlugin,
                             RunPlugin,
                             DescribeChild,
                             AnalyzeChild,
                             ImportData,
                             ListData,
                             ShowData,
                             VerifyData,
                             ShowGaps,
                             ExportData,
                             ShowDataUsage,
                             RemoveData,
                             SynthesiseData,
                             CheckStrategies,
                             ShowStrategy,
                             HashStrategies,
                             ShowStrategySchema,
                             ExportStrategy,
                             RunBacktest,
                             ShowBacktest,
                             CompareBacktests,
                             RunCampaign,
                             ListHypotheses,
                             ShowHypothesis,
                             ShowDossier,
                             CheckPaper,
                             ApproveStrategy,
                             RejectStrategy,
                             RetireStrategy,
                             GoLive,
                             CheckPreflight,
                             ShowResearch,
                             CommandResearch,
                             ListTrials,
                             CountTrials,
                             ShowTrial,
                             ReproduceTrial,
                             VerifyJournals,
                             AdoptJournal,
                             ListVerdicts,
                             ExplainVerdict,
                             ShowBudget,
                             AskPower,
                             AskDaemon,
                             AskPast,
                             ReadLog,
                             CommandDaemon,
                             ExamineDaemon,
                             ShowSettings,
                             InitSettings,
                             RunChild>;

// By the whole name of a command: "tradelab plugin list".
using RequestsByName = std::map<std::string, Request>;

// Accepted before, between and after the words of a command.
struct GlobalFlags {
    Format format = Format::text;
    Look look = Look::rich;
    LayoutFlags places = {};
};

struct Arguments {
    GlobalFlags global;
    Request request;
    NextCommands next = {};
};

// The words after the program's name.  What cannot be understood is invalid_argument, with what was
// probably meant.
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const std::string> words);

// Format and look asked for, as far as they can be told from words that may be wrong otherwise.
[[nodiscard]] GlobalFlags flags_in(std::span<const std::string> words);

}  // namespace tradelab
