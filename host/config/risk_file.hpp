#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "risk/limits.hpp"

#include <string>
#include <string_view>

namespace tradelab {

// config/risk.toml: what every account is held to.
struct RiskFile {
    RiskLimits limits;
    std::string sha256;     // of `canonical`: in the manifest of every result
    std::string canonical;  // "key = value", one a line, in the order of RiskLimits
};

// Every key is mandatory: absent, zero, negative, NaN, infinite, fractional and unknown ones are
// refused with their line.  `file` is how errors name it.
[[nodiscard]] Result<RiskFile> parse_risk(std::string_view text, std::string file);
[[nodiscard]] Result<RiskFile> read_risk(const Disk& disk, const Disk::Path& path);
// For who trades by it: refused where everybody may write it (trusted_file.hpp).
[[nodiscard]] Result<RiskFile> read_trusted_risk(const Disk& disk, const Disk::Path& path);

}  // namespace tradelab
