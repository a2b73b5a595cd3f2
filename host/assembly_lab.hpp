#pragma once

#include "cli/layout.hpp"
#include "config/daemon_file.hpp"
#include "daemon/lab_desk.hpp"
#include "os/environment.hpp"

#include <filesystem>

namespace tradelab {

// Where the daemon's lab finds what it runs.
struct ResearchPlaces {
    const Layout& layout;
    const std::filesystem::path& settings;  // the file
    const DaemonFile& file;
    const DaemonPlaces& places;
};

// What is searched and compared, as commands of the installation that the daemon belongs to.
[[nodiscard]] LabDesk::Options lab_options(const ResearchPlaces& where,
                                           const Environment& environment);

}  // namespace tradelab
