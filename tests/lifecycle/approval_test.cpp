#include "lifecycle/approval.hpp"

#include "lifecycle/subject.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;

// Each limit times `percent` / 100, all but the one at `place` as they are.
RiskLimits limits(int place = -1, std::int64_t percent = 100) {
    int at = 0;
    const auto of = [&](std::int64_t value) {
        return at++ == place ? value * percent / 100 : value;
    };
    return {.position_notional = Limit(Cash(of(1'000))),
            .order_notional = Limit(Cash(of(1'000))),
            .gross_exposure = Limit(Cash(of(2'000))),
            .leverage = Limit(Rate(of(2'000))),
            .daily_loss = Limit(Cash(of(300))),
            .drawdown = Limit(Rate(of(200))),
            .correlation = Limit(Rate(of(800))),
            .orders_per_minute = Limit(of(600)),
            .daily_fees = Limit(Cash(of(100))),
            .price_deviation = Limit(Rate(of(100))),
            .open_orders = Limit(of(100))};
}
constexpr int limit_count = 11;

Approval granted() {
    return {.binding = binding_of("one"),
            .limits = limits(),
            .granted_at = day(0),
            .expires_at = day(7)};
}

ApprovalSubject asked() {
    return {.binding = binding_of("one"), .limits = limits(), .now = day(1)};
}

ApprovalState state_of(const Approval& approval, const ApprovalSubject& subject) {
    return judge_approval(approval, subject).state;
}

TEST(Approval, HoldsForExactlyWhatWasTestedUntilItExpiresOnce) {
    ApprovalSubject late = asked();
    late.now = day(7);
    ApprovalSubject early = asked();
    early.now = day(-1);
    Approval used = granted();
    used.is_used = true;

    EXPECT_EQ(state_of(granted(), asked()), ApprovalState::holds);
    EXPECT_EQ(state_of(granted(), late), ApprovalState::expired);
    EXPECT_EQ(state_of(granted(), early), ApprovalState::not_yet);
    EXPECT_EQ(state_of(used, asked()), ApprovalState::used);
}

TEST(Approval, AnyOtherPartVoidsItAndIsNamedWithBothSides) {
    ApprovalSubject subject = asked();
    auto& binding = subject.binding;
    for (std::string* part : {&binding.parameters,
                              &binding.plugin,
                              &binding.data,
                              &binding.venue,
                              &binding.epochs,
                              &binding.rules}) {
        const std::string before = std::exchange(*part, "another");
        const ApprovalJudgement judged = judge_approval(granted(), subject);
        EXPECT_EQ(judged.state, ApprovalState::changed);
        EXPECT_THAT(judged.why, HasSubstr("was " + before.substr(0, 12)));
        EXPECT_THAT(judged.why, HasSubstr("is another"));
        EXPECT_THAT(judged.remedy, HasSubstr("tradelab lab campaign"));
        *part = before;
    }
}

TEST(Approval, TighterLimitsKeepItAndALooserOneVoidsIt) {
    for (int place = 0; place < limit_count; ++place) {
        ApprovalSubject subject = asked();
        subject.binding.limits = sha256_hex("other limits");
        subject.limits = limits(place, 50);
        EXPECT_EQ(state_of(granted(), subject), ApprovalState::holds) << place;
        subject.limits = limits(place, 101);
        EXPECT_EQ(state_of(granted(), subject), ApprovalState::loosened) << place;
    }
}

TEST(Approval, ANewEngineCarriesItOverByReplayingTheEvidenceToTheSameBit) {
    ApprovalSubject subject = asked();
    subject.binding.engine = "2";
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::undecided);
    EXPECT_THAT(judge_approval(granted(), subject).why, HasSubstr("has not replayed"));

    const std::string recorded = sha256_hex("result");
    const std::string other = sha256_hex("other result");
    subject.replay = {.recorded = recorded, .replayed = other};
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::changed);
    EXPECT_THAT(judge_approval(granted(), subject).why, HasSubstr(recorded.substr(0, 12)));
    EXPECT_THAT(judge_approval(granted(), subject).why, HasSubstr(other.substr(0, 12)));

    subject.replay->replayed = recorded;
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::carried_over);
}

TEST(Approval, AnotherVersionOfItsFillModelIsReplayedAndAnotherFillModelIsNot) {
    ApprovalSubject subject = asked();
    subject.binding.fill_model = "pessimistic/2";
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::undecided);
    subject.replay = {.recorded = sha256_hex("result"), .replayed = sha256_hex("result")};
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::carried_over);

    subject.binding.fill_model = "base/1";
    EXPECT_EQ(state_of(granted(), subject), ApprovalState::changed);
}

}  // namespace
}  // namespace tradelab
