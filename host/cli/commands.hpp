#pragma once

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "core/result.hpp"

namespace tradelab {

// Every command: what it was asked, and what the program ends with.  An Error is reported by the
// caller; data and messages go to the session's output.
using Answer = Result<ExitCode>;

[[nodiscard]] Answer run(Session& session, const ShowHelp& request);
[[nodiscard]] Answer run(Session& session, const ShowVersion& request);
[[nodiscard]] Answer run(Session& session, const ShowCompletion& request);
[[nodiscard]] Answer run(Session& session, const ListPlugins& request);
[[nodiscard]] Answer run(Session& session, const ShowPlugin& request);
[[nodiscard]] Answer run(Session& session, const ValidatePlugins& request);
[[nodiscard]] Answer run(Session& session, const NewPlugin& request);
[[nodiscard]] Answer run(Session& session, const InstallPlugin& request);
[[nodiscard]] Answer run(Session& session, const RollbackPlugin& request);
[[nodiscard]] Answer run(Session& session, const RemovePlugin& request);
[[nodiscard]] Answer run(Session& session, const RunPlugin& request);
[[nodiscard]] Answer run(Session& session, const CheckStrategies& request);
[[nodiscard]] Answer run(Session& session, const ShowStrategy& request);
[[nodiscard]] Answer run(Session& session, const HashStrategies& request);
[[nodiscard]] Answer run(Session& session, const ShowStrategySchema& request);
[[nodiscard]] Answer run(Session& session, const ExportStrategy& request);
[[nodiscard]] Answer run(Session& session, const RunBacktest& request);
[[nodiscard]] Answer run(Session& session, const ShowBacktest& request);
[[nodiscard]] Answer run(Session& session, const CompareBacktests& request);
[[nodiscard]] Answer run(Session& session, const RunCampaign& request);
[[nodiscard]] Answer run(Session& session, const ListHypotheses& request);
[[nodiscard]] Answer run(Session& session, const ShowHypothesis& request);
[[nodiscard]] Answer run(Session& session, const ShowDossier& request);
[[nodiscard]] Answer run(Session& session, const ApproveStrategy& request);
[[nodiscard]] Answer run(Session& session, const CheckPaper& request);
[[nodiscard]] Answer run(Session& session, const RejectStrategy& request);
[[nodiscard]] Answer run(Session& session, const RetireStrategy& request);
[[nodiscard]] Answer run(Session& session, const GoLive& request);
[[nodiscard]] Answer run(Session& session, const CheckPreflight& request);
[[nodiscard]] Answer run(Session& session, const ShowResearch& request);
[[nodiscard]] Answer run(Session& session, const CommandResearch& request);
[[nodiscard]] Answer run(Session& session, const ListTrials& request);
[[nodiscard]] Answer run(Session& session, const CountTrials& request);
[[nodiscard]] Answer run(Session& session, const ShowTrial& request);
[[nodiscard]] Answer run(Session& session, const ReproduceTrial& request);
[[nodiscard]] Answer run(Session& session, const VerifyJournals& request);
[[nodiscard]] Answer run(Session& session, const AdoptJournal& request);
[[nodiscard]] Answer run(Session& session, const ListVerdicts& request);
[[nodiscard]] Answer run(Session& session, const ExplainVerdict& request);
[[nodiscard]] Answer run(Session& session, const ShowBudget& request);
[[nodiscard]] Answer run(Session& session, const AskPower& request);
[[nodiscard]] Answer run(Session& session, const AskDaemon& request);
[[nodiscard]] Answer run(Session& session, const AskPast& request);
[[nodiscard]] Answer run(Session& session, const ReadLog& request);
[[nodiscard]] Answer run(Session& session, const CommandDaemon& request);
[[nodiscard]] Answer run(Session& session, const ExamineDaemon& request);
[[nodiscard]] Answer run(Session& session, const ShowSettings& request);
[[nodiscard]] Answer run(Session& session, const InitSettings& request);
[[nodiscard]] Answer run(Session& session, const ImportData& request);
[[nodiscard]] Answer run(Session& session, const ListData& request);
[[nodiscard]] Answer run(Session& session, const ShowData& request);
[[nodiscard]] Answer run(Session& session, const VerifyData& request);
[[nodiscard]] Answer run(Session& session, const ShowGaps& request);
[[nodiscard]] Answer run(Session& session, const ExportData& request);
[[nodiscard]] Answer run(Session& session, const ShowDataUsage& request);
[[nodiscard]] Answer run(Session& session, const RemoveData& request);
[[nodiscard]] Answer run(Session& session, const SynthesiseData& request);
[[nodiscard]] Answer run(Session& session, const DescribeChild& request);
[[nodiscard]] Answer run(Session& session, const RunChild& request);
[[nodiscard]] Answer run(Session& session, const AnalyzeChild& request);

}  // namespace tradelab
