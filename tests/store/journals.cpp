#include "store/journals.hpp"

#include "gate/binding.hpp"
#include "gate/lifetime.hpp"
#include "journal/trials.hpp"
#include "journal/trials_of.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "paper/session_case.hpp"
#include "store/schema.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace tradelab::store_test {
namespace {

using namespace std::chrono_literals;
using paper_test::Act;
using paper_test::asked;
using paper_test::the_case;

const Disk::Path state = "/state";

template <class T>
T proven(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

void proven(const Status& done) {
    if (!done) {
        throw std::runtime_error(describe(done.error()));
    }
}

std::vector<Act> acts() {
    std::vector<Act> out;
    UnixNanos at = the_case().from();
    const auto steps = [&](Duration length, int count) {
        for (int n = 0; n < count; ++n) {
            at = at + length;
            out.emplace_back(at);
        }
    };
    steps(26h, 4);
    out.emplace_back(asked(PaperVerb::pause));
    steps(5h, 2);
    out.emplace_back(asked(PaperVerb::resume));
    steps(31h, 3);
    out.emplace_back(asked(PaperVerb::stop, "a 'quoted' reason"));
    out.emplace_back(asked(PaperVerb::resume));
    steps(17h, 3);
    PaperCommand retire = asked(PaperVerb::retire);
    retire.instance = InstanceId(1);
    out.emplace_back(retire);
    steps(40h, 3);
    out.emplace_back(asked(PaperVerb::panic));
    steps(90min, 2);
    return out;
}

std::vector<StageEdge> life_up_to(const std::string& name, LifeStage stage) {
    std::vector<StageEdge> out;
    for (int at = 0; at < static_cast<int>(stage); ++at) {
        out.push_back(step(name, static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1)));
    }
    return out;
}

void write_lives(Disk& disk) {
    Lifecycle lives(disk, state / "lifecycle");
    proven(lives.add(life_up_to("good", LifeStage::awaiting_approval), day(1)));
    proven(lives.add(life_up_to("lucky", LifeStage::awaiting_approval), day(2)));
    StageEdge yes = step("good", LifeStage::awaiting_approval, LifeStage::approved);
    yes.by = "user 1000";
    yes.why = "read the dossier";
    proven(lives.add(std::array{yes}, day(3)));
    StageEdge no = step("lucky", LifeStage::awaiting_approval, LifeStage::retired);
    no.by = "user 1001";
    no.why = "rejected: one trade made it all";
    proven(lives.add(std::array{no}, day(4)));
}

void write_vault(Disk& disk, const Disk::Path& path, const std::string& name) {
    Lifetime lifetime(disk, path);
    const Grant grant = proven(lifetime.grant(sha256_hex("campaign of " + name), day(0)));
    proven(lifetime.open_vault(grant, binding_of(name), 612, day(0)));
    proven(lifetime.conclude(grant, sha256_hex("verdict"), Lifetime::Ending::promoted, day(1)));
}

void add_rows_of(const Database& database, const std::string& name, std::string& out) {
    auto rows = proven(database.prepare("SELECT * FROM " + name));
    out += name + "\n";
    while (proven(rows.step())) {
        for (int column = 0; column < rows.columns(); ++column) {
            out += rows.is_null(column) ? "null" : "'" + std::string(rows.text(column)) + "'";
            out += ",";
        }
        out += "\n";
    }
}

}  // namespace

ProjectionPlaces StoreHome::places() const {
    ProjectionPlaces out = projection_places(state, paper_test::folder);
    out.file = folder_.path() / "projection.sqlite";
    return out;
}

Projection StoreHome::level() const {
    auto projection = proven(Projection::open(disk, places()));
    (void)bring_level(projection);
    return projection;
}

std::string StoreHome::made_at_once() const {
    ProjectionPlaces elsewhere = places();
    elsewhere.file += ".once";
    auto projection = proven(Projection::open_anew(disk, elsewhere));
    (void)bring_level(projection, UINT64_MAX);
    return contents_of(projection.database());
}

PaperSession run_session(Disk& disk, const std::function<void()>& after_act) {
    auto session = proven(the_case().open(disk));
    for (const Act& act : acts()) {
        if (const auto* until = std::get_if<UnixNanos>(&act)) {
            (void)proven(session.advance(*until));
        } else {
            proven(session.command(std::get<PaperCommand>(act)));
        }
        if (after_act) {
            after_act();
        }
    }
    return session;
}

void write_lab(Disk& disk) {
    const std::vector<Trial> trials = {trial_of(1), trial_of(2), trial_of(3)};
    (void)proven(append_trials(disk, state / "trials", trials, day(0)));
    Trial pair = trial_of(4);
    pair.instances.push_back(trial_instance_of(5));
    pair.proposal = {.campaign = "c1", .hypothesis = "h7", .arm = "tpe", .parent = 2};
    (void)proven(append_trial(disk, state / "trials", pair, day(1)));
    write_lives(disk);
    write_vault(disk, state / "vault", "good");
    write_vault(disk, state / "vault-synthetic", "made up");
}

void write_everything(SimulatedDisk& disk) {
    static const std::vector<std::pair<Disk::Path, std::string>> files = [] {
        SimulatedDisk once;
        write_lab(once);
        (void)run_session(once);
        std::vector<std::pair<Disk::Path, std::string>> out;
        for (const Disk::Path& folder : {state, paper_test::folder}) {
            for (const std::string& name : proven(once.list(folder))) {
                out.emplace_back(
                    folder / name,
                    proven(once.read_file(folder / name, {.size_max = std::size_t{64} << 20U})));
            }
        }
        return out;
    }();
    for (const auto& [path, bytes] : files) {
        proven(disk.make_directories(path.parent_path()));
        proven(write_atomically(disk, path, bytes));
    }
}

std::string contents_of(const Database& database) {
    std::string out;
    for (std::size_t at = 0; at < table_count; ++at) {
        add_rows_of(database, std::string(definition_of(static_cast<StoreTable>(at)).name), out);
    }
    for (const char* name :
         {"sources", "seal", "orders", "positions", "strategies", "approvals", "audit", "events"}) {
        add_rows_of(database, name, out);
    }
    return out;
}

void edit(const std::filesystem::path& file, const std::string& sql) {
    auto database = proven(Database::open(file));
    proven(database.run(sql));
}

std::uint64_t bring_level(Projection& projection, std::uint64_t batch) {
    std::uint64_t records = 0;
    while (true) {
        const auto done = proven(projection.catch_up(batch));
        records += done.records;
        if (done.is_level) {
            return records;
        }
    }
}

}  // namespace tradelab::store_test
