#pragma once

#include "core/instrument.hpp"
#include "os/companion.hpp"
#include "paper/session_case.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// Strategies that fall ill, and processes for them.
namespace tradelab::paper_test {

// As tests/ward/patient.cpp counts them.
enum class Illness : std::int64_t { none, throws, segfault, abort, exits, hangs, silent };

// A strategy that stays well for so many bars of its life, warm-up included.
[[nodiscard]] Candidate patient(Illness illness, std::int64_t onset_bars);

// Companions that are this test program again.  After so many questions of each the child is
// killed; nothing: none is.
class Mortals final : public Companions {
public:
    explicit Mortals(std::optional<std::uint64_t> questions = {}) : questions_(questions) {}
    [[nodiscard]] Result<std::unique_ptr<Companion>> start(const Command& command,
                                                           std::size_t memory_bytes) override;

private:
    RealCompanions companions_;
    std::optional<std::uint64_t> questions_;
};

// Patient enough for a sanitizer on a busy machine.
[[nodiscard]] PaperCells cells_of(Companions& companions);

// Fills of one instance, but for the numbers of orders, which all share.
[[nodiscard]] std::vector<std::string> trades_of(const RunRecord& record, InstanceId id);

}  // namespace tradelab::paper_test
