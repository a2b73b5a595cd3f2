#pragma once

#include "os/simulated_disk.hpp"
#include "paper/session.hpp"
#include "store/projection.hpp"
#include "support/temporary_directory.hpp"

#include <cstdint>
#include <functional>
#include <string>

// Real journals on a simulated disk, and a database of them on the machine's.
namespace tradelab::store_test {

class StoreHome {
public:
    SimulatedDisk disk;

    [[nodiscard]] ProjectionPlaces places() const;
    [[nodiscard]] std::filesystem::path file() const { return places().file; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    // Brought level.
    [[nodiscard]] Projection level() const;
    // The contents of the database of these journals, made at once, elsewhere.
    [[nodiscard]] std::string made_at_once() const;

private:
    TemporaryDirectory folder_;
};

// Two strategies on paper for a few days with every command; `after_act` is called after each.
[[nodiscard]] PaperSession run_session(Disk& disk, const std::function<void()>& after_act = {});
// Trials, a strategy that was approved and one that was rejected, a vault that was opened.
void write_lab(Disk& disk);
// Both, once for all tests: copied, so that each test may change them.
void write_everything(SimulatedDisk& disk);

// Every row of every table and view, and the books.
[[nodiscard]] std::string contents_of(const Database& database);

// An order by hand, as somebody with an editor gives it.
void edit(const std::filesystem::path& file, const std::string& sql);

// Everything that can be applied, in batches of so many records; how many there were.
std::uint64_t bring_level(Projection& projection, std::uint64_t batch = 1'000);

}  // namespace tradelab::store_test
