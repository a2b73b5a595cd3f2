#pragma once

#include "core/id.hpp"
#include "core/money.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Where money can be.  An account of the ledger is a wallet, a book and an asset.
//
// The sign is that of double entry: what we own or have spent is positive, where it came from is
// negative, and all accounts of a wallet and asset sum to zero.  A gain is therefore negative in
// `realised`; `Statement` (portfolio.hpp) turns the signs for people.
namespace tradelab {

// Numbers of the ABI (tl_ev_account.wallet).  No transfer between them exists.
enum class Wallet : std::uint8_t { spot = 1, futures = 2 };

enum class Book : std::uint8_t {
    cash,        // free money; of a base asset: what can be sold
    margin,      // set aside for isolated positions
    cost,        // what open positions have cost, with their sign
    contract,    // the other side of a derivative's cost: nothing was paid for it
    valuation,   // unrealised profit as last posted
    dust,        // base asset below the smallest lot: ours, but cannot be sold
    traded,      // the other side of base assets bought and sold
    realised,    // profit of closed parts, before fees and funding
    unrealised,  // the other side of valuation
    fees,
    funding,
    insurance,  // losses beyond bankruptcy, which the venue bears
    opening,    // the capital that the run began with
};
inline constexpr std::size_t book_count = 13;
inline constexpr std::size_t wallet_count = 2;

// Why rows were written.
enum class RowKind : std::uint8_t { opening, fill, funding, valuation, margin, liquidation, dust };

struct AssetTag;
// Dense from 1, in the order of the assets' names, so that it does not depend on who was first.
using AssetId = StrongId<AssetTag, std::uint16_t>;

struct Account {
    Wallet wallet = Wallet::spot;
    Book book = Book::cash;
    AssetId asset;

    friend constexpr bool operator==(Account, Account) = default;
};

[[nodiscard]] std::string_view wallet_text(Wallet wallet);
[[nodiscard]] std::string_view book_text(Book book);
[[nodiscard]] std::string_view row_kind_text(RowKind kind);

}  // namespace tradelab
