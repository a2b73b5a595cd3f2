#include "paper/ward.hpp"

#include "os/self.hpp"
#include "plugin/load.hpp"
#include "plugin/package.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>

namespace tradelab::paper_test {
namespace {

// Answers so many questions, and then is gone.
class Mortal final : public Companion {
public:
    Mortal(std::unique_ptr<Companion> companion, std::uint64_t questions)
        : companion_(std::move(companion)), left_(questions) {}

    std::span<std::byte> memory() override { return companion_->memory(); }
    void ring() override {
        if (left_ == 0) {
            (void)companion_->end();
            return;
        }
        --left_;
        companion_->ring();
    }
    Heard wait(std::chrono::nanoseconds patience) override { return companion_->wait(patience); }
    void interrupt() override { companion_->interrupt(); }
    CompanionEnd end() override { return companion_->end(); }
    std::int64_t number() const override { return companion_->number(); }

private:
    std::unique_ptr<Companion> companion_;
    std::uint64_t left_;
};

}  // namespace

Candidate patient(Illness illness, std::int64_t onset_bars) {
    const RealDisk disk;
    auto package = read_package(disk, Disk::Path(TRADELAB_WARD) / "ward.patient", Origin::bundled);
    EXPECT_TRUE(package.has_value()) << describe(package.error());
    auto plugin = load(disk, *package, this_host());
    EXPECT_TRUE(plugin.has_value()) << describe(plugin.error());
    Candidate out = the_case().candidates().front();
    out.name = "patient";
    out.declaration = read_declaration(*plugin->descriptor).value();
    out.plugin = *std::move(plugin);
    out.ticks = {5, 20, static_cast<std::int64_t>(illness), onset_bars};
    out.roles.assign(out.declaration.roles.size(), the_case().candidates().front().roles.front());
    return out;
}

Result<std::unique_ptr<Companion>> Mortals::start(const Command& command,
                                                  std::size_t memory_bytes) {
    auto companion = companions_.start(command, memory_bytes);
    if (!companion || !questions_) {
        return companion;
    }
    return std::make_unique<Mortal>(*std::move(companion), *questions_);
}

PaperCells cells_of(Companions& companions) {
    PaperCells cells{.companions = companions, .program = self_executable().value()};
    cells.variables.push_back(
        {.name = "ASAN_OPTIONS",
         .value = "handle_segv=0:handle_abort=0:use_sigaltstack=0:detect_leaks=0"});
    cells.patience.begin = std::chrono::seconds(60);
    cells.patience.process = std::chrono::seconds(30);
    cells.patience.replay = std::chrono::seconds(60);
    cells.patience.save = std::chrono::seconds(30);
    return cells;
}

std::vector<std::string> trades_of(const RunRecord& record, InstanceId id) {
    std::vector<std::string> out;
    for (const FillRecord& one : record.fills) {
        if (one.instance == id) {
            out.push_back(std::to_string(one.at.ns()) + (one.side == Side::buy ? " +" : " -") +
                          std::to_string(one.quantity.mantissa()) + " at " +
                          std::to_string(one.price.mantissa()));
        }
    }
    return out;
}

}  // namespace tradelab::paper_test
