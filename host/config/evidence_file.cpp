#include "config/evidence_file.hpp"

#include "config/strict_toml.hpp"
#include "config/trusted_file.hpp"

#include <array>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, 1> keys = {"min_score_percent"};
constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 10U;
constexpr std::uint32_t percent = 100;  // 1 % in 1e-4

}  // namespace

Result<EvidenceFile> parse_evidence(std::string_view text, std::string file) {
    auto toml = StrictToml::parse(text, std::move(file));
    if (!toml) {
        return fail(std::move(toml).error());
    }
    auto root = toml->root(keys);
    const auto score = root.whole(keys[0], {.max = 100, .unit = "percent of the integrity score"});
    if (toml->problem()) {
        return fail(*toml->problem());
    }
    return EvidenceFile{.score_min_e4 = static_cast<std::uint32_t>(score) * percent};
}

Result<std::optional<EvidenceFile>> read_evidence(const Disk& disk, const Disk::Path& path) {
    if (!disk.exists(path)) {
        return std::optional<EvidenceFile>();
    }
    auto text = read_trusted(disk, path, file_bytes_max);
    if (!text) {
        return fail(std::move(text).error(), "reading what evidence needs");
    }
    auto file = parse_evidence(*text, path.string());
    return file ? Result<std::optional<EvidenceFile>>(*file) : fail(std::move(file).error());
}

}  // namespace tradelab
