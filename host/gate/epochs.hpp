#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// The search sees explore and nothing else.  Walk-forward judges the finalists, the vault the one
// that won there.
enum class Epoch : std::uint8_t { explore, walk_forward, vault };

inline constexpr std::size_t epoch_count = 3;
[[nodiscard]] std::string_view epoch_text(Epoch epoch);

// Of the whole history, in thousandths; what is left over by rounding belongs to the vault.
struct EpochShares {
    std::uint32_t explore_permille = 300;
    std::uint32_t walk_forward_permille = 500;
    std::uint32_t vault_permille = 200;

    friend bool operator==(const EpochShares&, const EpochShares&) = default;
};

struct EpochRequest {
    UnixNanos from = {};
    UnixNanos to = {};      // exclusive
    Duration embargo = {};  // longest holding time and warm-up of whatever is tested
    EpochShares shares = {};
};

struct EpochSpan {
    UnixNanos from = {};
    UnixNanos to = {};  // exclusive

    friend bool operator==(const EpochSpan&, const EpochSpan&) = default;
};

// A history cut in three, at midnights of UTC.  What begins in one epoch may end in the next, so
// the first days of walk-forward and vault (the embargo) belong to nobody.  Everything newer than
// the vault belongs to the vault: data that arrives later was never seen by a search.
class Epochs {
public:
    // Refused when a share is zero, the shares do not add up to 1000, or an epoch would keep less
    // than a week of days.
    [[nodiscard]] static Result<Epochs> make(const EpochRequest& request);

    [[nodiscard]] EpochSpan span(Epoch epoch) const;
    [[nodiscard]] std::uint32_t days(Epoch epoch) const;
    // Nothing before the history begins and during an embargo.
    [[nodiscard]] std::optional<Epoch> epoch_of(UnixNanos at) const;
    [[nodiscard]] Duration embargo() const { return embargo_; }

    // One spelling for equal epochs, and its SHA-256.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string hash() const;

    friend bool operator==(const Epochs&, const Epochs&) = default;

private:
    Epochs(std::array<EpochSpan, epoch_count> spans, Duration embargo)
        : spans_(spans), embargo_(embargo) {}

    std::array<EpochSpan, epoch_count> spans_;
    Duration embargo_;
};

}  // namespace tradelab
