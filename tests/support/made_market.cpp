#include "support/made_market.hpp"

#include "support/tree.hpp"

#include <system_error>
#include <unistd.h>
#include <vector>

namespace tradelab {
namespace {

namespace fs = std::filesystem;

// Another build of the program may generate another market.
fs::path shelf() {
    const fs::path program = build_tree() / "stage/bin/tradelab";
    const auto built = fs::last_write_time(program).time_since_epoch().count();
    const fs::path all = build_tree() / "tests/markets";
    const fs::path shelf =
        all / (std::to_string(built) + "-" + std::to_string(fs::file_size(program)));
    keep_only_shelf(shelf);
    return shelf;
}

}  // namespace

void keep_only_shelf(const fs::path& shelf) {
    if (!fs::create_directories(shelf)) {
        return;
    }
    std::error_code ignored;  // another process removes the same
    std::vector<fs::path> others;
    for (fs::directory_iterator at(shelf.parent_path(), ignored), end; at != end;
         at.increment(ignored)) {
        if (at->path() != shelf) {
            others.push_back(at->path());
        }
    }
    for (const fs::path& other : others) {
        fs::remove_all(other, ignored);
    }
}

void put_made_market(const fs::path& store,
                     const std::string& name,
                     const std::function<void(const fs::path&)>& make) {
    const fs::path kept = shelf() / name;
    if (!fs::exists(kept)) {
        const fs::path mine = kept.native() + "." + std::to_string(::getpid());
        make(mine);
        std::error_code somebody_was_first;
        fs::rename(mine, kept, somebody_was_first);
        if (somebody_was_first) {
            fs::remove_all(mine);
        }
    }
    fs::create_directories(store.parent_path());
    fs::copy(kept, store, fs::copy_options::recursive);
}

}  // namespace tradelab
