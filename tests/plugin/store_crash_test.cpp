#include "os/simulated_disk.hpp"
#include "packages.hpp"
#include "plugin/store.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Every act of the store, ended at every operation by a power cut, a failing disk or a full one.
namespace tradelab {
namespace {

constexpr const char* fixture_id = "org.example.fixture";
const std::filesystem::path root = "/store";

struct StoreState {
    std::string active = "none";
    std::string previous = "none";

    friend bool operator==(const StoreState&, const StoreState&) = default;
};

std::ostream& operator<<(std::ostream& out, const StoreState& state) {
    return out << state.active << " before it " << state.previous;
}

// A disk with sources of three versions, the first of which may be installed.
struct House {
    SimulatedDisk disk;
    SeededRandom random{7};
    PluginStore store{disk, random, root};

    explicit House(SimulatedDisk::Options options) : disk(options) {
        for (const char* version : {"1.0.0", "2.0.0", "3.0.0"}) {
            put_package(disk, source(version), draft(version));
        }
    }

    static PackageDraft draft(const std::string& version) {
        return {.version = version,
                .library_bytes = fixture_library(),
                .more_files = {{"share/notes.txt", "of " + version}}};
    }
    static std::filesystem::path source(const std::string& version) { return "/source/" + version; }

    Status install(const std::string& version) {
        auto done = store.install(source(version), this_host());
        return done ? Status() : Status(fail(done.error()));
    }

    // What is there, as discovery sees it; nothing may be refused or damaged.
    [[nodiscard]] StoreState look() const {
        const std::vector<Root> roots = {{root, Origin::installed}};
        const auto discovery = discover(disk, roots, this_host());
        for (const Refused& refused : discovery.refused) {
            ADD_FAILURE() << describe(refused.error);
        }
        StoreState state;
        for (const Package& package : discovery.packages) {
            state.active = text(package.manifest.version);
            const auto intact = verify(disk, package);
            EXPECT_TRUE(intact) << describe(intact.error());
            state.previous = store.versions(fixture_id)->previous.value_or("none");
        }
        return state;
    }
};

struct Scenario {
    const char* name;
    std::function<void(House&)> given;
    std::function<Status(House&)> act;
    StoreState before;
    StoreState after;
};

Scenario scenario(const std::string& name) {
    const auto install = [](const char* version) {
        return [version](House& house) { return house.install(version); };
    };
    const auto one = [](House& house) { ASSERT_TRUE(house.install("1.0.0")); };
    const auto two = [](House& house) {
        ASSERT_TRUE(house.install("1.0.0"));
        ASSERT_TRUE(house.install("2.0.0"));
    };
    const auto rollback = [](House& house) {
        const auto done = house.store.rollback(fixture_id);
        return done ? Status() : Status(fail(done.error()));
    };
    const auto remove = [](House& house) { return house.store.remove(fixture_id); };

    if (name == "first") {
        return {"first", [](House&) {}, install("1.0.0"), {}, {"1.0.0", "none"}};
    }
    if (name == "upgrade") {
        return {"upgrade", one, install("2.0.0"), {"1.0.0", "none"}, {"2.0.0", "1.0.0"}};
    }
    if (name == "third") {
        return {"third", two, install("3.0.0"), {"2.0.0", "1.0.0"}, {"3.0.0", "2.0.0"}};
    }
    if (name == "rollback") {
        return {"rollback", two, rollback, {"2.0.0", "1.0.0"}, {"1.0.0", "2.0.0"}};
    }
    return {"remove", two, remove, {"2.0.0", "1.0.0"}, {}};
}

class StoreCrash : public testing::TestWithParam<const char*> {
protected:
    // The state is one of the two, and from there the next install works.
    static void check_whole(House& house, const Scenario& scenario) {
        const StoreState found = house.look();
        EXPECT_TRUE(found == scenario.before || found == scenario.after) << found;

        const auto next = house.install("3.0.0");
        EXPECT_TRUE(next) << describe(next.error());
        EXPECT_EQ(house.look().active, "3.0.0");
        const auto names = house.disk.list(root);
        ASSERT_TRUE(names);
        for (const std::string& name : *names) {
            EXPECT_TRUE(name == ".lock" || name == fixture_id) << name << " was left behind";
        }
    }
};

TEST_P(StoreCrash, APowerCutAtAnyMomentLeavesTheOldStateOrTheNew) {
    const Scenario now = scenario(GetParam());
    House whole({});
    now.given(whole);
    const auto start = whole.disk.operations();
    ASSERT_TRUE(now.act(whole));
    const auto count = whole.disk.operations() - start;
    ASSERT_EQ(whole.look(), now.after);

    for (std::uint64_t n = 1; n <= count; ++n) {
        SCOPED_TRACE("power cut at operation " + std::to_string(n) + " of " +
                     std::to_string(count));
        House house({});
        now.given(house);
        house.disk.cut_power_at(n);

        const bool reported_done = now.act(house).has_value();
        house.disk.reboot();

        if (reported_done) {
            EXPECT_EQ(house.look(), now.after);
        }
        check_whole(house, now);
    }
}

TEST_P(StoreCrash, AnErrorAtAnyMomentLeavesTheOldStateOrTheNew) {
    const Scenario now = scenario(GetParam());
    House whole({});
    now.given(whole);
    const auto start = whole.disk.operations();
    ASSERT_TRUE(now.act(whole));
    const auto count = whole.disk.operations() - start;

    for (std::uint64_t n = 1; n <= count; ++n) {
        SCOPED_TRACE("operation " + std::to_string(n) + " of " + std::to_string(count) + " fails");
        House house({});
        now.given(house);
        house.disk.fail_at(n, ErrorCode::io_failed);

        const auto done = now.act(house);

        if (done) {
            EXPECT_EQ(house.look(), now.after);
        }
        if (!done) {
            EXPECT_FALSE(done.error().context.empty());
        }
        check_whole(house, now);
    }
}

INSTANTIATE_TEST_SUITE_P(Acts,
                         StoreCrash,
                         testing::Values("first", "upgrade", "third", "rollback", "remove"),
                         [](const auto& acts) { return std::string(acts.param); });

TEST(StoreOnAFullDisk, NothingIsHalfInstalledAndTheRemedyIsSaid) {
    const std::uint64_t package_bytes = fixture_library().size() + 2'000;
    const std::uint64_t sources = 3 * package_bytes;
    bool was_full = false;
    bool was_installed = false;

    for (std::uint64_t room = 0; room <= package_bytes; room += 509) {
        SCOPED_TRACE("room for " + std::to_string(room) + " bytes");
        House house({.capacity_bytes = sources + room});

        const auto done = house.install("1.0.0");

        was_installed |= done.has_value();
        if (done) {
            EXPECT_EQ(house.look().active, "1.0.0");
            continue;
        }
        was_full = true;
        EXPECT_EQ(done.error().code, ErrorCode::disk_full) << describe(done.error());
        EXPECT_FALSE(done.error().hint.empty());
        EXPECT_EQ(house.look(), StoreState{});
        EXPECT_EQ(house.disk.list(root)->size(), 1U) << "only the lock is left";
    }

    EXPECT_TRUE(was_full);
    EXPECT_TRUE(was_installed);
}

}  // namespace
}  // namespace tradelab
