/* tradelab/abi/strategy.h: kind "strategy": events in, intents out.
 *
 * One call, `process`, takes a batch of events in order and returns right after the first event for
 * which it emitted intents.  The host then lets the world answer before it goes on, so the size of
 * a batch can never change a result; that equality at 1, 7, 64 and 4096 is tested, and finds a
 * plugin that reads ahead.
 */
#ifndef TRADELAB_ABI_STRATEGY_H
#define TRADELAB_ABI_STRATEGY_H

#include "plugin.h"

TL_BEGIN_C

#define TL_KIND_STRATEGY "strategy"
#define TL_EXT_STRATEGY "tl.strategy/1"

/* ---- events --------------------------------------------------------------------------------- */

/* Every event is self-sized, 8-aligned, without pointers: the same bytes in memory, in shared
 * memory, on the journal's disk and on the tape. */
typedef struct tl_ev {
    uint32_t size;  /* bytes with this header, a multiple of 8 */
    uint16_t type;  /* TL_EV_*; skip by size what you do not know */
    uint16_t flags; /* TL_EV_F_* */
    tl_inst inst;   /* 0 where the event is of no instrument */
    uint32_t reserved;
    uint64_t seq;     /* strictly increasing */
    tl_time ts_event; /* when it was true, by the venue's clock; of a bar: its close */
    tl_time ts_recv;  /* when the host knew: this is "now", and never goes back */
} tl_ev;

/* History that fills indicators: the first warm-up bars of each role after start.  A target, an
 * order or a cancel caused by such an event is refused; timers and notes are not. */
#define TL_EV_F_WARMUP (1u << 0)

enum {
    TL_EV_BAR = 1,
    TL_EV_TRADE = 2,
    TL_EV_BOOK = 3,
    TL_EV_FUNDING = 4,
    TL_EV_MARK = 5,
    TL_EV_SIGNAL = 6,
    TL_EV_GAP = 7,
    TL_EV_TIMER = 8,
    TL_EV_FILL = 9,
    TL_EV_ORDER = 10,
    TL_EV_ACCOUNT = 11
};

typedef struct tl_ev_bar {
    tl_ev h;
    int64_t interval_ns; /* the bar covers (ts_event - interval_ns, ts_event] */
    tl_fixed open, high, low, close;
    tl_fixed volume;           /* base, qty_dp */
    int64_t quote_volume_e8;   /* quote asset, 1e-8 */
    tl_fixed taker_buy_volume; /* base, qty_dp */
    int64_t trades;
    uint64_t known; /* TL_BAR_KNOWS_*: an archive's 0 can mean that nobody counted */
} tl_ev_bar;
#define TL_BAR_KNOWS_VOLUME (1ull << 0)
#define TL_BAR_KNOWS_QUOTE_VOLUME (1ull << 1)
#define TL_BAR_KNOWS_TAKER (1ull << 2)
#define TL_BAR_KNOWS_TRADES (1ull << 3)

typedef struct tl_ev_trade {
    tl_ev h;
    tl_fixed price, qty;
    int32_t aggressor; /* +1 buyer, -1 seller, 0 unknown */
    uint32_t reserved;
} tl_ev_trade;

typedef struct tl_level {
    tl_fixed price, qty;
} tl_level;

typedef struct tl_ev_book { /* followed by tl_level[bids], then tl_level[asks], best first */
    tl_ev h;
    uint16_t bids, asks;
    uint32_t reserved;
} tl_ev_book;

typedef struct tl_ev_funding { /* a settlement that has happened, at its boundary */
    tl_ev h;
    int64_t rate_e12;    /* positive: longs pay shorts */
    int64_t interval_ns; /* since the settlement before, as recorded */
    int64_t mark_e8;     /* TL_NONE where the mark at the instant is a hole */
} tl_ev_funding;

typedef struct tl_ev_mark {
    tl_ev h;
    int64_t mark_e8, index_e8; /* index TL_NONE where unknown */
    int64_t rate_e12;          /* the funding rate expected at `next`; TL_NONE where unknown */
    tl_time next;              /* the next settlement; TL_NONE where unknown */
} tl_ev_mark;

typedef struct tl_ev_signal { /* an analyzer's answer, already checked by the host */
    tl_ev h;
    uint32_t source, reserved;
    double value, confidence; /* finite; confidence in [0, 1] */
    uint64_t evidence;        /* row of the host's evidence table */
} tl_ev_signal;

typedef struct tl_ev_gap { /* data is missing or stale; prices before it say nothing of after it */
    tl_ev h;
    tl_time from, to; /* what is missing: (from, to]; `to` TL_NONE while it lasts */
    uint32_t cause;   /* TL_GAP_* */
    uint32_t reserved;
} tl_ev_gap;
enum { TL_GAP_MISSING = 1, TL_GAP_STALE = 2, TL_GAP_RECONNECT = 3, TL_GAP_BAD_DATA = 4 };

typedef struct tl_ev_timer {
    tl_ev h;
    uint32_t timer, reserved; /* the id that the intent gave it */
} tl_ev_timer;

typedef struct tl_ev_fill {
    tl_ev h;
    tl_order_id order;
    uint64_t client_tag; /* of the intent */
    int32_t side;        /* +1 bought, -1 sold */
    uint32_t liquidity;  /* 1 maker, 2 taker, 0 unknown */
    tl_fixed price, qty;
    int64_t fee_e8; /* in the settlement asset, or its worth; positive is paid */
    uint64_t reserved;
} tl_ev_fill;

