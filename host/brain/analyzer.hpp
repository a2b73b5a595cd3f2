#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab::brain {

struct AnalyzerQuestion {
    std::uint64_t seed = 0;  // all the randomness that it may use
    std::string brief;       // JSON: analyzer_json.hpp documents it
};

// Has the plugin asked, and returns the JSON of its answer, of which nothing is believed.  The same
// question must be answered the same each time in one campaign: whoever asks a plugin that is not
// pure keeps what it said.
using AskAnalyzer = std::function<Result<std::string>(const AnalyzerQuestion&)>;

// An analyzer plugin as one more arm: the brief goes in, the answer comes out and is held against
// the brief.
//
// What fails, or answers what cannot be used, is dropped: it is not asked again, and has no ideas
// from then on.  That is the one thing an arm remembers; a campaign that is taken up again asks
// from its first batch on, and drops it at the same place.
class Analyzer final : public Proposer {
public:
    // `tell` hears once why it was dropped.
    Analyzer(std::string name, AskAnalyzer ask, std::function<void(const Error&)> tell = {})
        : name_(std::move(name)), ask_(std::move(ask)), tell_(std::move(tell)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;

    // Why it was dropped; nothing where it was not.
    [[nodiscard]] const std::optional<Error>& dropped() const { return dropped_; }

private:
    [[nodiscard]] Result<std::vector<Proposal>> ask(const Brief& brief);

    std::string name_;
    AskAnalyzer ask_;
    std::function<void(const Error&)> tell_;
    std::optional<Error> dropped_;
};

}  // namespace tradelab::brain
