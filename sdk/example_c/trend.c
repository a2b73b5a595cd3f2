/* A strategy in plain C11, against the contract alone: no wrapper, no library, integers only.
 *
 * Holds the whole budget while the close lies above its exponential average by `band`, and nothing
 * once it lies below the average.  What the C++ wrapper does by itself is spelled out here: the
 * states of an instance, warm-up, gaps, targets that are said once, saving and loading. */
#include <tradelab/abi/layout.h>

#include <stdlib.h>
#include <string.h>

#define PLUGIN_ID "org.tradelab.example.c"
#define PLUGIN_VERSION "1.0.0"

/* ---- what it says of itself ----------------------------------------------------------------- */

enum { LENGTH, BAND, PARAM_COUNT };
static const tl_param params[PARAM_COUNT] = {
    {.size = sizeof(tl_param),
     .flags = TL_PARAM_LOG,
     .name = "length",
     .unit = "bars",
     .summary = "Length of the exponential average.",
     .min = 2,
     .max = 1000,
     .initial = 50,
     .step_e9 = 1000000000},
    {.size = sizeof(tl_param),
     .name = "band",
     .unit = "bps",
     .summary = "How far above the average the close must lie to enter.",
     .min = 0,
     .max = 500,
     .initial = 20,
     .step_e9 = 1000000000},
};

static const tl_role roles[] = {{.size = sizeof(tl_role),
                                 .kinds = 1u << TL_INST_SPOT | 1u << TL_INST_PERP,
                                 .name = "main",
                                 .summary = "The instrument that is traded.",
                                 .events = 1ull << TL_EV_BAR}};

enum { REASON_NONE, REASON_ABOVE, REASON_BELOW, REASON_GAP, REASON_COUNT };
static const char* const reasons[REASON_COUNT] = {"", "above", "below", "gap"};

static const tl_descriptor descriptor = {
    .size = sizeof(tl_descriptor),
    .id = PLUGIN_ID,
    .version = PLUGIN_VERSION,
    .kind = TL_KIND_STRATEGY,
    .summary = "Long above an exponential average, in plain C.",
    .flags = TL_PLUGIN_STATEFUL,
    .params = params,
    .roles = roles,
    .reasons = reasons,
    .param_count = PARAM_COUNT,
    .role_count = 1,
    .reason_count = REASON_COUNT,
};

/* ---- the rule ------------------------------------------------------------------------------- */

/* The average is kept in 1/65536 of a price mantissa, so that small steps are not lost. */
#define FRACTION 65536
#define CLOSE_MAX (INT64_MAX / FRACTION / 2)

/* All that changes, in the order in which it is saved. */
struct memory {
    int64_t bars;      /* since start or the last gap */
    int64_t average;   /* the sum of closes until there are `length` of them */
    int64_t target_e9; /* what was asked for last */
};

/* The mean of the first `length` closes is the seed; then the weight is 2 / (length + 1). */
static void observe(struct memory* memory, int64_t length, int64_t close) {
    ++memory->bars;
    if (memory->bars <= length) {
        memory->average += close * FRACTION / length;
    } else {
        memory->average += (close * FRACTION - memory->average) / (length + 1) * 2;
    }
}

/* What to hold after this close, and why.  Between the average and the band: what is held now. */
static int64_t wanted(const struct memory* memory,
                      int64_t band_bps,
                      int64_t close,
                      uint32_t* reason) {
    const int64_t above = close * FRACTION - memory->average;
    if (above > memory->average / 10000 * band_bps) {
        *reason = REASON_ABOVE;
        return 1000000000;
    }
    if (above < 0) {
        *reason = REASON_BELOW;
        return 0;
    }
    return memory->target_e9;
}

/* ---- an instance ---------------------------------------------------------------------------- */

enum state { STOPPED, RUNNING };

struct trend {
    tl_instance table;
    const tl_host* host;
    tl_inst inst;
    int64_t ticks[PARAM_COUNT];
    enum state state;
    struct memory memory;
};

static tl_status refuse(const tl_host* host, tl_status status, const char* text) {
    if (TL_HAS(tl_host, host, set_error) && host->set_error != NULL) {
        host->set_error(host, text, strlen(text));
    }
    return status;
}