typedef struct tl_ev_order {
    tl_ev h;
    tl_order_id order;
    uint64_t client_tag;
    uint32_t state;  /* TL_ORDER_* */
    uint32_t reason; /* TL_REFUSED_* of the host where the state is rejected or absent, else 0 */
    tl_fixed open_qty;
} tl_ev_order;
/* One numbering for simulation, paper and live. */
enum {
    TL_ORDER_INTENT = 1,  /* decided, approved, not yet durable */
    TL_ORDER_SENDING = 2, /* may have left; nothing heard */
    TL_ORDER_OPEN = 3,
    TL_ORDER_PART_FILLED = 4,
    TL_ORDER_CANCELLING = 5,
    TL_ORDER_FILLED = 6,    /* terminal */
    TL_ORDER_CANCELLED = 7, /* terminal */
    TL_ORDER_REJECTED = 8,  /* terminal */
    TL_ORDER_EXPIRED = 9,   /* terminal */
    TL_ORDER_UNKNOWN = 10,  /* its fate is not proven: counts in full as exposure */
    TL_ORDER_ABSENT = 11    /* terminal: proven never to have reached the venue */
};
enum {
    TL_REFUSED_NOT = 0,
    TL_REFUSED_WARMUP = 1,
    TL_REFUSED_RISK = 2,
    TL_REFUSED_FILTER = 3,
    TL_REFUSED_STALE = 4,
    TL_REFUSED_MALFORMED = 5,
    TL_REFUSED_STOPPED = 6,
    TL_REFUSED_VENUE = 7
};

/* What the instance owns and may spend, one per role: the first events after start and after load,
 * and again after each fill.  A plugin never has to add up fills to know its position. */
typedef struct tl_ev_account {
    tl_ev h;
    tl_fixed position;      /* signed, qty_dp */
    tl_fixed average_price; /* price_dp; TL_NONE when flat */
    int64_t budget_e8;      /* allotted to the instance, settlement asset */
    int64_t equity_e8;      /* of the instance: budget plus what it has made */
    int64_t free_margin_e8; /* of the wallet in which this role trades */
    uint32_t wallet;        /* 1 spot, 2 futures */
    uint32_t reserved;
} tl_ev_account;

/* ---- intents -------------------------------------------------------------------------------- */

enum {
    TL_IN_TARGET = 1,     /* hold `target_e9` of the budget until told otherwise */
    TL_IN_ORDER = 2,      /* one order of `qty` */
    TL_IN_CANCEL = 3,     /* the order `order`, where the strategy itself has wished for it */
    TL_IN_CANCEL_ALL = 4, /* every such order of this instance in `inst` */
    TL_IN_TIMER = 5,      /* send me TL_EV_TIMER `timer` at `expires`; TL_NONE cancels it */
    TL_IN_NOTE = 6        /* `reason` and `note` into the record; nothing else happens */
};
#define TL_IN_F_REDUCE_ONLY (1u << 0)
#define TL_IN_F_POST_ONLY (1u << 1)

/* A wish.  The risk gate and the host decide.  A field that its type does not use is 0, or TL_NONE
 * where it is a price or a time. */
typedef struct tl_intent {
    uint32_t size;
    uint16_t type;
    uint16_t flags;
    tl_inst inst;
    int32_t side;         /* ORDER: +1 buy, -1 sell */
    uint64_t cause_seq;   /* seq of the event just consumed; the host refuses any other */
    uint64_t client_tag;  /* the plugin's own; comes back in fills and order events */
    int64_t target_e9;    /* TARGET: signed fraction of the allotted budget, [-1e9, 1e9] */
    tl_fixed qty;         /* ORDER: > 0 */
    tl_fixed limit_price; /* TL_NONE: at market */
    tl_fixed stop_price;  /* protective stop of what this opens; TL_NONE: none */
    tl_fixed take_price;  /* take-profit; TL_NONE: none */
    tl_time expires;      /* ORDER: good till; TL_NONE: no end.  TIMER: when */
    tl_order_id order;    /* CANCEL */
    /* A unit: `group_size` intents, at most 8, next to each other and of one `group` are done
     * together, or undone when a leg stood alone for `unhedged_ns_max`.  group 0: alone. */
    uint32_t group, group_size;
    int64_t unhedged_ns_max;
    uint32_t reason;  /* index into the descriptor's reasons */
    uint16_t trigger; /* of stop and take: TL_TRIGGER_* */
    uint16_t tif;     /* TL_TIF_* */
    uint32_t timer;   /* TIMER: its id */
    uint32_t reserved;
    double note; /* NOTE: a finite number worth keeping */
} tl_intent;
enum { TL_TRIGGER_LAST = 0, TL_TRIGGER_MARK = 1 };
enum { TL_TIF_GTC = 0, TL_TIF_IOC = 1, TL_TIF_FOK = 2 };

/* ---- the strategy --------------------------------------------------------------------------- */

typedef struct tl_batch {
    uint32_t size;
    uint32_t count;     /* events */
    const tl_ev* first; /* contiguous, each beginning at the end of the one before */
    uint64_t bytes;     /* of all events */
    tl_intent* out;     /* the host's array; intents go here one after the other */
    uint32_t out_cap;   /* at least intents_max, else TL_E_INVALID and nothing is consumed */
    uint32_t out_len;   /* the plugin sets it */
    uint32_t consumed;  /* the plugin sets it: events processed, the causing one included */
    uint32_t reserved;
} tl_batch;

typedef struct tl_strategy {
    uint32_t size;
    uint32_t intents_max; /* the most intents that one event can cause; 1..64 */
    /* [plugin-thread & running] See the head of this file.  No allocation once warm. */
    tl_status (*process)(tl_instance* instance, tl_batch* batch);
    /* [plugin-thread] Bars of warm-up that role `role` needs: a function of the ticks alone. */
    uint32_t (*warmup_bars)(const tl_instance* instance, uint32_t role);
} tl_strategy;

TL_END_C
#endif
