#include "lab/candidate.hpp"

#include <algorithm>

namespace tradelab {

std::string library_sha256(const Candidate& candidate) {
    const Manifest& manifest = candidate.plugin.package.manifest;
    const auto at = std::ranges::find(manifest.files, manifest.library, &ListedFile::path);
    return at == manifest.files.end() ? "" : at->sha256;
}

}  // namespace tradelab
