/* A strategy that trades nothing, for the tests of the host.  Its one parameter chooses what it
 * gets wrong. */
#include <tradelab/abi/strategy.h>

#include <stdlib.h>

#ifndef FIXTURE_ABI_MAJOR
#define FIXTURE_ABI_MAJOR TL_ABI_MAJOR
#endif
#ifndef FIXTURE_VERSION
#define FIXTURE_VERSION "1.0.0"
#endif
#define FIXTURE_ABI ((FIXTURE_ABI_MAJOR << 16) | TL_ABI_MINOR)

enum { REFUSES_CREATE = 1, REFUSES_START = 2, GIVES_NOTHING = 3, HAS_NO_DESTROY = 4 };

typedef struct fixture {
    tl_instance instance;
    const tl_host* host;
    int64_t behaviour;
} fixture;

static int64_t live; /* instances; readable as "test.live/1" */

static void say(const tl_host* host, const char* text) {
    uint64_t length = 0;
    while (text[length] != '\0') {
        ++length;
    }
    host->set_error(host, text, length);
}

static tl_status start(tl_instance* instance) {
    fixture* self = instance->self;
    if (self->behaviour == REFUSES_START) {
        say(self->host, "no wind today");
        return TL_E_INTERNAL;
    }
    const tl_host_log* log = self->host->get(self->host, TL_HOST_LOG);
    if (log != NULL) {
        log->write(self->host, 2, "started", 7);
    }
    return TL_OK;
}

static tl_status stop(tl_instance* instance) {
    (void)instance;
    return TL_OK;
}

static void destroy(tl_instance* instance) {
    --live;
    free(instance->self);
}

static tl_status process(tl_instance* instance, tl_batch* batch) {
    (void)instance;
    batch->out_len = 0;
    batch->consumed = batch->count;
    return TL_OK;
}

static uint32_t warmup_bars(const tl_instance* instance, uint32_t role) {
    (void)instance;
    (void)role;
    return 0;
}

static const tl_strategy strategy = {sizeof(tl_strategy), 1, process, warmup_bars};

static int same(const char* left, const char* right) {
    while (*left != '\0' && *left == *right) {
        ++left;
        ++right;
    }
    return *left == *right;
}

static const void* get(tl_instance* instance, const char* id) {
    (void)instance;
    if (same(id, TL_EXT_STRATEGY)) {
        return &strategy;
    }
    return same(id, "test.live/1") ? &live : NULL;
}

static const tl_param params[] = {
    {sizeof(tl_param),
     0,
     "behaviour",
     "choice",
     "What it gets wrong.",
     0,
     4,
     0,
     1000000000,
     "nothing|create|start|null|destroy"},
};
static const tl_role roles[] = {
    {sizeof(tl_role), 1u << TL_INST_SPOT, "main", "What it would trade.", 1u << TL_EV_BAR},
};
static const char* const reasons[] = {"none"};
static const tl_descriptor descriptor = {sizeof(tl_descriptor),
                                         0,
                                         "org.example.fixture",
                                         FIXTURE_VERSION,
                                         TL_KIND_STRATEGY,
                                         "Trades nothing.",
                                         0,
                                         params,
                                         NULL,
                                         roles,
                                         reasons,
                                         1,
                                         0,
                                         1,
                                         1};

static const tl_descriptor* describe(uint32_t index) {
    return index == 0 ? &descriptor : NULL;
}

static tl_status create(const char* id,
                        const tl_host* host,
                        const tl_config* config,
                        tl_instance** out) {
    if (!same(id, descriptor.id)) {
        return TL_E_UNSUPPORTED;
    }
    const int64_t behaviour = config->ticks[0];
    if (behaviour == REFUSES_CREATE) {
        say(host, "no\x1b[31m thanks");
        return TL_E_INVALID;
    }
    if (behaviour == GIVES_NOTHING) {
        return TL_OK;
    }
    static fixture without_destroy;
    fixture* self = behaviour == HAS_NO_DESTROY ? &without_destroy : malloc(sizeof *self);
    if (self == NULL) {
        return TL_E_NOMEM;
    }
    const tl_instance instance = {sizeof(tl_instance),
                                  FIXTURE_ABI,
                                  self,
                                  start,
                                  stop,
                                  behaviour == HAS_NO_DESTROY ? NULL : destroy,
                                  get};
    self->instance = instance;
    self->host = host;
    self->behaviour = behaviour;
    ++live;
    *out = &self->instance;
    return TL_OK;
}

const tl_entry* tl_plugin_entry_v1(void) {
    static const tl_entry entry = {sizeof(tl_entry), FIXTURE_ABI, "none", 1, 0, describe, create};
    return &entry;
}
