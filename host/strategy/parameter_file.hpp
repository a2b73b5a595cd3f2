#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/version_range.hpp"
#include "document/json_value.hpp"
#include "strategy/declaration.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A parameter file says everything about one strategy: which plugin, on what, with which ticks, and
// why.  Nothing overrides it, and no key has a default: what is not written is refused.
namespace tradelab {

inline constexpr std::string_view parameter_file_schema = "tradelab.strategy/1";

// A file of 64 parameters with a long rationale has a tenth of this.
inline constexpr std::size_t parameter_file_bytes_max = std::size_t{64} << 10;

enum class ProposedBy : std::uint8_t { human, playbook, search, llm };

[[nodiscard]] std::string_view proposed_by_text(ProposedBy by);

struct RoleBinding {
    std::string role;
    InstrumentName instrument;
};

struct ParameterTicks {
    std::string name;
    std::int64_t ticks = 0;
};

struct ParameterFile {
    std::string name;  // [a-z][a-z0-9_]*, at most 63: "momentum_btc_perp_1h"
    std::string plugin;
    VersionRange versions;
    std::vector<RoleBinding> roles;
    BarInterval timeframe;
    std::vector<ParameterTicks> parameters;
    std::string rationale;
    ProposedBy by = ProposedBy::human;
    std::string provenance;            // who exactly, out of what: a sentence
    std::vector<std::string> parents;  // identities of the files it was made from
};

// Strict: an unknown, missing or repeated key, a number with a point, a name that is none, are
// refused with their JSON pointer.  `file` is for the messages.  The plugin is not asked: see
// bind().
[[nodiscard]] Result<ParameterFile> parse_parameter_file(std::string_view text,
                                                         std::string_view file);

// The document again, in the order in which people read it.
[[nodiscard]] JsonValue json_of(const ParameterFile& file);

// What is hashed: the canonical JSON of the whole file, and its SHA-256, which is the identity of
// the strategy in ledgers, approvals and journals.  The layout of a file does not change it, one
// letter of its rationale does.
[[nodiscard]] std::string canonical_text(const ParameterFile& file);
[[nodiscard]] std::string identity_of(const ParameterFile& file);

// SHA-256 of what trades: plugin, roles, timeframe and ticks, and nothing of name, prose or the
// order in which it is written.  Files that tell another story of the same strategy have this in
// common.
[[nodiscard]] std::string substance_of(const ParameterFile& file);

// What an instance of the plugin is made with, in the order of the declaration.
struct BoundStrategy {
    std::vector<std::int64_t> ticks;
    std::vector<InstrumentName> instruments;  // one a role
};

// Holds the file to what its plugin declares: id, version, every role played by an instrument of a
// kind it may be and no instrument twice, every parameter there and within its range, every
// constraint kept.
[[nodiscard]] Result<BoundStrategy> bind(const ParameterFile& file, const Declaration& declaration);

}  // namespace tradelab