/* A target is a state and not an act: only a change of it becomes an intent. */
static void hold(
    struct trend* trend, tl_batch* batch, const tl_ev* cause, int64_t target_e9, uint32_t reason) {
    if (target_e9 == trend->memory.target_e9) {
        return;
    }
    trend->memory.target_e9 = target_e9;
    batch->out[batch->out_len++] = (tl_intent){.size = sizeof(tl_intent),
                                               .type = TL_IN_TARGET,
                                               .inst = trend->inst,
                                               .cause_seq = cause->seq,
                                               .target_e9 = target_e9,
                                               .limit_price = TL_NONE,
                                               .stop_price = TL_NONE,
                                               .take_price = TL_NONE,
                                               .expires = TL_NONE,
                                               .reason = reason};
}

static void on_bar(struct trend* trend, tl_batch* batch, const tl_ev_bar* bar) {
    if (bar->close <= 0 || bar->close > CLOSE_MAX) {
        return; /* no price that the average could hold */
    }
    observe(&trend->memory, trend->ticks[LENGTH], bar->close);
    if ((bar->h.flags & TL_EV_F_WARMUP) != 0 || trend->memory.bars < trend->ticks[LENGTH]) {
        return;
    }
    uint32_t reason = REASON_NONE;
    const int64_t target = wanted(&trend->memory, trend->ticks[BAND], bar->close, &reason);
    hold(trend, batch, &bar->h, target, reason);
}

/* Prices before a hole say nothing of those after it: go flat and begin again. */
static void on_gap(struct trend* trend, tl_batch* batch, const tl_ev* gap) {
    hold(trend, batch, gap, 0, REASON_GAP);
    trend->memory = (struct memory){0};
}

static tl_status process(tl_instance* instance, tl_batch* batch) {
    struct trend* trend = instance->self;
    batch->out_len = batch->consumed = 0;
    if (trend->state != RUNNING) {
        return refuse(trend->host, TL_E_STATE, "process: not running");
    }
    if (batch->out_cap < 1) {
        return refuse(trend->host, TL_E_INVALID, "process: no room for an intent");
    }
    const char* at = (const char*)batch->first;
    while (batch->consumed < batch->count && batch->out_len == 0) {
        const tl_ev* event = (const tl_ev*)(const void*)at;
        const int is_ours = event->inst == trend->inst;
        if (event->type == TL_EV_BAR && is_ours) {
            if (event->size < sizeof(tl_ev_bar)) {
                return refuse(trend->host, TL_E_INVALID, "process: a bar of another shape");
            }
            on_bar(trend, batch, (const tl_ev_bar*)event);
        } else if (event->type == TL_EV_GAP && (is_ours || event->inst == 0)) {
            on_gap(trend, batch, event);
        } /* whatever else there is, also in years to come, is passed over by its size */
        at += event->size;
        ++batch->consumed;
    }
    return TL_OK;
}

static uint32_t warmup_bars(const tl_instance* instance, uint32_t role) {
    const struct trend* trend = instance->self;
    return role == 0 ? (uint32_t)(trend->ticks[LENGTH] - 1) : 0;
}

/* ---- state ---------------------------------------------------------------------------------- */

struct saved {
    uint64_t magic;
    int64_t ticks[PARAM_COUNT]; /* of another parameter file it would mean something else */
    struct memory memory;
    uint64_t checksum; /* of all before it */
};
#define SAVED_MAGIC 0x31646e6572742d63ull /* "c-trend1" */

/* FNV-1a, 64 bits (Fowler, Noll, Vo): finds damage. */
static uint64_t checksum(const struct saved* saved) {
    const unsigned char* bytes = (const unsigned char*)saved;
    uint64_t hash = 0xcbf29ce484222325ull;
    for (size_t at = 0; at < offsetof(struct saved, checksum); ++at) {
        hash = (hash ^ bytes[at]) * 0x100000001b3ull;
    }
    return hash;
}

static tl_status save(tl_instance* instance, const tl_sink* out) {
    const struct trend* trend = instance->self;
    struct saved saved = {.magic = SAVED_MAGIC, .memory = trend->memory};
    memcpy(saved.ticks, trend->ticks, sizeof saved.ticks);
    saved.checksum = checksum(&saved);
    return out->write(out->ctx, &saved, sizeof saved);
}

