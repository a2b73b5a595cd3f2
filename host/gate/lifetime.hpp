#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "gate/vault_binding.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The lifetime of one state directory: every hypothesis that looked at data beyond explore, every
// vault that was opened, and the error budget that is left.  An append-only record of the journal's
// format (kind "vault"), written by the journal's writer: nothing is ever taken back.
namespace tradelab {

inline constexpr std::string_view vault_kind = "vault";

// The joint level of a first hypothesis, for who has no record.
[[nodiscard]] double first_joint_level();

// A level that was granted, before walk-forward was looked at.
struct Grant {
    std::uint64_t test = 0;  // 1 is the first ever
    std::uint64_t seq = 0;   // of its record
    double level = 0;        // joint, of both looks
};

// One line of the record's history, for people.
struct LifetimeTest {
    Grant grant = {};
    std::string campaign = {};
    UnixNanos granted_at = {};
    std::optional<std::string> hypothesis = {};  // hash of the binding, once the vault was opened
    std::optional<UnixNanos> opened_at = {};
    std::optional<VaultBinding> binding = {};  // what it was opened for
    std::optional<std::string> verdict = {};   // hash of its document, once there is one
    bool promoted = false;
};

// The record of one state directory.  Every act reads and judges the whole record under its lock,
// appends one record and is durable when it returns, so processes may take turns.  A process that
// dies between opening and verdict leaves an opened vault, and a spent level.
//
// The disk must outlive this.
class Lifetime {
public:
    Lifetime(Disk& disk, Disk::Path path) : disk_(&disk), path_(std::move(path)) {}

    // Spends the next level on one campaign: `campaign` is the SHA-256 of what will be tested.
    [[nodiscard]] Result<Grant> grant(std::string_view campaign, UnixNanos now);

    // Refused when this hypothesis, or these parameters on a span that overlaps, were looked at
    // before; the error says when.  `power` is what was printed, in thousandths.
    [[nodiscard]] Status open_vault(const Grant& grant,
                                    const VaultBinding& binding,
                                    std::uint32_t power_permille,
                                    UnixNanos now);

    // Every grant ends with this; one that never does counts as a failure.
    enum class Ending : std::uint8_t { promoted, not_promoted };
    [[nodiscard]] Status conclude(const Grant& grant,
                                  std::string_view verdict,
                                  Ending ending,
                                  UnixNanos now);

    // In words, when open_vault would refuse this because it was looked at before.
    [[nodiscard]] Result<std::optional<std::string>> looked_into(const VaultBinding& binding) const;

    [[nodiscard]] Result<std::vector<LifetimeTest>> tests() const;
    // The level that the next grant would give.
    [[nodiscard]] Result<double> next_level() const;

private:
    Disk* disk_;
    Disk::Path path_;
};

}  // namespace tradelab
