#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// config/evidence.toml: what recorded data must be worth before a result on them is evidence.
struct EvidenceFile {
    std::uint32_t score_min_e4 = 0;  // 10,000: nothing to complain of
};

[[nodiscard]] Result<EvidenceFile> parse_evidence(std::string_view text, std::string file);
// Nothing: there is no such file, and what is built in holds.  Refused where everybody may write it
// (trusted_file.hpp): what may be proven hangs on it.
[[nodiscard]] Result<std::optional<EvidenceFile>> read_evidence(const Disk& disk,
                                                                const Disk::Path& path);

}  // namespace tradelab
