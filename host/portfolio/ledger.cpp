#include "portfolio/ledger.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

std::string named(const Account& account, const std::vector<std::string>& assets) {
    return std::string(wallet_text(account.wallet)) + "/" +
           assets[std::size_t{account.asset.value()} - 1] + "/" +
           std::string(book_text(account.book));
}

}  // namespace

Ledger::Ledger(std::vector<std::string> assets, RowSink* sink)
    : assets_(std::move(assets)), sink_(sink) {
    TL_CHECK_MSG(std::ranges::is_sorted(assets_, std::less_equal<>()) || assets_.size() < 2,
                 "assets sorted by name, each once");
    balances_.resize(wallet_count * assets_.size() * book_count);
}

AssetId Ledger::asset(std::string_view name) const {
    const auto at = std::ranges::find(assets_, name);
    return at == assets_.end() ? AssetId()
                               : AssetId(static_cast<std::uint16_t>(at - assets_.begin() + 1));
}

Status Ledger::check_balanced(std::span<const LedgerEntry> entries) const {
    const auto same_group = [](const Account& a, const Account& b) {
        return a.wallet == b.wallet && a.asset == b.asset;
    };
    // Most postings are of one wallet and asset: one sum, and nobody need ask who was summed.
    Int128 whole = 0;
    bool is_one_group = true;
    for (const LedgerEntry& entry : entries) {
        is_one_group = is_one_group && same_group(entry.account, entries.front().account);
        whole += entry.amount.mantissa();
    }
    if (is_one_group && whole == 0) {
        return {};
    }
    std::size_t seen = 0;
    for (std::size_t i = 0; i < entries.size() && seen < entries.size(); ++i) {
        const Account& account = entries[i].account;
        const bool summed = std::ranges::any_of(entries.first(i), [&](const LedgerEntry& before) {
            return same_group(before.account, account);
        });
        if (summed) {
            continue;
        }
        Int128 sum = 0;
        for (const LedgerEntry& other : entries) {
            const bool same = same_group(other.account, account);
            sum += same ? other.amount.mantissa() : 0;
            seen += same ? 1 : 0;
        }
        if (sum != 0) {
            return fail(ErrorCode::internal,
                        "a posting around " + named(account, assets_) + " does not sum to zero",
                        "the run ends: its accounts can no longer be trusted; report this");
        }
    }
    return {};
}

Status Ledger::post(const Cause& cause, std::uint32_t instrument_rank, const Posting& posting) {
    const auto entries = posting.entries();
    if (const auto balanced = check_balanced(entries); !balanced) {
        return balanced;
    }

    std::array<std::size_t, Posting::entries_max> places = {};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        places[i] = index_of(entries[i].account);
        Cash& held = balances_[places[i]];
        const auto sum = checked_add(held, entries[i].amount);
        if (!sum) {
            // A posting is booked whole or not at all.
            for (std::size_t j = 0; j < i; ++j) {
                balances_[places[j]] -= entries[j].amount;
            }
            return fail(ErrorCode::overflow,
                        named(entries[i].account, assets_) + " does not fit into 64 bits",
                        "use amounts below 92 billion of an asset");
        }
        held = *sum;
    }

    ++postings_;
    RowHash hash = hash_;  // in registers: each word waits for the one before it
    hash.add(cause.time.ns());
    hash.add((std::uint64_t{instrument_rank} << 32U) |
             (std::uint64_t{cause.instance.value()} << 8U) |
             static_cast<std::uint64_t>(cause.kind));
    hash.add(cause.order.value());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        hash.add(std::uint64_t{places[i]});
        hash.add(entries[i].amount.mantissa());
    }
    hash_ = hash;
    rows_ += entries.size();
    if (sink_ != nullptr) {
        show(cause, entries);
    }
    return postings_ % proof_every == 0 ? check() : Status();
}

void Ledger::show(const Cause& cause, std::span<const LedgerEntry> entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        // Each row says the balance after itself: what later rows of the posting added comes off.
        Cash after = balance(entries[i].account);
        for (const LedgerEntry& later : entries.subspan(i + 1)) {
            after -= later.account == entries[i].account ? later.amount : Cash();
        }
        sink_->row({.posting = postings_, .cause = cause, .entry = entries[i], .balance = after});
    }
}

Status Ledger::check() const {
    for (std::size_t first = 0; first < balances_.size(); first += book_count) {
        Int128 sum = 0;
        for (std::size_t book = 0; book < book_count; ++book) {
            sum += balances_[first + book].mantissa();
        }
        if (sum != 0) {
            const std::size_t group = first / book_count;
            return fail(ErrorCode::internal,
                        "the ledger of " + assets_[group % assets_.size()] + " in the " +
                            std::string(group < assets_.size() ? "spot" : "futures") +
                            " wallet does not sum to zero",
                        "the run ends: its accounts can no longer be trusted; report this");
        }
    }
    return {};
}

}  // namespace tradelab
