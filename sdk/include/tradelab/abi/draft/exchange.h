/* tradelab/abi/draft/exchange.h: kind "exchange".  DRAFT, see message.h.
 *
 * Inputs beside the common ones: connect, subscribe, place, cancel, cancel_all, query, history.
 * Outputs: requests, instruments, market and account events (tl_ev, embedded), order reports.
 */
#ifndef TRADELAB_ABI_DRAFT_EXCHANGE_H
#define TRADELAB_ABI_DRAFT_EXCHANGE_H

#include "../strategy.h"
#include "message.h"

TL_BEGIN_C

#define TL_KIND_EXCHANGE "exchange"
#define TL_EXT_EXCHANGE "tl.exchange/0" /* a tl_handler */

enum { /* inputs */
       TL_MSG_CONNECT = 129,
       TL_MSG_SUBSCRIBE = 130,
       TL_MSG_PLACE = 131,
       TL_MSG_CANCEL = 132,
       TL_MSG_CANCEL_ALL = 133, /* must work while the connection is down */
       TL_MSG_QUERY = 134,      /* what is the venue's truth of this order, or of the account? */
       TL_MSG_HISTORY = 135
};
enum { /* outputs */
       TL_MSG_INSTRUMENT = 193,
       TL_MSG_EVENT = 194,        /* a market or account event follows the header */
       TL_MSG_ORDER_REPORT = 195, /* evidence from the venue, and only evidence */
       TL_MSG_LINK = 196,
       TL_MSG_DONE = 197
};

typedef struct tl_msg_place { /* id: the order's; also its id at the venue, so a repeat is seen */
    tl_msg h;
    tl_inst inst;
    int32_t side;
    uint16_t order_type, tif;
    uint32_t flags;
    tl_fixed price, stop, qty;
    tl_time expires;
} tl_msg_place;
enum { TL_ORDER_TYPE_MARKET = 1, TL_ORDER_TYPE_LIMIT = 2, TL_ORDER_TYPE_STOP_MARKET = 3 };

typedef struct tl_msg_target { /* SUBSCRIBE, CANCEL, CANCEL_ALL, QUERY, HISTORY */
    tl_msg h;
    tl_inst inst;
    uint32_t reserved;
    tl_order_id order;
    uint64_t events; /* SUBSCRIBE, HISTORY: bit 1 << TL_EV_* */
    int64_t interval_ns;
    tl_time from, to;
} tl_msg_target;

typedef struct tl_msg_order_report {
    tl_msg h;
    tl_order_id order;
    uint32_t state; /* TL_ORDER_* that the venue proves */
    int32_t venue_code;
    tl_fixed filled_qty;
    tl_span venue_order, text;
} tl_msg_order_report;

typedef struct tl_msg_link {
    tl_msg h;
    int32_t up; /* 1 up, 0 down */
    uint32_t reserved;
    tl_time last_heard;
} tl_msg_link;

typedef struct tl_msg_event { /* a whole tl_ev follows; the host stamps ts_recv */
    tl_msg h;
} tl_msg_event;

typedef struct tl_msg_done { /* id: the question's */
    tl_msg h;
    tl_status status;
    uint32_t reserved;
    tl_span text;
} tl_msg_done;

TL_END_C
#endif