static tl_status load(tl_instance* instance, tl_bytes in) {
    struct trend* trend = instance->self;
    struct saved saved;
    if (trend->state != STOPPED) {
        return refuse(trend->host, TL_E_STATE, "load: stop the instance first");
    }
    if (in.ptr == NULL || in.len != sizeof saved) {
        return refuse(trend->host, TL_E_INVALID, "load: not a state of this plugin");
    }
    memcpy(&saved, in.ptr, sizeof saved);
    if (saved.magic != SAVED_MAGIC || saved.checksum != checksum(&saved)) {
        return refuse(trend->host, TL_E_INVALID, "load: not a state of this plugin, or damaged");
    }
    if (memcmp(saved.ticks, trend->ticks, sizeof saved.ticks) != 0) {
        return refuse(trend->host, TL_E_UNSUPPORTED, "load: a state of other parameters");
    }
    trend->memory = saved.memory;
    return TL_OK;
}

/* ---- the tables ----------------------------------------------------------------------------- */

static tl_status start(tl_instance* instance) {
    struct trend* trend = instance->self;
    if (trend->state != STOPPED) {
        return refuse(trend->host, TL_E_STATE, "start: not stopped");
    }
    trend->state = RUNNING;
    return TL_OK;
}

static tl_status stop(tl_instance* instance) {
    struct trend* trend = instance->self;
    if (trend->state != RUNNING) {
        return refuse(trend->host, TL_E_STATE, "stop: not running");
    }
    trend->state = STOPPED;
    return TL_OK;
}

static void destroy(tl_instance* instance) {
    free(instance->self);
}

static const void* get(tl_instance* instance, const char* id) {
    static const tl_strategy strategy = {.size = sizeof(tl_strategy),
                                         .intents_max = 1,
                                         .process = process,
                                         .warmup_bars = warmup_bars};
    static const tl_ext_state state = {.size = sizeof(tl_ext_state), .save = save, .load = load};
    (void)instance;
    if (id == NULL) {
        return NULL;
    }
    if (strcmp(id, TL_EXT_STRATEGY) == 0) {
        return &strategy;
    }
    return strcmp(id, TL_EXT_STATE) == 0 ? &state : NULL;
}

static const char* why_not(const tl_config* config) {
    if (!TL_HAS(tl_config, config, bar_interval_ns) || config->tick_count != PARAM_COUNT ||
        config->ticks == NULL || config->role_count != 1 || config->instruments == NULL ||
        config->instruments->size < sizeof(tl_instrument)) {
        return "create: the configuration does not fit the declaration";
    }
    for (int at = 0; at < PARAM_COUNT; ++at) {
        if (config->ticks[at] < params[at].min || config->ticks[at] > params[at].max) {
            return "create: a parameter is outside of its declared range";
        }
    }
    const uint8_t kind = config->instruments->kind;
    if (kind != TL_INST_SPOT && kind != TL_INST_PERP) {
        return "create: this instrument cannot play the role main";
    }
    return NULL;
}

static tl_status create(const char* id,
                        const tl_host* host,
                        const tl_config* config,
                        tl_instance** out) {
    if (id == NULL || host == NULL || out == NULL) {
        return TL_E_INVALID;
    }
    if (strcmp(id, PLUGIN_ID) != 0) {
        return refuse(host, TL_E_UNSUPPORTED, "create: this library holds no plugin of that id");
    }
    const char* problem = why_not(config);
    if (problem != NULL) {
        return refuse(host, TL_E_INVALID, problem);
    }
    struct trend* trend = calloc(1, sizeof *trend);
    if (trend == NULL) {
        return refuse(host, TL_E_NOMEM, "create: out of memory");
    }
    trend->table = (tl_instance){.size = sizeof(tl_instance),
                                 .abi = TL_ABI_VERSION,
                                 .self = trend,
                                 .start = start,
                                 .stop = stop,
                                 .destroy = destroy,
                                 .get = get};
    trend->host = host;
    trend->inst = config->instruments->id;
    memcpy(trend->ticks, config->ticks, sizeof trend->ticks);
    *out = &trend->table;
    return TL_OK;
}

static const tl_descriptor* describe(uint32_t index) {
    return index == 0 ? &descriptor : NULL;
}

const tl_entry* tl_plugin_entry_v1(void) {
    static const tl_entry entry = {.size = sizeof(tl_entry),
                                   .abi = TL_ABI_VERSION,
                                   .sdk = "plain C",
                                   .count = 1,
                                   .describe = describe,
                                   .create = create};
    return &entry;
}
