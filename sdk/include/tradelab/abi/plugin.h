/* tradelab/abi/plugin.h: the entry point, what a plugin says of itself, and what it is given.
 *
 * A plugin is a pure state machine: bytes in, bytes out.  It opens no socket and no file, reads no
 * clock, starts no thread and holds no secret.
 *
 * Tags on functions:
 *   [main-thread]    while the library is loaded, described and instances are made.
 *   [plugin-thread]  symbolic: any thread, but never two at once in one instance; the host gives
 * the happens-before edge. [any-thread]     from several threads at once. States of an instance:
 * stopped -start-> running -stop-> stopped -destroy-> gone.
 */
#ifndef TRADELAB_ABI_PLUGIN_H
#define TRADELAB_ABI_PLUGIN_H

#include "base.h"

TL_BEGIN_C

/* ---- what the host offers ------------------------------------------------------------------- */

typedef struct tl_host tl_host;

struct tl_host { /* owned by the host, outlives every instance made with it */
    uint32_t size, abi;
    void* self; /* the host's: stands for this one instance and what its manifest was granted */
    /* [any-thread] a service by id and revision ("tl.host.log/1"), or NULL where it is unknown or
     * was not granted.  Lives as long as the host. */
    const void* (*get)(const tl_host* host, const char* id);
    /* [plugin-thread, or main-thread inside create] the reason for the error about to be returned;
     * copied before the call returns, cut at 1024 bytes. */
    void (*set_error)(const tl_host* host, const char* text, uint64_t len);
};

/* Service "tl.host.log/1".  There is no clock service: the time is the ts_recv of the event in
 * hand. */
#define TL_HOST_LOG "tl.host.log/1"
typedef struct tl_host_log {
    uint32_t size, reserved;
    /* [any-thread] level 0 trace .. 5 critical; the host cuts long lines and limits their rate. */
    void (*write)(const tl_host* host, int32_t level, const char* text, uint64_t len);
} tl_host_log;

/* ---- parameters: one declaration for people, search, language models and host -------------- */

/* A parameter is an integer number of ticks.  Its value in `unit` is ticks * step_e9 / 1e9,
 * exactly; a parameter file holds the ticks.  So a search never meets a value that a file cannot
 * hold, two files that mean the same are equal byte for byte, and the size of the space is known.
 */
typedef struct tl_param {
    uint32_t size;
    uint32_t flags;      /* TL_PARAM_* */
    const char* name;    /* [a-z][a-z0-9_]*, at most 31 bytes; never changes its meaning */
    const char* unit;    /* "bars", "atr", "bps", "pct", "z", "fraction", "hours", "choice", ... */
    const char* summary; /* one sentence for whoever reads a parameter file */
    int64_t min, max;    /* ticks, both allowed; min <= max */
    int64_t initial;     /* ticks, within; what a new parameter file starts with */
    int64_t step_e9;     /* one tick in `unit`, times 1e9; > 0 */
    /* unit "choice": names of the ticks min..max, separated by '|'.  Else NULL. */
    const char* choices;
} tl_param;
#define TL_PARAM_LOG (1u << 0)   /* search on a logarithmic scale */
#define TL_PARAM_FIXED (1u << 1) /* a person sets it, a search leaves it alone */

/* ticks[lower] + margin <= ticks[upper]; both of one unit and one step. */
typedef struct tl_constraint {
    uint32_t size;
    uint32_t lower, upper; /* indices into the parameters */
    uint32_t reserved;
    int64_t margin;
} tl_constraint;

/* What an instrument is to the plugin.  The parameter file binds each role to an instrument. */
typedef struct tl_role {
    uint32_t size;
    uint32_t kinds;      /* bit 1 << TL_INST_*: which kinds of instrument may play it */
    const char* name;    /* "main", "spot", "perp": grammar of a parameter name */
    const char* summary; /* one sentence */
    uint64_t events;     /* bit 1 << TL_EV_*: which market events it wants of that instrument */
} tl_role;

/* ---- what a plugin says of itself ----------------------------------------------------------- */

