#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

struct ProvenMember {
    std::string strategy = {};  // SHA-256 of its canonical parameter file
    std::string name = {};

    friend bool operator==(const ProvenMember&, const ProvenMember&) = default;
};

// The account on which what the gate has passed trades on paper.  A paper session is bound to its
// list of strategies, so a newly proven one is another account: the one before stays on disk as it
// ended, and this one begins where all evidence of its members ends.  Who is retired stays a
// member, flat; only the next account is without him.
struct ProvenAccount {
    std::uint64_t number = 1;
    std::optional<UnixNanos> from = {};  // of the feed; nothing: as the settings say
    std::vector<ProvenMember> members = {};

    friend bool operator==(const ProvenAccount&, const ProvenAccount&) = default;
};

// What the gate passed it with, or what it was carried over to since; nothing where it has not come
// so far.
[[nodiscard]] const VaultBinding* proven_binding(const StrategyLife& life);

// The folder of its session, below that of paper.
[[nodiscard]] Disk::Path folder_of(const Disk::Path& paper, const ProvenAccount& account);
// The parameter files, where campaigns left them.
[[nodiscard]] std::vector<std::string> files_of(const Disk::Path& state,
                                                const ProvenAccount& account);

// The one that stands; nothing before the first.  `paper` is the folder of all of them.
[[nodiscard]] Result<std::optional<ProvenAccount>> read_account(const Disk& disk,
                                                                const Disk::Path& paper);
// Durable when this returns.
[[nodiscard]] Status keep_account(Disk& disk,
                                  const Disk::Path& paper,
                                  const ProvenAccount& account);

// What is asked of a next account.
struct NextAccount {
    std::span<const StrategyLife> lives;
    const std::optional<ProvenAccount>& standing;
    std::optional<UnixNanos> from = {};  // of the settings
    std::string fill_model = {};         // of the settings: paper is compared under it
    // Identities that could not be put on paper: not tried again.
    const std::set<std::string>& unfit;
};

// Another account, where a strategy was proven that is not on the standing one; else nothing.
// Nobody who was not vaulted, and nobody who was retired or demoted, is a member, but for one who
// only sits a market out; and nobody who was proven on synthetic data, where somebody was on
// recorded ones.
[[nodiscard]] std::optional<ProvenAccount> next_account(const NextAccount& asked);

}  // namespace tradelab
