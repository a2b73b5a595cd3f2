#pragma once

#include "core/check.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "portfolio/account.hpp"
#include "portfolio/row_hash.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Why a posting was made.
struct Cause {
    UnixNanos time = {};
    RowKind kind = RowKind::fill;
    OrderId order = {};            // 0: no order of ours
    TradeId trade = {};            // 0: no fill
    InstanceId instance = {};      // 0: the account as a whole
    InstrumentId instrument = {};  // 0: no single one
};

struct LedgerEntry {
    Account account;
    Cash amount;
};

// One line of the ledger, as reports print it.
struct LedgerRow {
    std::uint64_t posting = 0;  // from 1; the rows of one posting sum to zero per asset
    Cause cause = {};
    LedgerEntry entry = {};
    Cash balance = {};  // of the account, after it
};

// Takes rows as they are written.  Called on the engine's thread in the middle of a step: it keeps
// the row or lets it go, and decides what to do when it is full.
class RowSink {
public:
    virtual ~RowSink() = default;
    RowSink(const RowSink&) = delete;
    RowSink& operator=(const RowSink&) = delete;
    RowSink(RowSink&&) = delete;
    RowSink& operator=(RowSink&&) = delete;

    virtual void row(const LedgerRow& row) = 0;

protected:
    RowSink() = default;
};

// Entries that belong together.
class Posting {
public:
    // The largest act is a spot fill that pays its fee in the base asset: nine entries, and two of
    // dust.  Entries of zero are left out.
    static constexpr std::size_t entries_max = 12;

    void add(Account account, Cash amount) {
        if (amount == Cash()) {
            return;
        }
        TL_CHECK_MSG(count_ < entries_max, "a posting larger than the largest act there is");
        entries_[count_] = {.account = account, .amount = amount};
        ++count_;
    }
    [[nodiscard]] std::span<const LedgerEntry> entries() const { return {entries_.data(), count_}; }

private:
    std::array<LedgerEntry, entries_max> entries_ = {};
    std::size_t count_ = 0;
};

// Double entry.  A posting that does not sum to zero per wallet and asset is refused as a whole,
// and so is one that overflows; after such an error the caller ends the run, because the program
// that made it is wrong.
//
// Invariant: the accounts of each wallet and asset sum to zero.
class Ledger {
public:
    // Assets sorted by name, each once; AssetId n is the n-th.  The sink outlives the ledger;
    // nullptr: nobody reads the rows.
    Ledger(std::vector<std::string> assets, RowSink* sink);

    // `instrument_rank` stands for the instrument in the hash: its place by name, so that the hash
    // does not depend on the order of registration.
    [[nodiscard]] Status post(const Cause& cause,
                              std::uint32_t instrument_rank,
                              const Posting& posting);

    [[nodiscard]] Cash balance(Account account) const { return balances_[index_of(account)]; }

    // Proves the invariant over all accounts.  post() proves each posting, from which the whole
    // follows, and the whole itself after every `proof_every`.
    [[nodiscard]] Status check() const;

    [[nodiscard]] const std::vector<std::string>& assets() const { return assets_; }
    // 0: not an asset of this account.
    [[nodiscard]] AssetId asset(std::string_view name) const;

    [[nodiscard]] std::uint64_t postings() const { return postings_; }
    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    // Over every row in order: time, kind, order, instance, instrument, account, amount.
    [[nodiscard]] const RowHash& hash() const { return hash_; }

private:
    // Often enough to name the day on which memory was damaged, seldom enough to cost nothing.
    static constexpr std::uint64_t proof_every = 256;

    [[nodiscard]] std::size_t index_of(Account account) const {
        const std::size_t asset = account.asset.value();
        TL_CHECK(asset >= 1 && asset <= assets_.size());
        const std::size_t wallet = static_cast<std::size_t>(account.wallet) - 1;
        return (wallet * assets_.size() + (asset - 1)) * book_count +
               static_cast<std::size_t>(account.book);
    }
    [[nodiscard]] Status check_balanced(std::span<const LedgerEntry> entries) const;
    void show(const Cause& cause, std::span<const LedgerEntry> entries);

    std::vector<std::string> assets_;
    std::vector<Cash> balances_;  // wallet, asset, book
    RowSink* sink_;
    std::uint64_t postings_ = 0;
    std::uint64_t rows_ = 0;
    RowHash hash_;
};

}  // namespace tradelab
