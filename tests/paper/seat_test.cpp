#include "paper/seat.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

// Who sits there, and until when.
namespace tradelab::paper_test {
namespace {

// Says nothing to anything, and counts how many of its kind there are.
class Quiet final : public Player {
public:
    explicit Quiet(int& alive) : alive_(alive) { ++alive_; }
    ~Quiet() override { --alive_; }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    Quiet(Quiet&&) = delete;
    Quiet& operator=(Quiet&&) = delete;

    tl_status process(tl_batch& batch) override {
        batch.consumed = batch.count;
        return TL_OK;
    }
    void see_again(const CellEvents&, std::span<const tl_intent>) override {}
    std::uint32_t warmup_bars(std::uint32_t) const override { return 7; }
    std::uint32_t intents_max() const override { return 1; }
    std::string last_error() const override { return {}; }

private:
    int& alive_;
};

TEST(Seat, KeepsNobodyAliveWhoWasLetGo) {
    int alive = 0;
    Answers answers;
    Seat seat(InstanceId(1), std::make_unique<Quiet>(alive), answers);
    const SeatedStrategy seated = seat.seated();
    EXPECT_EQ(seated.strategy->warmup_bars(seated.instance, 0), 7U);
    ASSERT_EQ(alive, 1);

    seated.let_go();
    seated.let_go();

    EXPECT_EQ(alive, 0);
    EXPECT_EQ(seated.last_error(), "");
}

}  // namespace
}  // namespace tradelab::paper_test
