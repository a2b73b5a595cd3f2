#include "raw_animal.hpp"

// Declares an initial value that its own bounds forbid.
namespace zoo {
namespace {

constexpr tl_param params[] = {{.size = sizeof(tl_param),
                                .flags = 0,
                                .name = "bars",
                                .unit = "bars",
                                .summary = "how many bars it looks back",
                                .min = 2,
                                .max = 30,
                                .initial = 31,
                                .step_e9 = 1'000'000'000,
                                .choices = nullptr}};

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{.id = "zoo.beside-its-bounds",
                              .strategy = {sizeof(tl_strategy), 1, process, no_warmup},
                              .params = params,
                              .param_count = 1};
    return kind;
}

}  // namespace zoo
