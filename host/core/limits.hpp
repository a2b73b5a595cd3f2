#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the house, with its reason beside it.  A queue, book, buffer or file without a
// bound here is a bug: what has no limit is limited by the memory of a machine that trades.
namespace tradelab::limits {

// Plugins on disk.  A few dozen is a large house; 256 keeps discovery under a second and stops a
// directory that is not ours from being read as plugins.
inline constexpr std::size_t plugins_max = 256;

// A manifest is a page of TOML.  It is read before anything is trusted, so it is bounded first.
inline constexpr std::size_t manifest_bytes_max = std::size_t{64} << 10;

// The largest bundled library is a few MiB; 64 leaves room for one with its tables compiled in.
inline constexpr std::size_t library_bytes_max = std::size_t{64} << 20;

// Reverse-DNS ids become file names together with a version: 127 keeps both under the 255 bytes
// that file systems give a name.
inline constexpr std::size_t plugin_id_length_max = 127;

// More parameters than this cannot be searched or explained, only overfitted.
inline constexpr std::size_t params_max = 64;

// Instruments that one strategy trades together.  A pair is two, a triangle three.
inline constexpr std::size_t roles_max = 8;

// Values of one enumerated parameter: they are printed in one help line.
inline constexpr std::size_t choices_max = 16;

// Reason codes that a strategy declares; one byte in reports.
inline constexpr std::size_t reasons_max = 256;

// Instruments known to one state directory: all symbols of two markets, four times over.
inline constexpr std::size_t instruments_max = 16'384;

// "binance.usdm:1000SATS-USDT-PERP" has 31 characters; 63 leaves room for option names.
inline constexpr std::size_t instrument_name_length_max = 63;

// Filter changes of one instrument.  BTC perpetual had fewer than ten in six years.
inline constexpr std::size_t filter_changes_max = 1'024;

// One event may answer with orders for every role, their protection and the cancels of the old
// ones: 8 roles x 8.
inline constexpr std::size_t intents_per_event_max = 64;

// Events per process() call inside the host: large enough that crossing the ABI costs nothing,
// small enough to stay in the first-level cache.
inline constexpr std::size_t batch_in_process = 64;

// The most that a plugin must accept in one call; the validator proves that size changes nothing.
inline constexpr std::size_t batch_max = 4'096;

// One event.  A book event with 1,000 levels a side is 32 KiB; nothing else comes near.
inline constexpr std::size_t event_bytes_max = std::size_t{64} << 10;

// Orders into which one closing order is split where the venue takes less at once.  With BTC's
// market lot of 120 these close 7,680 BTC; what is left then is asked for whole, refused and
// recorded.
inline constexpr std::size_t closing_pieces_max = 64;

// Saved state of one instance: restarting a cell must read it well inside its deadline.
inline constexpr std::size_t state_bytes_max = std::size_t{16} << 20;

// A line of log.  Longer ones are cut: a plugin must not fill the disk with one call.
inline constexpr std::size_t log_line_bytes_max = 1'024;

// Decimal text: 19 digits, a sign, a dot, and the zeros that venues append.
inline constexpr std::size_t decimal_text_length_max = 64;

// Digits after the point.  An int64 has 18 full decimal digits.
inline constexpr int decimal_places_max = 18;

// A bar longer than a day has no boundary that venues agree on.
inline constexpr std::int64_t bar_interval_seconds_max = 86'400;

}  // namespace tradelab::limits
