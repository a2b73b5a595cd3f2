#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace tradelab {

// A generated market in the folder `store`, which is not there yet.
//
// `make` generates it into the folder that it is given; that happens once for each build of the
// program and each name, and a copy is handed out: to make three years takes longer than most tests
// that ask about them.  Several processes may call this at once.
void put_made_market(const std::filesystem::path& store,
                     const std::string& name,
                     const std::function<void(const std::filesystem::path&)>& make);

// Makes the folder where it is not, and then removes its siblings: the markets of other builds.
// Never what is in it, which another process may be making right now.
void keep_only_shelf(const std::filesystem::path& shelf);

}  // namespace tradelab
