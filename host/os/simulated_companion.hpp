#pragma once

#include "os/companion.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace tradelab {

// Companions that are functions: what a child would do at each bell happens inside of `ring`.
class SimulatedCompanions final : public Companions {
public:
    // At a bell: what it does with the memory, and what the parent hears of it.
    using Act = std::function<Companion::Heard(std::span<std::byte> memory)>;
    // One for each that is started; an error is a program that never ran.
    using Birth = std::function<Result<Act>(const Command& command)>;

    explicit SimulatedCompanions(Birth birth) : birth_(std::move(birth)) {}

    [[nodiscard]] Result<std::unique_ptr<Companion>> start(const Command& command,
                                                           std::size_t memory_bytes) override;

private:
    Birth birth_;
};

}  // namespace tradelab
