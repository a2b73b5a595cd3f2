#pragma once

#include "journal/record.hpp"

#include <cstdint>

// The records of a session: types and versions.  A number once used keeps its meaning.
namespace tradelab {

inline constexpr const char* paper_journal_kind = "paper";
inline constexpr const char* paper_tape_kind = "paper-tape";

// In the journal: the manifest, then acts.  An act begins with `step` or `command`, goes on with
// what the strategies answered and what came of it, and ends with `done`; without its end it was
// torn off, and is completed when the session is opened again.
inline constexpr RecordKind paper_manifest{.type = 1, .version = 1};
inline constexpr RecordKind paper_step{.type = 2, .version = 1};
inline constexpr RecordKind paper_command{.type = 3, .version = 1};
inline constexpr RecordKind paper_order{.type = 4, .version = 1};        // as decided, or refused
inline constexpr RecordKind paper_order_state{.type = 5, .version = 1};  // what became of it
inline constexpr RecordKind paper_fill{.type = 6, .version = 1};
inline constexpr RecordKind paper_funding{.type = 7, .version = 1};
inline constexpr RecordKind paper_liquidation{.type = 8, .version = 1};
inline constexpr RecordKind paper_note{.type = 9, .version = 1};
inline constexpr RecordKind paper_done{.type = 10, .version = 1};
inline constexpr RecordKind paper_isolation{.type = 11,
                                            .version = 1};  // before `done`, as all else

// What a strategy answered, where it was not silence, and that it failed: first of all that came of
// an act.  A session that is taken up again takes the answers from here and lets the strategies see
// the past again beside it, so that no crash, deadline or changed mind of theirs changes it.
inline constexpr RecordKind paper_answer{.type = 12, .version = 1};

// In the tape: whose it is, then the rows of each step, by series.
inline constexpr RecordKind tape_session{.type = 1, .version = 1};
inline constexpr RecordKind tape_rows{.type = 2, .version = 1};

// "order"
[[nodiscard]] const char* paper_record_text(std::uint16_t type);

}  // namespace tradelab
