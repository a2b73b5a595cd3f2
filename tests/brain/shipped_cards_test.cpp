#include "brain/card.hpp"
#include "brain/space.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <tradelab/abi/plugin.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace tradelab::brain {
namespace {

const std::filesystem::path cards = source_tree() / "strategies/playbook";

TEST(ShippedCards, EachIsNamedByItsFileAndFitsThePluginThatItNames) {
    const auto declaration = read_declaration(*tl_plugin_entry_v1()->describe(0));
    ASSERT_TRUE(declaration) << describe(declaration.error());
    const Family family{.name = "any",
                        .plugin = declaration->id,
                        .parameters = declaration->parameters,
                        .constraints = declaration->constraints};
    RealDisk disk;
    const auto names = disk.list(cards);
    ASSERT_TRUE(names) << describe(names.error());
    std::size_t fitting = 0;
    for (const std::string& name : *names) {
        if (!name.ends_with(".json")) {
            continue;
        }
        const auto text = disk.read_file(cards / name, {.size_max = card_bytes_max});
        ASSERT_TRUE(text) << describe(text.error());
        const auto card = parse_card(*text, name);
        ASSERT_TRUE(card) << describe(card.error());
        EXPECT_EQ(card->name + ".json", name);
        if (card->plugin != declaration->id) {
            continue;
        }
        ++fitting;
        const auto narrow = narrowed(*card, family);
        ASSERT_TRUE(narrow) << describe(narrow.error());
        EXPECT_GE(Space(*narrow).free().size(), 2U) << name;
        EXPECT_GE(Space(*narrow).size_max(), 100U) << name;
    }
    EXPECT_GE(fitting, 2U);
}

}  // namespace
}  // namespace tradelab::brain
