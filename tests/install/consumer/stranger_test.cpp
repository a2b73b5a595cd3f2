#include <tradelab/testkit.hpp>

#include <cstdio>

int main() {
    const auto run = tradelab::testkit::run(
        *tl_plugin_entry_v1(),
        {.ticks = {{"length", 3}}, .bars = tradelab::testkit::bars({10, 10, 10, 10, 12, 9})});
    const bool good = run.error.empty() && run.problems.empty() && run.intents.size() == 2 &&
                      run.intents[0].bar == 4 && run.intents[0].intent.target_e9 == 1'000'000'000 &&
                      run.intents[1].bar == 5 && run.intents[1].intent.target_e9 == 0;
    if (!good) {
        std::printf("error \"%s\", %zu problems, %zu intents\n",
                    run.error.c_str(),
                    run.problems.size(),
                    run.intents.size());
    }
    return good ? 0 : 1;
}
