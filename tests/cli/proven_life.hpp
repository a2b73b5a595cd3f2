#pragma once

#include "cli/program.hpp"
#include "core/instrument.hpp"
#include "document/sha256.hpp"
#include "gate/gate_rules.hpp"
#include "lab/venue_book.hpp"
#include "lifecycle/subject.hpp"
#include "lifecycle/tested_histories.hpp"
#include "os/real_disk.hpp"
#include "strategy/parameter_file.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What the shipped momentum strategy runs with; of its history nothing.
inline Footing footing_of_momentum(const ParameterFile& file) {
    const auto library = build_tree() / "stage/lib/tradelab/plugins/org.tradelab.momentum" /
                         "org.tradelab.momentum.so";
    std::vector<InstrumentName> names;
    for (const auto& role : file.roles) {
        names.push_back(role.instrument);
    }
    const auto venues = VenueBook::read(RealDisk(), source_tree() / "config/venues", names).value();
    return {.plugin = sha256_hex(read_text(library)), .venue = venues.sha256(), .history = {}};
}

// The shipped momentum strategy under another name, found by a campaign of the state directory, and
// its steps as far as `stage`: all as the installation has it.
inline std::vector<StageEdge> proven_life(const std::filesystem::path& state,
                                          const std::string& name,
                                          LifeStage stage) {
    ParameterFile file =
        parse_parameter_file(read_text(source_tree() / "strategies/momentum_syn_perp_1h.json"), "")
            .value();
    file.name = name;
    write_text(state / "found" / (name + ".json"), canonical_text(file));
    const Footing footing = footing_of_momentum(file);
    RealDisk disk;
    const KeptFooting kept = TestedHistories(disk, state / "lifecycle").keep(footing).value();
    std::vector<StageEdge> edges;
    for (int at = 0; at < static_cast<int>(stage); ++at) {
        StageEdge edge = step(name, static_cast<LifeStage>(at), static_cast<LifeStage>(at + 1));
        edge.strategy = identity_of(file);
        edge.footing = edge.footing ? std::optional(kept) : std::nullopt;
        if (edge.binding) {
            edge.binding->parameters = edge.strategy;
            edge.binding->plugin = footing.plugin;
            edge.binding->venue = footing.venue;
            edge.binding->rules = GateRules().hash();
        }
        edges.push_back(std::move(edge));
    }
    return edges;
}

}  // namespace tradelab
