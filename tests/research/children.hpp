#pragma once

#include "os/companion.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

// Children that end when a test says so.
class Children final : public Companions {
public:
    struct Child {
        Command command = {};
        std::optional<CompanionEnd> end = {};
        int interrupts = 0;
        bool was_killed = false;
    };

    // Shared by the test, which ends it, and by whoever started it and may let it go first.
    using Shared = std::shared_ptr<Child>;

    [[nodiscard]] Result<std::unique_ptr<Companion>> start(const Command& command,
                                                           std::size_t) override {
        if (refusal) {
            return fail(*refusal);
        }
        born.push_back(std::make_shared<Child>(Child{.command = command}));
        return std::make_unique<Seen>(born.back());
    }
    void exit_last(int code, std::string errors = {}) const {
        born.back()->end = CompanionEnd{.by = CompanionEnd::By::itself,
                                        .ended = Ended::exited,
                                        .exit_code = code,
                                        .errors = std::move(errors)};
    }

    std::vector<Shared> born;
    std::optional<Error> refusal;

private:
    class Seen final : public Companion {
    public:
        explicit Seen(Shared child) : child_(std::move(child)) {}

        std::span<std::byte> memory() override { return {}; }
        void ring() override {}
        Heard wait(std::chrono::nanoseconds) override {
            return child_->end ? Heard::ended : Heard::nothing;
        }
        void interrupt() override { ++child_->interrupts; }
        CompanionEnd end() override {
            child_->was_killed = !child_->end;
            return child_->end.value_or(CompanionEnd{
                .by = CompanionEnd::By::us, .ended = Ended::signalled, .signal = SIGKILL});
        }
        [[nodiscard]] std::int64_t number() const override { return 77; }

    private:
        Shared child_;
    };
};

}  // namespace tradelab