typedef struct tl_descriptor { /* static const data; must agree with plugin.toml */
    uint32_t size, reserved;
    const char* id;      /* "org.tradelab.momentum": [a-z0-9.-], at most 127 bytes */
    const char* version; /* semantic version 2.0.0 */
    const char* kind;    /* "strategy" | "exchange" | "analyzer" | "source" | "notifier" */
    const char* summary; /* one sentence */
    uint64_t flags;      /* TL_PLUGIN_* */
    /* Arrays.  All elements of one array have the `size` of its first: that is the stride. */
    const tl_param* params;
    const tl_constraint* constraints;
    const tl_role* roles;
    /* reasons[k] names reason code k of an intent; reasons[0] is for "none given". */
    const char* const* reasons;
    uint32_t param_count, constraint_count, role_count, reason_count;
} tl_descriptor;
#define TL_PLUGIN_STATEFUL (1ull << 0) /* implements tl.state/1 */

/* ---- instances ------------------------------------------------------------------------------ */

typedef struct tl_instrument { /* borrowed during create: copy what is needed */
    uint32_t size;
    tl_inst id;
    const char* symbol;      /* canonical and stable: "binance.usdm:BTC-USDT-PERP" */
    uint8_t kind;            /* TL_INST_* */
    int8_t price_dp, qty_dp; /* value = mantissa * 10^-dp */
    uint8_t reserved[5];
    tl_fixed tick, lot; /* smallest steps now, price_dp and qty_dp; both > 0 */
} tl_instrument;
enum { TL_INST_SPOT = 1, TL_INST_PERP = 2, TL_INST_FUTURE = 3, TL_INST_OPTION = 4 };

/* What a parameter file comes down to, checked against the plugin's own declaration. */
typedef struct tl_config {
    uint32_t size;
    uint32_t tick_count;              /* == param_count */
    const int64_t* ticks;             /* one per parameter, in the order declared */
    const tl_instrument* instruments; /* one per role, in the order declared; stride is [0].size */
    uint32_t role_count, reserved;
    int64_t bar_interval_ns; /* the timeframe of the parameter file; 0 where it has none */
} tl_config;

typedef struct tl_instance tl_instance;
struct tl_instance { /* made by create, memory of the plugin, gone after destroy */
    uint32_t size, abi;
    void* self;                                                /* the plugin's */
    tl_status (*start)(tl_instance* instance);                 /* [plugin-thread & stopped] */
    tl_status (*stop)(tl_instance* instance);                  /* [plugin-thread & running] */
    void (*destroy)(tl_instance* instance);                    /* [plugin-thread & stopped] */
    const void* (*get)(tl_instance* instance, const char* id); /* [plugin-thread] or NULL */
};

/* ---- entry ---------------------------------------------------------------------------------- */

typedef struct tl_entry {
    uint32_t size, abi; /* read first; nothing else is read when the major differs */
    const char* sdk;    /* "tradelab-sdk 1.0 g++ 12.2", for people only */
    uint32_t count, reserved;
    const tl_descriptor* (*describe)(uint32_t index); /* [main-thread] NULL at index >= count */
    /* [main-thread] A new stopped instance of plugin `id`, or a reason why not.  Nothing in
     * `config` may be kept. */
    tl_status (*create)(const char* id,
                        const tl_host* host,
                        const tl_config* config,
                        tl_instance** out);
} tl_entry;

/* The only symbol that a plugin exports.  [main-thread] */
TL_EXPORT const tl_entry* tl_plugin_entry_v1(void) TL_NOEXCEPT;
#define TL_ENTRY_SYMBOL "tl_plugin_entry_v1"

/* ---- extension of an instance: "tl.state/1" ---------------------------------------------------
 */

/* save then load into a new instance of equal id, version and ticks continues as if nothing had
 * happened.  load refuses anything that save did not write, and then changes nothing. */
#define TL_EXT_STATE "tl.state/1"
typedef struct tl_ext_state {
    uint32_t size, reserved;
    tl_status (*save)(tl_instance* instance, const tl_sink* out); /* [plugin-thread] */
    tl_status (*load)(tl_instance* instance, tl_bytes in);        /* [plugin-thread & stopped] */
} tl_ext_state;

TL_END_C
#endif
