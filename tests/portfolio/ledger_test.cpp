#include "portfolio/ledger.hpp"

#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace tradelab {
namespace {

using desk::at;
using desk::usdt;

const AssetId btc{1};
const AssetId tether{2};

Account spot(Book book, AssetId asset = tether) {
    return {.wallet = Wallet::spot, .book = book, .asset = asset};
}

class Kept final : public RowSink {
public:
    void row(const LedgerRow& row) override { rows.push_back(row); }
    std::vector<LedgerRow> rows;
};

TEST(Ledger, BooksAPostingThatSumsToZero) {
    Kept kept;
    Ledger ledger({"BTC", "USDT"}, &kept);
    Posting posting;
    posting.add(spot(Book::cash), usdt("100"));
    posting.add(spot(Book::opening), usdt("-100"));

    const auto done = ledger.post({.time = at(0), .kind = RowKind::opening}, 0, posting);

    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(ledger.balance(spot(Book::cash)), usdt("100"));
    ASSERT_EQ(kept.rows.size(), 2U);
    EXPECT_EQ(kept.rows[0].posting, 1U);
    EXPECT_EQ(kept.rows[1].balance, usdt("-100"));
    EXPECT_TRUE(ledger.check().has_value());
}

TEST(Ledger, RefusesAPostingThatDoesNotSumToZeroAndBooksNoneOfIt) {
    Ledger ledger({"BTC", "USDT"}, nullptr);
    Posting posting;
    posting.add(spot(Book::cash), usdt("100"));
    posting.add(spot(Book::fees), usdt("-99.99999999"));

    const auto done = ledger.post({.time = at(0)}, 0, posting);

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, ErrorCode::internal);
    EXPECT_EQ(ledger.balance(spot(Book::cash)), Cash());
    EXPECT_EQ(ledger.rows(), 0U);
}

TEST(Ledger, BalancesEachAssetAndWalletForItself) {
    Ledger ledger({"BTC", "USDT"}, nullptr);
    Posting across_assets;
    across_assets.add(spot(Book::cash), usdt("100"));
    across_assets.add(spot(Book::cash, btc), usdt("-100"));
    Posting across_wallets;
    across_wallets.add(spot(Book::cash), usdt("-100"));
    across_wallets.add({.wallet = Wallet::futures, .book = Book::cash, .asset = tether},
                       usdt("100"));

    EXPECT_FALSE(ledger.post({.time = at(0)}, 0, across_assets).has_value());
    EXPECT_FALSE(ledger.post({.time = at(0)}, 0, across_wallets).has_value());
}

TEST(Ledger, RefusesABalanceBeyond64Bits) {
    constexpr Cash most{std::numeric_limits<std::int64_t>::max()};
    Ledger ledger({"USDT"}, nullptr);
    const Account cash{.wallet = Wallet::spot, .book = Book::cash, .asset = AssetId(1)};
    const Account opening{.wallet = Wallet::spot, .book = Book::opening, .asset = AssetId(1)};
    Posting posting;
    posting.add(cash, most);
    posting.add(opening, -most);
    ASSERT_TRUE(ledger.post({.time = at(0)}, 0, posting).has_value());

    const auto again = ledger.post({.time = at(1)}, 0, posting);

    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::overflow);
    EXPECT_EQ(ledger.balance(cash), most);
}

TEST(Ledger, HashSeesTimeAmountAccountAndOrder) {
    const auto hash_of = [](UnixNanos time, Cash amount, Book book, OrderId order) {
        Ledger ledger({"USDT"}, nullptr);
        Posting posting;
        posting.add({.wallet = Wallet::spot, .book = book, .asset = AssetId(1)}, amount);
        posting.add({.wallet = Wallet::spot, .book = Book::opening, .asset = AssetId(1)}, -amount);
        EXPECT_TRUE(ledger.post({.time = time, .order = order}, 1, posting).has_value());
        return ledger.hash();
    };
    const auto plain = hash_of(at(0), usdt("1"), Book::cash, OrderId(1));

    EXPECT_EQ(plain, hash_of(at(0), usdt("1"), Book::cash, OrderId(1)));
    EXPECT_NE(plain, hash_of(at(1), usdt("1"), Book::cash, OrderId(1)));
    EXPECT_NE(plain, hash_of(at(0), usdt("1.00000001"), Book::cash, OrderId(1)));
    EXPECT_NE(plain, hash_of(at(0), usdt("1"), Book::fees, OrderId(1)));
    EXPECT_NE(plain, hash_of(at(0), usdt("1"), Book::cash, OrderId(2)));
}

}  // namespace
}  // namespace tradelab
