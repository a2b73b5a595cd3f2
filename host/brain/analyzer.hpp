#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"

#include <tradelab/abi/draft/analyzer.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab::brain {

// An analyzer plugin as one more arm: the brief goes in as tl_msg_brief, the answer comes out as
// tl_msg_answer, and is held against the brief (analyzer_json.hpp).
//
// The message says of time nothing (ts is 0, the deadline TL_NONE): a search has no clock.  Its
// seed hangs on the campaign's, on the name, and on how much has been tried.  A plugin that asks
// for the network is refused here: it needs the driver that carries requests and replies.
//
// A broken answer is no proposals, and `refusal` says why.  Handler and instance outlive this.
class Analyzer final : public Proposer {
public:
    Analyzer(std::string name, const tl_handler& handler, tl_instance* instance)
        : name_(std::move(name)), handler_(handler), instance_(instance) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;

    // Why the last answer was none; nothing where it was one.
    [[nodiscard]] const std::optional<Error>& refusal() const { return refusal_; }

private:
    [[nodiscard]] Result<std::vector<Proposal>> ask(const Brief& brief);

    std::string name_;
    const tl_handler& handler_;
    tl_instance* instance_;
    std::optional<Error> refusal_;
};

}  // namespace tradelab::brain
