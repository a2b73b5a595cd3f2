#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

// Laws that hold for any stream of fills, funding instants, marks and liquidations.
namespace tradelab {
namespace {

using namespace desk;

enum class Act : std::uint8_t { fill, funding, mark, valuation, liquidation };

struct Step {
    Act act = Act::fill;
    Trade trade = {};
    FundingInstant funding = {};
};

class Stream {
public:
    explicit Stream(std::uint64_t seed) : random_(seed) {}

    std::vector<Step> steps(int count) {
        std::vector<Step> out;
        for (int i = 0; i < count; ++i) {
            out.push_back(next());
        }
        return out;
    }

private:
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
    }

    Step next() {
        Step step;
        const std::int64_t kind = below(100);
        step.act = kind < 80   ? Act::fill
                   : kind < 88 ? Act::funding
                   : kind < 96 ? Act::mark
                   : kind < 99 ? Act::valuation
                               : Act::liquidation;
        const InstrumentId instruments[] = {btc_spot, btc_perp, eth_perp};
        Trade& trade = step.trade;
        trade.instrument = instruments[below(3)];
        trade.instance = below(2) == 0 ? first : second;
        trade.side = below(2) == 0 ? Side::buy : Side::sell;
        const bool is_spot = trade.instrument == btc_spot;
        trade.quantity = Quantity(1 + below(is_spot ? 40'000 : 400));
        trade.price = Price(1'000'000 + below(2'000'000));
        trade.fee = Cash(below(1'000'000));
        if (is_spot && trade.side == Side::buy && below(2) == 0) {
            trade.fee_asset = "BTC";
            trade.fee = Cash(below(trade.quantity.mantissa()));
        }
        step.funding = {.instrument = is_spot ? btc_perp : trade.instrument,
                        .boundary = at(480),
                        .mark = Price(trade.price.mantissa() * 1'000'000 + below(999'999)),
                        .rate = Rate(below(2'000'000'000) - 1'000'000'000)};
        return step;
    }

    std::mt19937_64 random_;
};

// What the books must say after any step; the sum of what settle_funding returned.
struct Run {
    Portfolio portfolio;
    Cash funding = {};
    int refused = 0;
};

void take(Run& run, const Step& step, std::int64_t fee_times) {
    Portfolio& portfolio = run.portfolio;
    if (step.act == Act::fill) {
        Trade trade = step.trade;
        trade.fee = trade.fee * fee_times;
        // A sale of spot that is not held is refused, and must leave no trace.
        const auto before = portfolio.ledger().hash();
        const bool done = portfolio.apply(fill(trade)).has_value();
        run.refused += done ? 0 : 1;
        ASSERT_TRUE(done || portfolio.ledger().hash() == before);
    } else if (step.act == Act::funding) {
        run.funding += portfolio.settle_funding(step.funding).value();
    } else if (step.act == Act::mark) {
        ASSERT_TRUE(portfolio.mark(step.funding.instrument, step.funding.mark).has_value());
    } else if (step.act == Act::valuation) {
        ASSERT_TRUE(portfolio.post_valuation(at(2)).has_value());
    } else if (portfolio.quantity(btc_perp) != Quantity()) {
        ASSERT_TRUE(portfolio.liquidate(btc_perp, step.funding.mark, at(3)).has_value());
    }
}

Run run_of(const std::vector<Step>& steps, PortfolioOptions setup, std::int64_t fee_times = 1) {
    Run run{.portfolio = Portfolio::make(std::move(setup)).value()};
    for (const Step& step : steps) {
        take(run, step, fee_times);
        const auto proof = run.portfolio.check();
        EXPECT_TRUE(proof.has_value()) << describe(proof.error());
        const Statement all = run.portfolio.statement();
        EXPECT_EQ(
            all.equity,
            all.opening + all.realised + all.unrealised - all.fees - all.funding + all.insurance);
    }
    return run;
}

class Laws : public testing::TestWithParam<std::uint64_t> {
protected:
    std::vector<Step> steps(int count = 400) {
        std::printf("seed %llu\n", static_cast<unsigned long long>(GetParam()));
        return Stream(GetParam()).steps(count);
    }
    static MarginTerms isolated() { return {.mode = MarginMode::isolated, .leverage = 5}; }
};

TEST_P(Laws, LedgerSumsToZeroAndAgreesWithPositionsAfterEveryEvent) {
    const auto cross = run_of(steps(), options());
    const auto alone = run_of(steps(), options(isolated()));

    EXPECT_GT(cross.portfolio.ledger().rows(), 1'000U);
    EXPECT_LT(cross.refused, 200);
    EXPECT_GT(alone.portfolio.ledger().rows(), 1'000U);
}

TEST_P(Laws, FundingBookIsTheSumOfThePayments) {
    const auto run = run_of(steps(), options(isolated()));

    EXPECT_EQ(run.portfolio.statement().funding, run.funding);
    EXPECT_NE(run.funding, Cash());
}

TEST_P(Laws, ClosingEverythingLeavesNoPositionAndNoCost) {
    auto run = run_of(steps(), options(isolated()));

    for (const InstanceId instance : {first, second}) {
        for (const InstrumentId instrument : {btc_spot, btc_perp, eth_perp}) {
            const Quantity held = run.portfolio.quantity(instance, instrument);
            if (held == Quantity()) {
                continue;
            }
            book(run.portfolio,
                 {.instrument = instrument,
                  .side = held > Quantity() ? Side::sell : Side::buy,
                  .quantity = held > Quantity() ? held : -held,
                  .price = price("21234.56"),
                  .instance = instance});
        }
    }

    for (const InstrumentId instrument : {btc_perp, eth_perp}) {
        EXPECT_EQ(run.portfolio.position(instrument).cost, Cash());
        EXPECT_EQ(run.portfolio.quantity(instrument), Quantity());
    }
    EXPECT_EQ(run.portfolio.statement().margin, Cash());
    // Spot keeps its dust, below one lot an instance, and what that has cost.
    EXPECT_LT(run.portfolio.position(btc_spot).dust, Cash(2'000));
    EXPECT_EQ(run.portfolio.quantity(first, btc_spot), Quantity());
    const Cash dust_cost = run.portfolio.statement(Wallet::spot).holdings;
    EXPECT_LT(dust_cost, usdt("1"));
    EXPECT_TRUE(run.portfolio.position(btc_spot).dust != Cash() || dust_cost == Cash());
}

TEST_P(Laws, DoublingFeesNeverRaisesProfit) {
    std::vector<Step> same_fills;
    for (Step step : steps()) {
        // Fees in the base asset change what can be sold later, and liquidations what is left: the
        // law is about the same fills.
        step.trade.fee_asset = "USDT";
        if (step.act != Act::liquidation) {
            same_fills.push_back(step);
        }
    }

    const auto once = run_of(same_fills, options());
    const auto twice = run_of(same_fills, options(), 2);

    ASSERT_EQ(once.refused, twice.refused);
    EXPECT_LT(twice.portfolio.equity(), once.portfolio.equity());
    EXPECT_EQ(twice.portfolio.fees_paid(), once.portfolio.fees_paid() * 2);
    EXPECT_EQ(twice.portfolio.equity(), once.portfolio.equity() - once.portfolio.fees_paid());
}

TEST_P(Laws, OrderOfRegistrationChangesNothing) {
    PortfolioOptions shuffled = options();
    std::ranges::reverse(shuffled.listings);
    std::swap(shuffled.listings[0], shuffled.listings[1]);
    std::ranges::reverse(shuffled.instances);
    const auto acts = steps();

    const auto plain = run_of(acts, options());
    const auto other = run_of(acts, shuffled);

    EXPECT_EQ(plain.portfolio.ledger().hash(), other.portfolio.ledger().hash());
    EXPECT_EQ(plain.portfolio.equity(), other.portfolio.equity());
}

TEST_P(Laws, NumbersOfInstrumentsChangeNothingEither) {
    // The same instruments under other dense ids, as another state directory would number them.
    PortfolioOptions renumbered = options();
    for (Listing& listing : renumbered.listings) {
        listing.id = InstrumentId(40 - listing.id.value());
    }
    auto acts = steps();
    for (Step& step : acts) {
        step.act = step.act == Act::liquidation ? Act::mark : step.act;
    }
    auto elsewhere = acts;
    for (Step& step : elsewhere) {
        step.trade.instrument = InstrumentId(40 - step.trade.instrument.value());
        step.funding.instrument = InstrumentId(40 - step.funding.instrument.value());
    }

    const auto plain = run_of(acts, options());
    const auto other = run_of(elsewhere, renumbered);

    EXPECT_EQ(plain.portfolio.ledger().hash(), other.portfolio.ledger().hash());
}

INSTANTIATE_TEST_SUITE_P(Seeds, Laws, testing::Values(1U, 2U, 3U, 5U, 8U, 13U, 21U, 34U));

}  // namespace
}  // namespace tradelab
