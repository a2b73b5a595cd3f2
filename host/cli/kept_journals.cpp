#include "cli/kept_journals.hpp"

#include "paper/idle_record.hpp"

#include <string>

namespace tradelab {

std::vector<std::filesystem::path> kept_journals(const Disk& disk,
                                                 const std::filesystem::path& state) {
    using Path = std::filesystem::path;
    const Path paper = state / "paper";
    std::vector<Path> all;
    for (const char* name : {"trials", "vault", "vault-synthetic", "lifecycle", "journal"}) {
        all.push_back(state / name);
    }
    all.push_back(idle_journal_path(paper));
    std::vector<Path> accounts = {paper};
    // Where it cannot be listed there is none yet.
    const auto names = disk.list(paper);
    for (const std::string& name : names ? *names : std::vector<std::string>()) {
        if (name.starts_with("account-")) {
            accounts.push_back(paper / name);
        }
    }
    for (const Path& account : accounts) {
        all.push_back(account / "journal");
        all.push_back(account / "tape");
    }
    std::erase_if(all, [&](const Path& path) {
        Path mark = path;
        mark += ".mark";
        return !disk.exists(path) && !disk.exists(mark);
    });
    return all;
}

}  // namespace tradelab
