#include "cli/campaign_analyzers.hpp"

#include "brain/analyzer.hpp"
#include "cli/child.hpp"
#include "cli/target.hpp"
#include "core/text.hpp"
#include "plugin/load.hpp"
#include "validate/check.hpp"

#include <tradelab/abi/draft/analyzer.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace tradelab {
namespace {

// Each of a council's arms is given a twentieth of its trials at least.
constexpr std::size_t analyzers_max = 8;
// All of them fit into the one sentence that says what came of a campaign.
constexpr std::size_t left_out_bytes_max = 150;

Result<NamedAnalyzer> analyzer_of(Session& session, const std::string& id) {
    auto package = find_by_id(session, id);
    if (!package) {
        return fail(std::move(package).error());
    }
    if (package->manifest.kind != TL_KIND_ANALYZER) {
        return fail(ErrorCode::invalid_argument,
                    id + " is of kind " + package->manifest.kind + ", not " TL_KIND_ANALYZER,
                    "tradelab plugin list shows the kind of each; a strategy is searched by its "
                    "parameter file");
    }
    if (auto fits = check_before_loading(session.disk, *package, this_host()); !fits) {
        return fail(std::move(fits).error());
    }
    std::string library(package->manifest.hash_of(package->manifest.library).value_or(""));
    return NamedAnalyzer{.package = *std::move(package), .library = std::move(library)};
}

// Ten seconds of the processor are its limit, on an idle machine and on a busy one.  It may sleep
// or be kept waiting for longer; after half a minute it is killed, and whose fault that was is
// judged by how long nobody else kept it from running.
constexpr std::chrono::seconds processor_time(10);
constexpr std::chrono::seconds patience(30);

// It has no business with files: what it reads and writes comes through descriptors that are open.
ProcessLimits limits_of_a_child() {
    ProcessLimits limits{.address_space_bytes = std::uint64_t{1} << 30U,
                         .file_bytes = 0,
                         .cpu_seconds = processor_time.count(),
                         .open_files = 64};
    if (is_sanitized()) {
        // Its shadow alone spans terabytes of address space.
        limits.address_space_bytes.reset();
    }
    return limits;
}

Result<TimedAnswer> asked_in_child(Session& session,
                                   const NamedAnalyzer& analyzer,
                                   const brain::AnalyzerQuestion& question) {
    const auto said = ask_child(session,
                                {.words = {"analyze-child",
                                           analyzer.package.folder.string(),
                                           analyzer.library,
                                           std::to_string(question.seed)},
                                 .about = analyzer.package.manifest.id,
                                 .target = name_in_command(analyzer.package),
                                 .input = question.brief,
                                 .patience = patience,
                                 .limits = limits_of_a_child(),
                                 .own_time = processor_time});
    if (!said) {
        return fail(said.error());
    }
    const std::string* answer = said->document["answer"].text();
    if (answer == nullptr) {
        return fail(ErrorCode::malformed,
                    "its process gave an answer of another kind",
                    "a plugin has no business with descriptor 3");
    }
    return TimedAnswer{.text = *answer,
                       .took = std::chrono::ceil<std::chrono::milliseconds>(said->took)};
}

}  // namespace

Result<std::vector<NamedAnalyzer>> analyzers_for(Session& session, std::vector<std::string> ids) {
    std::ranges::sort(ids);
    if (const auto twice = std::ranges::adjacent_find(ids); twice != ids.end()) {
        return fail(ErrorCode::invalid_argument,
                    "the analyzer " + *twice + " is named twice",
                    "once is enough: it proposes as long as what it says is worth it");
    }
    if (ids.size() > analyzers_max) {
        return fail(
            ErrorCode::invalid_argument,
            std::to_string(ids.size()) + " analyzers for one search",
            "name at most " + std::to_string(analyzers_max) + ": each takes a part of the trials");
    }
    std::vector<NamedAnalyzer> out;
    for (const std::string& id : ids) {
        auto one = analyzer_of(session, id);
        if (!one) {
            return fail(std::move(one).error(), "--analyzer " + id);
        }
        out.push_back(*std::move(one));
    }
    return out;
}

std::vector<Circumstance> circumstances_of(std::span<const NamedAnalyzer> analyzers) {
    std::vector<Circumstance> out;
    for (const NamedAnalyzer& one : analyzers) {
        out.push_back({.what = "analyzer " + one.package.manifest.id, .is = one.library});
    }
    return out;
}

std::vector<std::unique_ptr<brain::Proposer>> arms_of(Session& session,
                                                      std::span<const NamedAnalyzer> analyzers,
                                                      AnalyzerDesk& desk) {
    std::vector<std::unique_ptr<brain::Proposer>> out;
    for (const NamedAnalyzer& one : analyzers) {
        const auto in_child = [&session, one](const brain::AnalyzerQuestion& question) {
            return asked_in_child(session, one, question);
        };
        out.push_back(std::make_unique<brain::Analyzer>(
            one.package.manifest.id,
            [&desk, in_child, id = one.package.manifest.id](
                const brain::AnalyzerQuestion& question) {
                return desk.answers.answer(id, question, in_child);
            },
            [&session, &desk, id = one.package.manifest.id](const Error& why) {
                desk.left_out.push_back(
                    {.analyzer = id, .why = printable(describe(why), left_out_bytes_max)});
                session.output.note("left out of this search from here on: " + describe(why));
            }));
    }
    return out;
}

}  // namespace tradelab
